import { randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import fastifyFormbody from '@fastify/formbody';
import fastifyMultipart from '@fastify/multipart';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Settings } from '#kernel/config';
import type { Actor } from '#kernel/context';
import { ProblemError, type Call } from '#kernel/contract';
import { Refusal, toProblem } from '#kernel/errors';
import { httpErrors } from '#kernel/http';
import { localeOf } from '#kernel/i18n';
import type { Log } from '#kernel/log';
import type { House } from './compose/compose-house.ts';

type Values = Record<string, string | string[] | undefined>;
type FileAnswer = { id: string; name: string; bytes: number; type: string };

/** What the portal's server build exports; its own types are in apps/portal/src/portal-request.ts. */
interface PortalBuild {
  createPortal(settings: { onError?: (error: unknown) => void }): Portal;
}

interface Portal {
  render(request: object, call: Call): Promise<{ status: number; headers: Record<string, string | string[]>; body: string; actFor?: string }>;
}

const fileBytesMax = 20 * 1_048_576;
const policy = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; form-action 'self'";

/** Hangs the built apps into the running house: the portal's pages, the desk's files. */
export async function mountApps(house: House, root: string, settings: Settings, log: Log): Promise<void> {
  const { app } = house.http;
  const built = (name: string): string => path.join(root, 'apps', name, 'dist');
  if (existsSync(path.join(built('desk'), 'index.html'))) await app.register((scope) => mountDesk(scope, built('desk')));
  const server = path.join(built('portal'), 'server/server.js');
  if (!existsSync(server)) return;
  const { createPortal } = (await import(pathToFileURL(server).href)) as PortalBuild;
  const portal = createPortal({ onError: (error) => log.error({ err: error instanceof Error ? { message: error.message, stack: error.stack } : String(error) }, 'a page of the portal failed') });
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, { root: path.join(built('portal'), 'client'), prefix: '/assets/portal/', immutable: true, maxAge: '365d', index: false });
    const fonts = readFileSync(path.join(built('portal'), 'client', fontsOf(path.join(built('portal'), 'client/manifest.json'))), 'utf8');
    scope.get('/assets/fonts.css', (_request, reply) => reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(fonts));
    await scope.register(fastifyFormbody, { bodyLimit: 1_048_576 });
    await scope.register(fastifyMultipart, { limits: { fileSize: fileBytesMax, files: 20, fields: 500, fieldSize: 200_000 } });
    scope.route({ method: ['GET', 'POST'], url: '/*', handler: (request, reply) => answerPage(house, settings, portal, request, reply) });
  });
}

/** The font slices under one lasting address, for pages that no app builds (sign-in). */
function fontsOf(manifest: string): string {
  const entries = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, { file: string; css?: string[] }>;
  const entry = entries['src/styles/fonts.ts'];
  return entry?.css?.[0] ?? entry?.file ?? '';
}

async function mountDesk(scope: FastifyInstance, folder: string): Promise<void> {
  const page = readFileSync(path.join(folder, 'index.html'), 'utf8');
  const send = (_request: FastifyRequest, reply: FastifyReply): FastifyReply => reply.header('content-security-policy', policy).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(page);
  await scope.register(fastifyStatic, { root: path.join(folder, 'assets'), prefix: '/desk/assets/', immutable: true, maxAge: '365d', index: false, decorateReply: false });
  scope.get('/desk', send);
  scope.get('/desk/*', send);
}

