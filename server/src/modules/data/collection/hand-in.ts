import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { textIn } from '#kernel/i18n';
import { isId } from '#kernel/ids';
import * as q from './collection-queries.ts';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';
import { accepted, admit, fileSource, handInBytesMax, nameOf, takeIn } from './file-source.ts';
import { refusedCsv } from './refused-csv.ts';
import { mountResumable } from './resumable-hand-in.ts';

/** 文件归集: a file in, as a stream or in parts; the refused rows out, with line and reasons, to be mended and sent again. */
export async function mountHandIn(app: FastifyInstance, deps: Collection): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.post('/api/desk/collection/sources/:sourceId/file', { bodyLimit: handInBytesMax }, async (request, reply) => {
      const { source } = await fileSource(deps, request);
      const received = await deps.files.receive(request.body as Readable, { name: nameOf(request), maxBytes: handInBytesMax, accept: accepted });
      const runId = await deps.http.write(request, (ctx) => takeIn(deps, ctx, source, received));
      return reply.send({ runId, bytes: received.size });
    });
    mountResumable(scope, deps);
  });

  app.get<{ Params: { runId: string } }>('/api/desk/collection/runs/:runId/refused.csv', async (request, reply) => {
    const found = await deps.http.read(request, async (ctx) => {
      admit(ctx, 'collection.supply');
      const run = isId(request.params.runId) ? await q.findRun(ctx.tx, request.params.runId) : undefined;
      const source = run === undefined ? undefined : await q.sourceInCharge(ctx.tx, run.source_id);
      if (run === undefined || run.file_id === null || source === undefined) throw errors.runUnknown();
      const lines: q.RefusedLineRow[] = [];
      for (let part = await q.refusedLines(ctx.tx, run.id, 0, 10_000); part.length > 0; part = await q.refusedLines(ctx.tx, run.id, part.at(-1)!.line, 10_000)) lines.push(...part);
      return { run, source, lines: new Map(lines.map((l) => [l.line, l])), file: await deps.files.open(ctx, run.file_id) };
    });
    const titles = new Map(deps.records.definition(found.source.register).fields.map((f) => [f.id, textIn(f.title, 'zh')]));
    const name = encodeURIComponent(`退回-${(found.run.file_name ?? '').replace(/\.[^.]*$/, '')}.csv`);
    return reply.header('content-disposition', `attachment; filename*=UTF-8''${name}`).header('cache-control', 'private, no-store').type('text/csv; charset=utf-8').send(Readable.from(refusedCsv(deps.analysis, { ...found, titles })));
  });
}
