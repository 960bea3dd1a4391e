import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReadTx } from '#kernel/db';
import { actions } from './ckan-actions.ts';
import { CkanError } from './ckan-error.ts';
import { findResource } from './ckan-datastore.ts';
import type { CkanInput } from './ckan-input.ts';
import type { CkanHouse } from './ckan-package.ts';
import { keyDigest } from './citizens.ts';
import { catalogTriples, datasetTriples, once, pageTriples } from './dcat.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import { exportParts, sendParts } from './export-set.ts';
import { Refusal } from '#kernel/errors';
import { toJsonLd, toTurtle, type Triple } from './rdf.ts';
import { buildsOf, formats, getBuild, getOpenSet, setColumns, type Format, type OpenBuild, type SetRow } from './sets.ts';
import type { UseCounter } from './use-counter.ts';
import { createVisits } from './visits.ts';

const catalogPage = 100;

/** What contracts of JSON cannot say: CKAN's actions, files, RDF. Everybody may read; a key gives a rate of its own. */
export function mountOpen(app: FastifyInstance, deps: OpenDeps, use: UseCounter): void {
  const { http } = deps;
  const house = (): CkanHouse => ({ url: deps.publicUrl, policy: policyOf(deps) });
  const admit = createVisits(async (request, digest) => http.read(request, async (ctx) => (await ctx.tx.maybe<{ known: boolean }>('select true as known from open.api_key_known($1) as known where known', [digest])) !== undefined), keyDigest);
  const open = <T>(request: FastifyRequest, act: (tx: ReadTx, now: Date) => Promise<T>): Promise<T> => http.read(request, (ctx) => act(ctx.tx, ctx.now));
  const anybody = (reply: FastifyReply): FastifyReply => reply.header('access-control-allow-origin', '*');

  // ---- CKAN Action API v3
  const answerAction = async (request: FastifyRequest<{ Params: { action: string } }>, reply: FastifyReply): Promise<FastifyReply> => {
    anybody(reply).header('cache-control', 'no-cache').type('application/json; charset=utf-8');
    const name = request.params.action;
    const help = `${deps.publicUrl}/api/3/action/help_show?name=${encodeURIComponent(name)}`;
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) return reply.code(400).send(JSON.stringify(`Bad request - Action name not known: ${name.slice(0, 80)}`));
    try {
      await admit(request);
      const body = request.method === 'POST' ? request.body : {};
      if (body !== undefined && body !== null && (typeof body !== 'object' || Array.isArray(body))) throw new CkanError(400, { __type: 'Bad request', message: 'JSON Error: Request data JSON decoded to something other than a dictionary' });
      const input: CkanInput = { ...(request.query as object), ...(body as object | null) };
      const result = await open(request, (tx) => action.act(house(), tx, input));
      if (name.startsWith('datastore_')) use.note((await open(request, (tx) => findResource(tx, String(input['resource_id'] ?? input['id'] ?? ''))))?.set.name ?? 'unknown', 'api', deps.clock.now());
      return await reply.send(JSON.stringify({ help, success: true, result }));
    } catch (error) {
      if (error instanceof CkanError) return reply.code(error.status).send(JSON.stringify({ help, success: false, error: error.body }));
      if (error instanceof Refusal && error.status < 500) return reply.code(error.status === 422 ? 409 : error.status).send(JSON.stringify({ help, success: false, error: { __type: error.status === 404 ? 'Not Found Error' : error.status === 429 || error.status === 401 ? 'Authorization Error' : 'Validation Error', message: error.words('en') } }));
      throw error;
    }
  };
  for (const url of ['/api/3/action/:action', '/api/action/:action']) app.route({ method: ['GET', 'POST'], url, handler: answerAction as never });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));

  // ---- files
  const send = async (reply: FastifyReply, set: SetRow, build: OpenBuild, format: Format, options: { bom?: boolean; english?: boolean; etag: string }): Promise<FastifyReply> => {
    const parts = exportParts(deps.db, build, format, { base: `${deps.publicUrl}/dataset/${set.name}`, ...options });
    use.note(set.name, 'download', deps.clock.now());
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': `${formats[format].mediaType}${format === 'xlsx' ? '' : '; charset=utf-8'}`, 'content-disposition': `attachment; filename="${set.name}.${format}"; filename*=UTF-8''${encodeURIComponent(`${set.title}.${format}`)}`, 'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300', etag: options.etag, ...(format === 'csv' && options.bom !== true ? { 'content-length': String(build.bytes) } : {}),
    });
    await sendParts(reply.raw, parts);
    return reply;
  };
  const versionOf = async (tx: ReadTx, set: SetRow, wanted: unknown): Promise<OpenBuild> => {
    if (wanted === undefined) return getBuild(tx, set.current_build!);
    const found = typeof wanted === 'string' && /^\d{1,6}$/.test(wanted) ? await tx.maybe<{ build_id: string }>('select build_id from open.release where set_name = $1 and version = $2', [set.name, Number(wanted)]) : undefined;
    if (found === undefined) throw errors.notFound();
    return getBuild(tx, found.build_id);
  };
  app.get<{ Params: { name: string; file: string }; Querystring: Record<string, unknown> }>('/dataset/:name/download/:file', async (request, reply) => {
    await admit(request);
    const format = request.params.file.split('.').at(-1) as Format;
    const { set, build } = await open(request, async (tx) => {
      const found = await getOpenSet(tx, request.params.name);
      if (request.params.file !== `${found.name}.${format}` || !found.formats.includes(format)) throw errors.notFound();
      // rows of earlier versions are not kept, only their files
      if (request.query['version'] !== undefined && format !== 'csv') throw errors.notFound();
      return { set: found, build: await versionOf(tx, found, request.query['version']) };
    });
    const etag = `"${build.digest.slice(0, 32)}-${format}"`;
    if (request.headers['if-none-match'] === etag) return anybody(reply).code(304).header('etag', etag).send();
    return send(reply, set, build, format, { bom: request.query['bom'] === '1', english: request.query['titles'] === 'en', etag });
  });
  app.get<{ Params: { id: string }; Querystring: Record<string, unknown> }>('/datastore/dump/:id', async (request, reply) => {
    await admit(request);
    const found = await open(request, (tx) => findResource(tx, request.params.id));
    if (found === undefined) throw errors.notFound();
    const wanted = request.query['format'] ?? 'csv';
    if (wanted !== 'csv' && wanted !== 'json' && wanted !== 'xml') throw errors.parameterInvalid({ name: 'format' });
    return send(reply, found.set, found.build, wanted, { bom: request.query['bom'] === 'true' || request.query['bom'] === '1', etag: `"${found.build.digest.slice(0, 32)}-dump"` });
  });

  // ---- DCAT
  const rdf = (reply: FastifyReply, triples: readonly Triple[], ending: string): FastifyReply =>
    ending === 'jsonld' ? anybody(reply).type('application/ld+json; charset=utf-8').send(JSON.stringify(toJsonLd(once(triples)))) : anybody(reply).type('text/turtle; charset=utf-8').send(toTurtle(once(triples)));
  const catalog = (ending: 'ttl' | 'jsonld') => async (request: FastifyRequest<{ Querystring: Record<string, unknown> }>, reply: FastifyReply) => {
    await admit(request);
    const asked = request.query['page'] ?? '1';
    if (typeof asked !== 'string' || !/^[1-9]\d{0,5}$/.test(asked)) throw errors.parameterInvalid({ name: 'page' });
    const page = Number(asked);
    const { sets, builds, total } = await open(request, async (tx) => {
      const seen = "s.state <> 'withdrawn' and s.current_build is not null";
      const { n } = await tx.one<{ n: number }>(`select count(*)::int as n from open.set s where ${seen}`);
      const found = await tx.query<SetRow>(`select ${setColumns} from open.set s where ${seen} order by s.name limit $1 offset $2`, [catalogPage, (page - 1) * catalogPage]);
      return { sets: found, total: n, builds: new Map((await buildsOf(tx, found.map((s) => s.current_build!))).map((b) => [b.id, b])) };
    });
    const h = house();
    const pages = Math.max(1, Math.ceil(total / catalogPage));
    const modified = sets.reduce((latest, s) => (s.modified_at! > latest ? s.modified_at! : latest), new Date(0));
    return rdf(reply, [...catalogTriples(h, sets, modified), ...pageTriples((n) => `${h.url}/catalog.${ending}?page=${n}`, page, pages, total), ...sets.flatMap((s) => datasetTriples(h, s, builds.get(s.current_build!)!))], ending);
  };
  app.get('/catalog.ttl', catalog('ttl'));
  app.get('/catalog.jsonld', catalog('jsonld'));
  app.get<{ Params: { file: string } }>('/dataset/:file', async (request, reply) => {
    await admit(request);
    const [, name, ending] = /^([a-z0-9-]+)(?:\.(ttl|jsonld))?$/.exec(request.params.file) ?? [];
    if (name === undefined) throw errors.notFound();
    const wanted = ending ?? (/text\/turtle/.test(request.headers.accept ?? '') ? 'ttl' : /ld\+json/.test(request.headers.accept ?? '') ? 'jsonld' : 'html');
    const found = await open(request, async (tx) => {
      const set = await getOpenSet(tx, name);
      return { set, build: await getBuild(tx, set.current_build) };
    });
    if (wanted === 'html') return reply.redirect(`/open/sets/${found.set.name}`, 303);
    return rdf(reply, datasetTriples(house(), found.set, found.build), wanted);
  });
}