async function answerPage(house: House, settings: Settings, portal: Portal, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { http, access } = house;
  const url = new URL(request.url, settings.publicUrl);
  const csrf = request.cookies['yiwang_form'] ?? randomBytes(18).toString('base64url');
  if (request.method === 'POST') refuseForeign(request, settings);
  const actor = await http.read(request, async (ctx) => ctx.actor);
  const body = request.method === 'POST' ? await readBody(house, request) : undefined;
  // a form older than its cookie: shown anew, nothing was done
  if (body !== undefined && !sameText(String(body.fields['csrf'] ?? ''), csrf)) return reply.redirect(url.pathname + url.search, 303);
  const locale = localeOf(request.cookies['yiwang_language'] ?? request.headers['accept-language']);
  const division = request.cookies['yiwang_division'];
  const answer = await portal.render(
    {
      method: request.method, path: url.pathname, query: Object.fromEntries([...new Set(url.searchParams.keys())].map((k) => [k, url.searchParams.getAll(k).length > 1 ? url.searchParams.getAll(k) : url.searchParams.get(k)])),
      ...(body === undefined ? {} : { body }), locale, elder: request.cookies['yiwang_elder'] === '1', actor: await portalActor(house, request, actor), csrf,
      ...(division !== undefined && /^\d{2,12}$/.test(division) ? { division } : {}), now: house.clock.now(), origin: settings.publicUrl,
    },
    createPageCall(house, request),
  );
  if (answer.actFor !== undefined) await http.write(request, (ctx) => access.switchParty(ctx, answer.actFor!, null));
  for (const [name, value] of Object.entries(answer.headers)) reply.header(name, value);
  if (request.cookies['yiwang_form'] === undefined) reply.setCookie('yiwang_form', csrf, { httpOnly: true, sameSite: 'lax', path: '/', secure: settings.publicUrl.startsWith('https:') });
  return reply.code(answer.status).send(answer.body);
}

/** A form of another site is refused before anything is read (browsers say where a POST comes from). */
function refuseForeign(request: FastifyRequest, settings: Settings): void {
  const origin = request.headers.origin;
  if (origin === undefined || origin === 'null') return;
  if (new URL(origin).host !== request.headers.host && origin !== new URL(settings.publicUrl).origin) throw httpErrors.forbidden();
}

const sameText = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Contracts called in the process, with the browser's own session; refusals come as they would over the wire. */
const createPageCall = (house: House, request: FastifyRequest): Call => async (contract, input, options = {}) => {
  try {
    return (await house.http.call(request, contract.name, input, options.idempotencyKey ?? (contract.method === 'GET' ? undefined : randomBytes(16).toString('hex')))) as never;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const problem = toProblem(error, localeOf(request.cookies['yiwang_language'] ?? request.headers['accept-language']), request.id);
    throw new ProblemError({ ...problem, parameters: { ...problem.parameters } });
  }
};

async function readBody(house: House, request: FastifyRequest): Promise<{ fields: Values; files: Record<string, FileAnswer[]> }> {
  if (!request.isMultipart()) return { fields: (request.body ?? {}) as Values, files: {} };
  const fields: Values = {};
  const files: Record<string, FileAnswer[]> = {};
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      const before = fields[part.fieldname];
      fields[part.fieldname] = before === undefined ? String(part.value) : [before, String(part.value)].flat();
    } else if (part.filename === '') {
      part.file.resume();
    } else {
      const received = await house.files.receive(part.file, { name: part.filename, claimedType: part.mimetype, maxBytes: fileBytesMax });
      const id = await house.http.write(request, (ctx) => {
        if (ctx.actor.kind === 'anonymous') throw httpErrors.signIn();
        return house.files.keep(ctx, received, { purpose: '申请材料' });
      });
      (files[part.fieldname] ??= []).push({ id, name: received.name, bytes: received.size, type: received.mediaType });
    }
  }
  return { fields, files };
}

async function portalActor(house: House, request: FastifyRequest, actor: Actor): Promise<object> {
  if (actor.kind !== 'citizen') return { kind: actor.kind === 'officer' ? 'officer' : 'anonymous', name: actor.name, actingFor: null, parties: [] };
  const me = await house.http.read(request, (ctx) => house.access.whoAmI(ctx));
  const parties = me.parties.map((p) => ({ id: p.partyId, name: p.name, kind: p.kind, standing: p.by }));
  return { kind: 'citizen', name: me.name, parties, actingFor: parties.find((p) => p.id === actor.partyId) ?? null };
}
