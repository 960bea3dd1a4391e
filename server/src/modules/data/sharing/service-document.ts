import { exchangeErrors, type Exchange, type Service } from '#engines/exchange';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';

type Schema = Record<string, unknown>;
const object = (properties: Record<string, Schema>, required: readonly string[] = []): Schema => ({ type: 'object', properties, ...(required.length === 0 ? {} : { required }) });
const header = (name: string, required: boolean, description: string): Schema => ({ name, in: 'header', required, description, schema: { type: 'string' } });
const query = (name: string, schema: Schema): Schema => ({ name, in: 'query', required: false, schema });
const json = (schema: Schema): Schema => ({ 'application/json': { schema } });

const fieldsOf = (s: Service): Schema => object(Object.fromEntries(s.fields.map((f) => [f, {}])));

/** Request and answer of each kind of service (`docs/guides/exchange.md`, 4). */
function operationOf(s: Service): { method: string; parameters: Schema[]; body?: Schema; answer: Schema } {
  const record = object({ id: { type: 'string', format: 'uuid' }, version: { type: 'integer' }, data: fieldsOf(s) });
  switch (s.mode) {
    case 'verify':
      return { method: 'post', parameters: [], body: object({ key: fieldsOf(s), fields: fieldsOf(s) }, ['key']), answer: json(object({ found: { type: 'boolean' }, matches: { type: 'object', additionalProperties: { type: 'boolean' } }, all: { type: 'boolean' } })) };
    case 'query':
      return { method: 'post', parameters: [], body: object({ key: fieldsOf(s) }, ['key']), answer: json(object({ records: { type: 'array', items: record } })) };
    case 'batch':
      return { method: 'get', parameters: [query('limit', { type: 'integer', minimum: 1 }), query('cursor', { type: 'string' })], answer: { 'application/x-ndjson': { schema: record } } };
    case 'changes':
      return {
        method: 'get', parameters: [query('after', { type: 'string' }), query('limit', { type: 'integer', minimum: 1, maximum: 100 }), query('wait', { type: 'integer', minimum: 0, maximum: 30 })],
        answer: json(object({ changes: { type: 'array', items: object({ position: { type: 'integer' }, id: { type: 'string' }, version: { type: 'integer' }, kind: { type: 'string' }, data: fieldsOf(s) }) }, next: { type: 'integer' } })),
      };
    case 'file':
      return { method: 'get', parameters: [], answer: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } };
    default:
      return { method: s.mode === 'peer' ? 'post' : (s.upstream?.methods[0] ?? 'GET').toLowerCase(), parameters: [], answer: json(s.fields.length === 0 ? {} : fieldsOf(s)) };
  }
}

/** 接口文档: OpenAPI 3.1 of one service, as its caller needs it; the provider's own address is not in it. */
export async function serviceDocument(exchange: Exchange, ctx: Context, id: string): Promise<Record<string, unknown>> {
  const service = await exchange.findService(id);
  if (service === undefined) throw exchangeErrors.serviceUnknown({ service: id });
  const { method, parameters, body, answer } = operationOf(service);
  const signed = [
    header('Exchange-Grant', true, '授权编号 id of the grant'), header('Exchange-Purpose', true, '目的代码 purpose code of the grant'), header('Exchange-Reference', false, '业务编号 case number, seen by the person'),
    header('Signature-Input', true, 'RFC 9421, sm2-sm3 or hmac-sm3'), header('Signature', true, 'RFC 9421'), ...(body === undefined ? [] : [header('Content-Digest', true, 'RFC 9530, sm3')]),
  ];
  return {
    openapi: '3.1.0', info: { title: textIn(service.title, ctx.locale), version: String(service.version) },
    paths: {
      [`/exchange/v1/${service.id}`]: {
        [method]: {
          operationId: service.id, parameters: [...parameters, ...signed], ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
          responses: { 200: { description: 'OK', content: answer }, default: { description: 'RFC 9457', content: { 'application/problem+json': { schema: object({ code: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' } }) } } } },
        },
      },
    },
  };
}
