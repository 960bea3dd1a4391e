import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { maskText, registerKind } from '#engines/records';
import { Refusal } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Step } from './contract-step.ts';
import type { Development } from './deps.ts';
import { prepare, type StepFigures } from './run-steps.ts';
import { shapesOf, type ShapeColumn } from './shape.ts';
import { readSet, type Cell, type Row, type Working } from './working-set.ts';

const rowsShown = 20;
const secondsMax = 60;

type Tried = OutputOf<typeof c.tryPipeline>;

/** 试运行: the first rows through all steps, nothing written. Rows about persons are counted and not shown. */
export async function tryPipeline(d: Development, ctx: Context, { definition, rows: rowsMax }: ParsedInputOf<typeof c.tryPipeline>): Promise<Tried> {
  shapesOf(d, definition);
  const steps: StepFigures[] = [];
  const runId = ctx.newId();
  let made: string[] = [];
  const signal = AbortSignal.timeout(secondsMax * 1000);
  // the analytical engine works while this transaction only waits
  await ctx.tx.query('set local idle_in_transaction_session_timeout = 0');
  try {
    const prepared = await prepare(d, definition, { runId, fence: 0, day: dayInChina(ctx.now), signal, rowsMax, stillMine: async () => {} }, (f) => steps.push(f));
    made = prepared.made;
    const rows = await firstOf(d, prepared.set, rowsMax, ctx.now, signal);
    const last = lastStep(d, ctx, definition.steps.at(-1)!, rows, prepared.set.rows);
    const shown = prepared.set.shape.personal ? [] : prepared.set.shape.columns.filter((x) => !x.sealed);
    d.ledger.append(ctx.tx, { kind: 'development.tried', subject: runId, data: { by: ctx.actor.accountId, steps: definition.steps.length, rows: rows.length } });
    return {
      ...said(ctx, [...steps, { ...last.figures, seq: definition.steps.length - 1 }]), why: null, personal: prepared.set.shape.personal, faults: last.faults,
      columns: shown.map(({ name, title, kind }) => ({ name, title, kind })), rows: rows.slice(0, rowsShown).map((row) => Object.fromEntries(shown.map((x) => [x.name, shownCell(x, row[x.name] ?? null)]))),
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...said(ctx, steps), why: error.words(ctx.locale), personal: false, columns: [], rows: [], faults: [] };
  } finally {
    for (const name of made) d.analysis.remove(name);
  }
}

/** As screens show the register's field; a figure made of a masked one not at all. */
const shownCell = ({ mask }: ShapeColumn, value: Cell): Cell => (mask === undefined || value === null ? value : typeof value === 'string' ? maskText(mask, value) : '***');

const said = (ctx: Context, steps: readonly StepFigures[]): Pick<Tried, 'steps'> => ({ steps: steps.map((s) => ({ ...s, note: s.note === null ? null : s.note[ctx.locale] })) });

async function firstOf(d: Development, set: Working, max: number, now: Date, signal: AbortSignal): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const chunk of readSet(d, set, { now, signal })) {
    rows.push(...chunk.slice(0, max - rows.length));
    if (rows.length >= max) break;
  }
  return rows;
}

/** What the last step would do: a register says which rows it would refuse. */
function lastStep(d: Development, ctx: Context, step: Step, rows: readonly Row[], all: number): { figures: Omit<StepFigures, 'seq'>; faults: Tried['faults'] } {
  const faults: Tried['faults'] = [];
  let refused = 0;
  if (step.do === 'load') {
    for (const [at, { pipelineRow: _, ...row }] of rows.entries()) {
      const found = d.records.check(step.register, Object.fromEntries(Object.entries(row).filter(([, v]) => v !== null)));
      if (found.length > 0) refused++;
      faults.push(...found.map((f) => ({ row: at + 1, field: fieldTitle(d, ctx, step.register, f.field), why: f[ctx.locale] })));
    }
  }
  return { figures: { kind: step.do, rowsIn: all, rowsOut: all - refused, refused, milliseconds: 0, note: null }, faults: faults.slice(0, rowsShown) };
}

const fieldTitle = (d: Pick<Development, 'content'>, ctx: Context, register: string, field: string): string => {
  const title = d.content.find(registerKind, register)?.value.fields.find((f) => f.id === field)?.title;
  return title === undefined ? field : textIn(title, ctx.locale);
};
