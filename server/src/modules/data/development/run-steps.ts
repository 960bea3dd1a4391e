import { smallestGroup } from '#engines/analysis';
import { maskText } from '#engines/records';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';
import { computeColumn } from './compute-column.ts';
import { firstRows, readSource } from './read-source.ts';
import { extracted, shapeAfter, shapeOfSource, type Shape } from './shape.ts';
import type { Pipeline, Source, Step } from './contract-step.ts';
import { readSet, writeSet, type Row, type Working } from './working-set.ts';

/** What one step took in, gave on and refused. */
export interface StepFigures {
  seq: number;
  kind: Step['do'];
  rowsIn: number;
  rowsOut: number;
  refused: number;
  milliseconds: number;
  note: { zh: string; en: string } | null;
}

export interface Running {
  runId: string;
  fence: number;
  /** The day that the run is for; `runDay` in expressions. */
  day: string;
  signal: AbortSignal;
  /** 试运行: takes no more rows than this from a source; all when left out. */
  rowsMax?: number;
  /** Refuses when the run was cancelled or taken by another worker. */
  stillMine: () => Promise<void>;
}

const groupsMax = 10_000;
/** Of the other side of a join a trial takes more: few of its rows would meet few of these. */
const triedJoinMax = 200_000;

/** `runDay` becomes the run's day: expressions over sets know columns and constants only. */
export const onDay = (expression: string, day: string): string => expression.replace(/\brunDay\b/g, `date("${day}")`);

type Deps = Pick<Development, 'analysis' | 'content' | 'records' | 'rules' | 'clock'>;

/** All steps but the last; the working set that the last one brings out. */
export async function prepare(d: Deps, pipeline: Pipeline, run: Running, told: (figures: StepFigures) => void): Promise<{ set: Working; made: string[] }> {
  const made: string[] = [];
  const nameOf = (seq: number, side = ''): string => {
    const name = `pipe:${run.runId}.${run.fence}.${seq}${side}`;
    made.push(name);
    return name;
  };
  let set: Working | undefined;
  try {
    for (const [seq, step] of pipeline.steps.slice(0, -1).entries()) {
      await run.stillMine();
      const began = performance.now();
      const done = set === undefined ? await extract(d, step, nameOf(seq), run) : await oneStep(d, set, step, seq, nameOf, run);
      told({ seq, kind: step.do, rowsIn: done.rowsIn ?? set?.rows ?? done.set.rows, rowsOut: done.set.rows, refused: done.refused ?? 0, milliseconds: Math.round(performance.now() - began), note: done.note ?? null });
      if (done.failure !== undefined) throw done.failure;
      if (set !== undefined) d.analysis.remove(set.name);
      set = done.set;
    }
  } catch (error) {
    for (const name of made) d.analysis.remove(name);
    throw error;
  }
  return { set: set!, made };
}

interface Done {
  set: Working;
  rowsIn?: number;
  refused?: number;
  note?: { zh: string; en: string };
  failure?: Error;
}

async function extract(d: Deps, step: Step, name: string, run: Running): Promise<Done> {
  if (step.do !== 'extract') throw errors.stepInvalid({ step: 1, zh: '第一步应为抽取', en: 'the first step extracts' });
  return { set: await copyIn(d, step.from, extracted(d, step), name, run) };
}

const copyIn = (d: Deps, source: Source, shape: Shape, name: string, run: Running, rowsMax = run.rowsMax): Promise<Working> =>
  writeSet(d, name, shape, d.clock.now(), firstRows(readSource(d, source, shape, run.signal), rowsMax), { signal: run.signal });

/** 一步: reads the set before by pages, writes the next; conditions, joins and figures are computed over the set by the engine. */
async function oneStep(d: Deps, set: Working, step: Step, seq: number, nameOf: (seq: number, side?: string) => string, run: Running): Promise<Done> {
  const shape = shapeAfter(d, set.shape, step, seq, (source) => shapeOfSource(d, source));
  const now = d.clock.now();
  const reading = { now, signal: run.signal };
  const write = (rows: AsyncIterable<readonly Row[]>): Promise<Working> => writeSet(d, nameOf(seq), shape, now, rows, { signal: run.signal });
  switch (step.do) {
    case 'map':
      return { set: await write(mapped(readSet(d, set, { ...reading, columns: [...new Set(step.columns.map((c) => c.column))] }), (row) => Object.fromEntries(step.columns.map((c) => [c.as ?? c.column, row[c.column] ?? null])))) };
    case 'filter':
      return { set: await write(readSet(d, set, { ...reading, where: onDay(step.where, run.day) })) };
    case 'check': {
      const next = await write(readSet(d, set, { ...reading, where: onDay(step.rule, run.day) }));
      const refused = set.rows - next.rows;
      const failed = set.rows > 0 && refused / set.rows > step.atMost;
      return { set: next, refused, ...(failed ? { failure: errors.tooManyRefused({ title: step.title, refused }) } : {}) };
    }
    case 'compute': {
      const { bySet, rows } = await computeColumn(d, set, step, onDay(step.expression, run.day), reading);
      return { set: await write(rows), ...(bySet ? {} : { note: { zh: '该表达式不能按整列计算，已分批逐行计算', en: 'this expression does not work on whole columns: computed by batches of rows' } }) };
    }
    case 'mask': {
      const rules = new Map(step.columns.map((m) => [m.column, m.rule]));
      return { set: await write(mapped(readSet(d, set, reading), (row) => Object.fromEntries(shape.columns.map(({ name }) => { const rule = rules.get(name); const value = row[name] ?? null; return [name, rule === undefined || typeof value !== 'string' ? value : maskText(rule, value)]; })))) };
    }
    case 'join':
      return join(d, set, step, seq, nameOf, write, run);
    case 'aggregate':
      return aggregate(d, set, step, write, run);
    default:
      throw errors.stepInvalid({ step: seq + 1, zh: '此步骤不能放在这里', en: 'this step does not stand here' });
  }
}

