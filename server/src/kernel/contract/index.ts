import type { z } from 'zod';

/** Who a route is for. 'public' needs no sign-in; the others name the kind of actor. */
export type Audience = 'public' | 'citizen' | 'officer' | 'machine' | 'anyone';

/**
 * The contract of one route. Input is one flat object: path parameters, then the query (GET) or the JSON body (others).
 * Checking, the clients' types, OpenAPI and the trace all come from it. Imports nothing but the schema library, so that browsers read it.
 */
export interface Contract<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/api/${string}`;
  readonly audience: Audience;
  /** Permission that an officer must hold. */
  readonly permission?: string;
  readonly summary: string;
  readonly input: I;
  readonly output: O;
  /** Codes of refusals that a caller should be ready for. */
  readonly errors?: readonly string[];
  /** Its rows may be committed together with other requests' (rule 3): the use case mostly reads and plans. */
  readonly gathered?: boolean;
}

export const contract = <I extends z.ZodType, O extends z.ZodType>(definition: Contract<I, O>): Contract<I, O> => definition;

export type InputOf<C> = C extends Contract<infer I, infer _O> ? z.input<I> : never;
export type ParsedInputOf<C> = C extends Contract<infer I, infer _O> ? z.output<I> : never;
export type OutputOf<C> = C extends Contract<infer _I, infer O> ? z.output<O> : never;

/** What a client throws when the server refuses: the RFC 9457 problem. */
export class ProblemError extends Error {
  readonly problem: { code: string; status: number; title: string; parameters?: Record<string, unknown> };
  constructor(problem: { code: string; status: number; title: string; parameters?: Record<string, unknown> }) {
    super(problem.title);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

export interface CallOptions {
  /** For writes: the same key again gives the same answer and does nothing twice. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

export type Call = <C extends Contract>(contract: C, input: InputOf<C>, options?: CallOptions) => Promise<OutputOf<C>>;

/** Splits an input into the URL and the rest (query or body). */
export function addressOf(c: Contract, input: Record<string, unknown>): { url: string; body: Record<string, unknown> | undefined } {
  const rest = { ...input };
  const path = c.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  if (c.method !== 'GET') return { url: path, body: rest };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return { url: text === '' ? path : `${path}?${text}`, body: undefined };
}

/** A typed client on `fetch`: the same hundred lines for the apps, the stories and the tests. */
export function createCall(settings: { base?: string; headers?: () => Record<string, string>; fetch?: typeof fetch }): Call {
  const send = settings.fetch ?? fetch;
  return async (c, input, options = {}) => {
    const { url, body } = addressOf(c, input as Record<string, unknown>);
    const headers: Record<string, string> = { accept: 'application/json', ...settings.headers?.() };
    if (c.method !== 'GET') {
      headers['content-type'] = 'application/json';
      headers['idempotency-key'] = options.idempotencyKey ?? crypto.randomUUID();
    }
    const response = await send((settings.base ?? '') + url, {
      method: c.method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return answer as never;
    const problem = (answer ?? {}) as Partial<ProblemError['problem']>;
    throw new ProblemError({
      ...problem,
      code: problem.code ?? 'http.unreadable',
      status: response.status,
      title: problem.title ?? response.statusText,
    });
  };
}
