import fastifyCookie from '@fastify/cookie';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { anonymous, type Actor, type Context } from '../context/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Db, ReadTx, Tx } from '../db/index.ts';
import { toProblem } from '../errors/index.ts';
import type { Module, Route } from '../house/index.ts';
import { localeOf, type Locale } from '../i18n/index.ts';
import type { Ids } from '../ids/index.ts';
import type { Log } from '../log/index.ts';
import { answerWrite, asRefusal } from './answer.ts';
import { errors } from './errors.ts';
import { inputWords } from './input-words.ts';
import { mountRaw } from './mount-raw.ts';
import { openapi } from './openapi.ts';
import { closeUnused } from './close-unused.ts';
import { createRateLimit, type Rate } from './rate.ts';

export interface HttpSettings {
  db: Db;
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Who sits behind a request; anonymous when there is no session. */
  authenticate: (request: FastifyRequest) => Promise<Actor>;
  /** Secret under which requests are digested for idempotency. */
  digestKey: string;
  /** Of visitors who have not signed in, by address. */
  visitors?: Rate;
  /** Of one account. */
  accounts?: Rate;
  /** Largest JSON body in bytes. */
  bodyMax?: number;
}

export interface Http {
  readonly app: FastifyInstance;
  mount(module: Module): Promise<void>;
  /** For pages and streams: a transaction and a context of the request's own. */
  read<T>(request: FastifyRequest, use: (ctx: Context) => Promise<T>): Promise<T>;
  write<T>(request: FastifyRequest, use: (ctx: Context) => Promise<T>): Promise<T>;
  /** Runs a route without the wire, for the server-rendered portal. */
  call(request: FastifyRequest, contractName: string, input: unknown, idempotencyKey?: string): Promise<unknown>;
}

/** Structures of an input in one another: deeper ones are nobody's, and whatever walks them recursively would fall. */
const depthMax = 100;
const deeper = (value: unknown, than: number): boolean => typeof value === 'object' && value !== null && (than === 0 || Object.values(value).some((v) => deeper(v, than - 1)));

const keyShape = /^[\w.:-]{8,128}$/;

export function createHttp(settings: HttpSettings): Http {
  const { db, clock, ids } = settings;
  const app = fastify({ logger: false, bodyLimit: settings.bodyMax ?? 1_048_576, genReqId: () => ids(), routerOptions: { maxParamLength: 200 }, trustProxy: 'loopback' });
  void app.register(fastifyCookie);
  closeUnused(app);
  const routes: Route[] = [];
  const visitorWait = createRateLimit(settings.visitors ?? { burst: 600, perSecond: 100 });
  const accountWait = createRateLimit(settings.accounts ?? { burst: 600, perSecond: 100 });
  const byName = new Map<string, Route>();
  const actors = new WeakMap<FastifyRequest, Promise<Actor>>();

  const actorOf = (request: FastifyRequest): Promise<Actor> => {
    let actor = actors.get(request);
    if (actor === undefined) actors.set(request, (actor = settings.authenticate(request)));
    return actor;
  };
  const languageOf = (request: FastifyRequest): Locale => localeOf(request.cookies?.['yiwang_language'] ?? request.headers['accept-language']);
  const contextFor = (request: FastifyRequest, actor: Actor) => (tx: Tx | ReadTx): Context => ({ tx: tx as Tx, actor, now: clock.now(), newId: ids, locale: languageOf(request), requestId: request.id });

  const admit = async (request: FastifyRequest, route: Route): Promise<Actor> => {
    const actor = await actorOf(request);
    const { audience, permission } = route.contract;
    const seconds = actor.accountId === null ? visitorWait(request.ip) : accountWait(actor.accountId);
    if (seconds > 0) throw errors.tooMany({ seconds });
    if (audience !== 'public' && actor.kind === 'anonymous') throw errors.signIn();
    if (audience !== 'public' && audience !== 'anyone' && actor.kind !== audience) throw errors.forbidden();
    if (permission !== undefined && !actor.permissions.has(permission)) throw errors.forbidden();
    return actor;
  };

  const runRoute = async (request: FastifyRequest, route: Route, raw: unknown, key: string | undefined): Promise<unknown> => {
    const actor = await admit(request, route);
    if (deeper(raw, depthMax)) throw errors.tooDeep({ depthMax });
    const parsed = route.contract.input.safeParse(raw, languageOf(request) === 'zh' ? { error: inputWords } : undefined);
    if (!parsed.success) throw invalid(parsed.error);
    const context = contextFor(request, actor);
    if (route.contract.method === 'GET') return db.read(actor, (tx) => route.handle(context(tx), parsed.data));
    if (key === undefined || !keyShape.test(key)) throw errors.keyMissing();
    return answerWrite(db, { route, input: parsed.data, actor, key, caller: request.ip, context, digestKey: settings.digestKey });
  };

  app.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal === undefined || refusal.status >= 500) settings.log.error({ requestId: request.id, err: error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error }, 'request failed');
    sendProblem(reply, refusal ?? errors.failed({ requestId: request.id }), languageOf(request), request.id);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, errors.notFound(), languageOf(request), request.id));
  app.addHook('onSend', async (_request, reply, payload) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'same-origin').header('x-frame-options', 'SAMEORIGIN');
    return payload;
  });
  app.get('/healthz', async (_request, reply) => {
    await db.read(anonymous, (tx) => tx.one('select 1 as up'));
    return reply.send({ status: 'ok', at: clock.now().toISOString() });
  });
  let document: unknown;
  app.get('/openapi.json', async () => (document ??= openapi(routes.map((r) => r.contract))));

  const mountRoute = (r: Route): void => {
    if (byName.has(r.contract.name)) throw new Error(`two routes are named ${r.contract.name}`);
    routes.push(r);
    byName.set(r.contract.name, r);
    document = undefined;
    app.route({
      method: r.contract.method,
      url: r.contract.path,
      handler: async (request, reply) => {
        const body = r.contract.method === 'GET' ? request.query : request.body;
        const input = { ...(typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}), ...(request.params as object) };
        const key = request.headers['idempotency-key'];
        const answer = await runRoute(request, r, input, typeof key === 'string' ? key : undefined);
        return reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(JSON.stringify(answer ?? null));
      },
    });
  };

  return {
    app,
    async mount(module) {
      for (const r of module.routes) mountRoute(r);
      if (module.raw !== undefined) await mountRaw(app, module.raw);
      if (module.mount !== undefined) await app.register(async (scope) => module.mount?.(scope));
    },
    read: async (request, use) => {
      const actor = await actorOf(request);
      return db.read(actor, (tx) => use(contextFor(request, actor)(tx)));
    },
    write: async (request, use) => {
      const actor = await actorOf(request);
      return db.write(actor, (tx) => use(contextFor(request, actor)(tx)));
    },
    call: async (request, name, input, key) => {
      const found = byName.get(name);
      if (found === undefined) throw errors.notFound();
      // over JSON, as a client would get it
      return JSON.parse(JSON.stringify((await runRoute(request, found, input, key)) ?? null));
    },
  };
}

function invalid(error: z.ZodError): Error {
  const first = error.issues[0];
  return errors.invalid({
    where: first?.path.join('.') ?? '',
    why: first?.message ?? '',
    issues: error.issues.slice(0, 20).map((i) => ({ path: i.path.join('.'), message: i.message })),
  });
}

function sendProblem(reply: FastifyReply, refusal: Parameters<typeof toProblem>[0], locale: Locale, requestId: string): void {
  void reply.code(refusal.status).type('application/problem+json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(toProblem(refusal, locale, requestId)));
}
