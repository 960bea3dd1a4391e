import type { Cleaning } from '#engines/analysis';
import type { OutsideJob } from '#engines/jobs';
import type { LoadReport, Records } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { Refusal } from '#kernel/errors';
import { textIn, type Locale } from '#kernel/i18n';
import type * as c from './contract.ts';
import { maskOfColumn, shownCell } from '../masked-fields.ts';
import { nameOf } from './compare-sources.ts';
import { admitSource, registerDefinition, registerOfSource, titleOf, type Quality } from './deps.ts';
import { errors } from './errors.ts';

export const cleanJob = 'quality.clean';
const checkedRowsMax = 200;
const faultsShown = 50;

type Asked = ParsedInputOf<typeof c.applyCleaning>;

function admit(q: Quality, ctx: Context, { source, register, cleanings }: Asked): void {
  const definition = registerDefinition(q, register);
  if (definition === undefined) throw errors.notFound();
  const fault = q.records.check(register, Object.fromEntries(cleanings.map((x) => [x.as, '']))).find((f) => !definition.fields.some((d) => d.id === f.field));
  if (fault !== undefined) throw errors.fileInvalid({ zh: `登记簿没有字段“${fault.field}”`, en: `the register has no field "${fault.field}"` });
  // what one register masks, another that shows it does not get
  for (const x of cleanings) {
    if (maskOfColumn(q, { actor: { ...ctx.actor, permissions: new Set() } }, source, x.column) !== 'none' && q.records.maskOf(register, x.as, { channel: 'screen' }) === 'none') throw errors.maskedField({ column: x.column, register: titleOf(q, ctx, register) });
  }
  if (definition.open && registerOfSource(source) !== undefined && q.analysis.get(source).personal) throw errors.personalOpen();
}

/** 清洗预览: what would change, and which of the first rows the register would still refuse. Of persons only how much; masked columns as screens show them. */
export async function previewCleaning(q: Quality, ctx: Context, input: ParsedInputOf<typeof c.previewCleaning>): Promise<OutputOf<typeof c.previewCleaning>> {
  await admitSource(q, ctx, input.source);
  admit(q, ctx, input);
  const preview = await q.analysis.previewCleaning(input.source, input.cleanings, 50, { seconds: 60 });
  const faults: { row: number; field: string; why: string }[] = [];
  let row = 0;
  let acceptable = 0;
  const cleaned = q.analysis.clean(input.source, input.cleanings, { seconds: 60 });
  for await (const chunk of cleaned) {
    for (const data of chunk) {
      if (++row > checkedRowsMax) break;
      const found = q.records.check(input.register, data);
      if (found.length === 0) acceptable++;
      else faults.push(...found.map((f) => ({ row, field: f.field, why: f[ctx.locale] })));
    }
    if (row > checkedRowsMax) break;
  }
  const { personal } = q.analysis.get(input.source);
  const masks = new Map(input.cleanings.map((x) => [x.as, maskOfColumn(q, ctx, input.source, x.column)]));
  const shown = personal ? [] : preview.shown.map((row) => row.map((x) => { const mask = masks.get(x.column) ?? 'none'; return { ...x, before: shownCell(mask, x.before), after: shownCell(mask, x.after) }; }));
  return { ...preview, personal, shown, acceptable, faults: faults.slice(0, faultsShown) };
}

/** 清洗入库: the cleaned rows go through the register's own load, with all its checks and provenance. */
export async function applyCleaning(q: Quality, ctx: Context, input: Asked): Promise<OutputOf<typeof c.applyCleaning>> {
  await admitSource(q, ctx, input.source);
  admit(q, ctx, input);
  q.analysis.get(input.source);
  const id = ctx.newId();
  ctx.tx.insert('quality.cleaning', { id, register: input.register, asked: input, state: 'waiting', requested_by: ctx.actor.name, requested_at: ctx.now });
  q.jobs.plan(ctx.tx, { kind: cleanJob, payload: { cleaningId: id }, priority: 2 });
  return { cleaningId: id };
}

export async function runCleaning(q: Quality, job: OutsideJob): Promise<void> {
  const { cleaningId } = job.payload as { cleaningId: string };
  const { asked, requested_by: by } = await job.read((tx) => tx.one<{ asked: Asked; requested_by: string }>('select asked, requested_by from quality.cleaning where id = $1', [cleaningId]));
  const outcome = await load(q, asked, by, job.signal).then((report) => ({ report, problem: null }), (error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    return { report: null, problem: error.words('zh') };
  });
  await job.finish(async (ctx) => void (await ctx.tx.query(
    `update quality.cleaning set state = $2, report = $3, problem = $4, done_at = $5 where id = $1 and state = 'waiting'`,
    [cleaningId, outcome.report === null ? 'failed' : 'done', outcome.report === null ? null : JSON.stringify(outcome.report), outcome.problem, ctx.now],
  )));
}

const load = (q: Quality, { register, source, cleanings }: Asked, by: string, signal: AbortSignal): Promise<LoadReport> =>
  q.records.load(register, lines(q, source, cleanings, signal), { format: 'jsonl', source: `清洗入库（${by}）`, actorName: by, now: q.clock.now(), newId: q.newId });

async function* lines(q: Quality, source: string, cleanings: readonly Cleaning[], signal: AbortSignal): AsyncGenerator<Uint8Array> {
  for await (const rows of q.analysis.clean(source, cleanings, { signal })) yield Buffer.from(rows.map((r) => `${JSON.stringify(r)}\n`).join(''));
}

interface CleaningRow {
  id: string; register: string; state: 'waiting' | 'done' | 'failed'; report: Awaited<ReturnType<Records['load']>> | null; problem: string | null; requested_by: string; requested_at: Date; asked: Asked;
}

/** The newest ones; those over a file only for who may open the file. */
export async function listCleanings(q: Quality, ctx: Context): Promise<OutputOf<typeof c.listCleanings>> {
  const rows = await ctx.tx.query<CleaningRow>('select * from quality.cleaning order by id desc limit 50');
  const shown: OutputOf<typeof c.listCleanings>['cleanings'] = [];
  for (const r of rows) {
    const source = await nameOf(q, ctx, r.asked.source);
    if (source !== undefined) shown.push({ id: r.id, register: r.register, registerTitle: titleOf(q, ctx, r.register), source, columns: r.asked.cleanings.length, state: r.state, requestedBy: r.requested_by, requestedAt: r.requested_at.toISOString() });
  }
  return { cleanings: shown };
}

const faultsOf = (report: LoadReport, locale: Locale) => report.refusedLines.flatMap((l) => l.faults.map((f) => ({ row: l.line, field: f.field, why: textIn({ zh: f.zh, en: f.en }, locale) }))).slice(0, faultsShown);

export async function getCleaning(q: Quality, ctx: Context, { cleaningId }: ParsedInputOf<typeof c.getCleaning>): Promise<OutputOf<typeof c.getCleaning>> {
  const r = await ctx.tx.maybe<CleaningRow>('select * from quality.cleaning where id = $1', [cleaningId]);
  if (r === undefined) throw errors.notFound();
  const { report } = r;
  return {
    id: r.id, register: r.register, registerTitle: titleOf(q, ctx, r.register), state: r.state, problem: r.problem, requestedBy: r.requested_by, requestedAt: r.requested_at.toISOString(),
    report: report === null ? null : { read: report.read, created: report.created, changed: report.changed, unchanged: report.unchanged, refused: report.refused, faults: faultsOf(report, ctx.locale) },
  };
}
