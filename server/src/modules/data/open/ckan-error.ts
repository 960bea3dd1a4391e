/** A refusal in CKAN's own form: `error` with `__type`, and the fields that are wrong. */
export class CkanError extends Error {
  readonly status: number;
  readonly body: Record<string, unknown>;
  constructor(status: number, body: Record<string, unknown>) {
    super(String(body['message'] ?? body['__type']));
    this.status = status;
    this.body = body;
  }
  static notFound = (what = 'Not found'): CkanError => new CkanError(404, { message: what, __type: 'Not Found Error' });
  static validation = (field: string, why: string): CkanError => new CkanError(409, { __type: 'Validation Error', [field]: [why] });
  static denied = (why: string): CkanError => new CkanError(403, { message: `Access denied: ${why}`, __type: 'Authorization Error' });
}
