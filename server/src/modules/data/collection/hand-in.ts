import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { isId } from '#kernel/ids';
import { httpErrors } from '#kernel/http';
import * as q from './collection-queries.ts';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';
import { reportColumns } from './map-columns.ts';
import { openTable, takenEndings, takenWords } from './open-table.ts';
import { planRun } from './runs.ts';
import type { TableFacts } from './table-rows.ts';

const handInBytesMax = 8 * 2 ** 30;
const accepted = ['text/plain', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream'];

/** 文件归集: a file in, as a stream; the refused rows out, with line and reasons, to be mended and sent again. */
export async function mountHandIn(app: FastifyInstance, deps: Collection): Promise<void> {
  const admit = (ctx: Context, permission: string): void => {
    if (ctx.actor.kind === 'anonymous') throw httpErrors.signIn();
    if (ctx.actor.kind !== 'officer' || !ctx.actor.permissions.has(permission)) throw httpErrors.forbidden();
  };
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));

    scope.post<{ Params: { sourceId: string }; Querystring: { name?: string } }>('/api/desk/collection/sources/:sourceId/file', { bodyLimit: handInBytesMax }, async (request, reply) => {
      const name = String(request.query.name ?? '').slice(0, 200);
      const source = await deps.http.read(request, async (ctx) => {
        admit(ctx, 'collection.supply');
        return isId(request.params.sourceId) ? q.findSource(ctx.tx, request.params.sourceId) : undefined;
      });
      if (source === undefined) throw errors.sourceUnknown();
      if (source.state === 'stopped') throw errors.stopped();
      if (source.kind !== 'file') throw errors.notThisWay({ kind: source.kind });
      if (!takenEndings.test(name)) throw errors.fileRefused(takenWords);
      const received = await deps.files.receive(request.body as Readable, { name, maxBytes: handInBytesMax, accept: accepted });
      const runId = await deps.http.write(request, async (ctx) => {
        const id = await deps.files.keep(ctx, received, { purpose: '数据归集', organisation: source.organisation });
        return planRun(deps, ctx, source, { id, name: received.name });
      });
      return reply.send({ runId, bytes: received.size });
    });
  });

  app.get<{ Params: { runId: string } }>('/api/desk/collection/runs/:runId/refused.csv', async (request, reply) => {
    const found = await deps.http.read(request, async (ctx) => {
      admit(ctx, 'collection.supply');
      const run = isId(request.params.runId) ? await q.findRun(ctx.tx, request.params.runId) : undefined;
      const source = run === undefined ? undefined : await q.findSource(ctx.tx, run.source_id);
      if (run === undefined || run.file_id === null || source === undefined) throw errors.runUnknown();
      const lines: q.RefusedLineRow[] = [];
      for (let part = await q.refusedLines(ctx.tx, run.id, 0, 10_000); part.length > 0; part = await q.refusedLines(ctx.tx, run.id, part.at(-1)!.line, 10_000)) lines.push(...part);
      return { run, source, lines: new Map(lines.map((l) => [l.line, l])), file: await deps.files.open(ctx, run.file_id) };
    });
    const name = encodeURIComponent(`退回-${(found.run.file_name ?? '').replace(/\.[^.]*$/, '')}.csv`);
    return reply.header('content-disposition', `attachment; filename*=UTF-8''${name}`).header('cache-control', 'private, no-store').type('text/csv; charset=utf-8').send(Readable.from(refusedCsv(deps, found, new Map(deps.records.definition(found.source.register).fields.map((f) => [f.id, textIn(f.title, 'zh')])))));
  });
}

/** What a spreadsheet would take for a formula gets an apostrophe. */
const cell = (value: unknown): string => {
  const text = value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const safe = /^[=@]|^[+-](?!\d+(\.\d+)?$)/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

async function* refusedCsv(deps: Pick<Collection, 'analysis'>, { run, source, lines, file }: { run: q.Run; source: q.Source; lines: Map<number, q.RefusedLineRow>; file: Awaited<ReturnType<Collection['files']['open']>> }, titles: ReadonlyMap<string, string>): AsyncGenerator<string> {
  const facts: TableFacts = { format: 'csv', columns: [] };
  const columns = ((run.facts?.['columns'] as string[] | undefined) ?? []).filter((c) => !reportColumns.includes(c));
  yield `\ufeff${[...columns, ...reportColumns].map(cell).join(',')}\r\n`;
  const titleOf = (field: string): string => source.mapping.find((m) => m.field === field)?.column ?? titles.get(field) ?? field;
  for await (const row of openTable(deps.analysis, { name: run.file_name!, size: file.meta.size, stream: file.stream }, { sheet: source.settings.sheet, formulas: source.settings.formulas ?? 'refuse' }, facts)) {
    const refused = lines.get(row.line);
    if (refused === undefined) continue;
    yield `${[...columns.map((c) => row.cells?.[c]), row.line, refused.faults.map((f) => `${titleOf(f.field)} ${f.zh}`.trim()).join('；')].map(cell).join(',')}\r\n`;
  }
}