async function* mapped(chunks: AsyncIterable<readonly Row[]>, change: (row: Row) => Row): AsyncGenerator<Row[]> {
  for await (const chunk of chunks) yield chunk.map(change);
}

async function join(d: Deps, set: Working, step: Extract<Step, { do: 'join' }>, seq: number, nameOf: (seq: number, side?: string) => string, write: (rows: AsyncIterable<readonly Row[]>) => Promise<Working>, run: Running): Promise<Done> {
  const whole = shapeOfSource(d, step.with);
  const wanted = new Set([...step.on.map((k) => k.right), ...step.take.map((t) => t.column)]);
  const other = await copyIn(d, step.with, { ...whole, columns: whole.columns.filter((c) => wanted.has(c.name)) }, nameOf(seq, '.with'), run, run.rowsMax === undefined ? undefined : triedJoinMax);
  const now = d.clock.now();
  const [counted] = await d.analysis.scan(other.name, [{ id: 'key', kind: 'unique', columns: step.on.map((k) => k.right) }], { now, signal: run.signal });
  if (counted !== undefined && counted.failed > 0) throw errors.joinNotUnique({ source: 'register' in step.with ? step.with.register : 'set' in step.with ? step.with.set : '文件', rows: counted.failed });
  const taken = step.take.map((t) => ({ from: `other.${t.column}`, as: t.as ?? t.column }));
  const rows = readSet(d, set, {
    now, signal: run.signal, columns: [...set.shape.columns.map((c) => c.name), ...taken.map((t) => t.from)], joins: [{ snapshot: other.name, as: 'other', kind: step.kind, on: step.on }],
  });
  const next = await write(mapped(rows, (row) => ({ ...row, ...Object.fromEntries(taken.map((t) => [t.as, row[t.from] ?? null])) })));
  d.analysis.remove(other.name);
  const missed = set.rows - next.rows;
  return { set: next, note: { zh: `关联方 ${other.rows} 行，未关联而去除 ${missed} 行`, en: `${other.rows} rows on the other side, ${missed} without a partner left out` } };
}

/** 汇总: of persons, groups below the smallest are left out, so that only figures go on. */
async function aggregate(d: Deps, set: Working, step: Extract<Step, { do: 'aggregate' }>, write: (rows: AsyncIterable<readonly Row[]>) => Promise<Working>, run: Running): Promise<Done> {
  const size = 'pipelineGroupSize';
  const answer = await d.analysis.query({
    from: set.name, groupBy: step.groupBy.map(({ column, by, as }) => ({ column, ...(by === undefined ? {} : { by }), ...(as === undefined ? {} : { as }) })),
    measures: [...step.measures.map(({ as, fn, of, where }) => ({ as, fn, ...(of === undefined ? {} : { of }), ...(where === undefined ? {} : { where: onDay(where, run.day) }) })), { as: size, fn: 'count' }],
    order: step.groupBy.map((g) => ({ by: g.as ?? g.column })), limit: groupsMax, ...(set.shape.personal ? { least: smallestGroup } : {}),
  }, { now: d.clock.now(), signal: run.signal });
  if (answer.truncated) throw errors.tooManyGroups({ max: groupsMax });
  const { suppressedGroups: left, withheld } = answer;
  const note = [
    ...(left === 0 ? [] : [{ zh: `少于 ${smallestGroup} 人的 ${left} 组不予列出`, en: `${left} groups of fewer than ${smallestGroup} persons left out` }]),
    ...(withheld === 0 ? [] : [{ zh: `由不足 ${smallestGroup} 人得出的 ${withheld} 个指标留空`, en: `${withheld} figures of fewer than ${smallestGroup} persons left empty` }]),
  ];
  const only = async function* (): AsyncGenerator<Row[]> {
    yield answer.rows.map(({ [size]: _, ...row }) => row);
  };
  return { set: await write(only()), refused: left, ...(note.length === 0 ? {} : { note: { zh: note.map((n) => n.zh).join('，'), en: note.map((n) => n.en).join(', ') } }) };
}
