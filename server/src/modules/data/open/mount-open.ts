import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReadTx } from '#kernel/db';
import { admittedBy } from './access.ts';
import { actions } from './ckan-actions.ts';
import { CkanError } from './ckan-error.ts';
import { findResource, questionOf } from './ckan-datastore.ts';
import type { CkanInput } from './ckan-input.ts';
import { keyDigest } from './citizens.ts';
import { csvLine, tsvLine } from './csv-line.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import { exportParts, foundLines, sendParts, whileAdmitted, type FoundFile } from './export-set.ts';
import { Refusal } from '#kernel/errors';
import { readFilters } from './public-views.ts';
import { queryRows } from './query-rows.ts';
import { formats, getBuild, getOpenSet, type Format, type OpenBuild, type SetRow } from './sets.ts';
import type { UseCounter } from './use-counter.ts';
import { keyDigestOf, type Admit } from './visits.ts';

/** What contracts of JSON cannot say: CKAN's actions, files. Everybody may read; a key gives a rate of its own. */
export function mountOpen(app: FastifyInstance, deps: OpenDeps, use: UseCounter, admit: Admit): void {
  const { http } = deps;
  const open = <T>(request: FastifyRequest, act: (tx: ReadTx, admitTo: (set: SetRow) => Promise<void>) => Promise<T>): Promise<T> =>
    http.read(request, (ctx) => act(ctx.tx, async (set) => use.noteAccess(await admittedBy(ctx, set, keyDigestOf(request, keyDigest)), ctx.now)));
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
      const result = await open(request, (tx, admitTo) => action.act({ url: deps.publicUrl, policy: policyOf(deps), admit: admitTo }, tx, input));
      if (name.startsWith('datastore_')) use.note((await open(request, (tx) => findResource(tx, String(input['resource_id'] ?? input['id'] ?? ''))))?.set.name ?? 'unknown', 'api', deps.clock.now());
      return await reply.send(JSON.stringify({ help, success: true, result }));
    } catch (error) {
      if (error instanceof CkanError) return reply.code(error.status).send(JSON.stringify({ help, success: false, error: error.body }));
      if (error instanceof Refusal && error.status < 500) return reply.code(error.status === 422 ? 409 : error.status).send(JSON.stringify({ help, success: false, error: { __type: error.status === 404 ? 'Not Found Error' : [401, 403, 429].includes(error.status) ? 'Authorization Error' : 'Validation Error', message: error.words('en') } }));
      throw error;
    }
  };
  for (const url of ['/api/3', '/api/3/']) app.get(url, (_request, reply) => anybody(reply).send({ version: 3 }));
  for (const url of ['/api/3/action/:action', '/api/action/:action']) app.route({ method: ['GET', 'POST'], url, handler: answerAction as never });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));

  // ---- files
  const send = async (request: FastifyRequest, reply: FastifyReply, set: SetRow, build: OpenBuild, format: Format, options: { bom?: boolean; english?: boolean; etag: string }): Promise<FastifyReply> => {
    const all = exportParts(deps.db, build, format, { base: `${deps.publicUrl}/dataset/${set.name}`, ...options });
    const parts = set.access === 'unconditional' ? all : whileAdmitted(all, () => http.read(request, async (ctx) => void (await admittedBy(ctx, await getOpenSet(ctx.tx, set.name), keyDigestOf(request, keyDigest)))));
    use.note(set.name, 'download', deps.clock.now());
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': `${formats[format].mediaType}${format === 'xlsx' ? '' : '; charset=utf-8'}`, 'content-disposition': `attachment; filename="${set.name}.${format}"; filename*=UTF-8''${encodeURIComponent(`${set.title}.${format}`)}`, 'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*', 'cache-control': set.access === 'conditional' ? 'private, no-store' : 'public, max-age=300', etag: options.etag, ...(format === 'csv' && options.bom !== true ? { 'content-length': String(build.bytes) } : {}),
    });
    await sendParts(reply.raw, parts);
    return reply;
  };
  const sendFound = async (request: FastifyRequest, reply: FastifyReply, { set, build }: { set: SetRow; build: OpenBuild }, question: Parameters<typeof foundLines>[2], file: FoundFile, ending: 'csv' | 'tsv' = 'csv'): Promise<FastifyReply> => {
    use.note(set.name, 'download', deps.clock.now());
    const all = foundLines(deps.db, build, question, file);
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': `${ending === 'csv' ? 'text/csv' : 'text/tab-separated-values'}; charset=utf-8`, 'content-disposition': `attachment; filename="${set.name}-rows.${ending}"; filename*=UTF-8''${encodeURIComponent(`${set.title}（查询结果）.${ending}`)}`, 'x-content-type-options': 'nosniff',
      'access-control-allow-origin': '*', 'cache-control': 'private, no-store',
    });
    await sendParts(reply.raw, set.access === 'unconditional' ? all : whileAdmitted(all, () => http.read(request, async (ctx) => void (await admittedBy(ctx, await getOpenSet(ctx.tx, set.name), keyDigestOf(request, keyDigest))))));
    return reply;
  };
  const versionOf = async (tx: ReadTx, set: SetRow, wanted: unknown): Promise<OpenBuild> => {
    if (wanted === undefined) return getBuild(tx, set.current_build!);
    const found = typeof wanted === 'string' && /^\d{1,6}$/.test(wanted) ? await tx.maybe<{ build_id: string }>('select build_id from open.release where set_name = $1 and version = $2 and version >= $3', [set.name, Number(wanted), set.versions_from]) : undefined;
    if (found === undefined) throw errors.notFound();
    return getBuild(tx, found.build_id);
  };
  app.get<{ Params: { name: string; file: string }; Querystring: Record<string, unknown> }>('/dataset/:name/download/:file', async (request, reply) => {
    await admit(request);
    const format = request.params.file.split('.').at(-1) as Format;
    const { set, build } = await open(request, async (tx, admitTo) => {
      const found = await getOpenSet(tx, request.params.name);
      await admitTo(found);
      if (request.params.file !== `${found.name}.${format}` || !found.formats.includes(format)) throw errors.notFound();
      // rows of earlier versions are not kept, only their files
      if (request.query['version'] !== undefined && format !== 'csv') throw errors.notFound();
      return { set: found, build: await versionOf(tx, found, request.query['version']) };
    });
    const etag = `"${build.digest.slice(0, 32)}-${format}"`;
    if (request.headers['if-none-match'] === etag) return anybody(reply).code(304).header('etag', etag).send();
    return send(request, reply, set, build, format, { bom: request.query['bom'] === '1', english: request.query['titles'] === 'en', etag });
  });
  // 查询结果: exactly the rows that a question finds, in its order, as a file
  app.get<{ Params: { name: string }; Querystring: Record<string, unknown> }>('/dataset/:name/rows.csv', async (request, reply) => {
    await admit(request);
    const { filters = '[]', sort = '' } = request.query;
    if (typeof filters !== 'string' || filters.length > 4_000) throw errors.parameterInvalid({ name: 'filters' });
    if (typeof sort !== 'string' || sort.length > 60) throw errors.parameterInvalid({ name: 'sort' });
    const question = { filters: readFilters(filters), sort: sort === '' ? [] : [{ field: sort.replace(/^-/, ''), descending: sort.startsWith('-') }] };
    const { set, build } = await open(request, async (tx, admitTo) => {
      const found = await getOpenSet(tx, request.params.name);
      await admitTo(found);
      const current = await getBuild(tx, found.current_build);
      // what is wrong with the question is said before a file begins
      await queryRows(tx, current, { ...question, limit: 1, offset: 0, countMax: 1 });
      return { set: found, build: current };
    });
    return sendFound(request, reply, { set, build }, question, { bom: request.query['bom'] === '1' });
  });
  app.get<{ Params: { id: string }; Querystring: Record<string, unknown> }>('/datastore/dump/:id', async (request, reply) => {
    await admit(request);
    const found = await open(request, async (tx, admitTo) => {
      const resource = await findResource(tx, request.params.id);
      if (resource !== undefined) await admitTo(resource.set);
      return resource;
    });
    if (found === undefined) throw errors.notFound();
    const wanted = request.query['format'] ?? 'csv';
    const narrowed = ['filters', 'q', 'sort', 'fields', 'limit', 'offset'].some((name) => request.query[name] !== undefined);
    if (wanted === 'tsv' || (wanted === 'csv' && narrowed)) {
      try {
        const { fields, limit, offset, ...question } = questionOf(found.build, request.query, Infinity);
        await open(request, (tx) => queryRows(tx, found.build, { ...question, limit: 1, offset: 0, countMax: 1 }));
        return await sendFound(request, reply, found, question, { bom: bomOf(request), fields: request.query['fields'] === undefined ? undefined : fields, limit, offset, line: wanted === 'tsv' ? tsvLine : csvLine }, wanted);
      } catch (error) {
        if (error instanceof CkanError) return anybody(reply).code(error.status).send({ success: false, error: error.body });
        throw error;
      }
    }
    if ((wanted !== 'csv' && wanted !== 'json' && wanted !== 'xml') || narrowed) throw errors.parameterInvalid({ name: 'format' });
    return send(request, reply, found.set, found.build, wanted, { bom: bomOf(request), etag: `"${found.build.digest.slice(0, 32)}-dump"` });
  });
}

const bomOf = (request: { query: unknown }): boolean => ['1', 'true', 'True'].includes(String((request.query as Record<string, unknown>)['bom']));
