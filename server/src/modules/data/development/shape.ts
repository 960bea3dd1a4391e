import type { ColumnKind, SnapshotColumn } from '#engines/analysis';
import { registerKind, type MaskRule } from '#engines/records';
import { Refusal } from '#kernel/errors';
import { textIn, type Locale } from '#kernel/i18n';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';
import { rowColumn, setName } from './working-set.ts';
import type { Pipeline, Source, Step } from './contract-step.ts';

/** A column on its way. `sealed`: a keyed digest of a sealed field, good for joins and for nothing that leaves; `mask`: how the register that it comes from shows its values, until a step has masked them. */
export interface ShapeColumn {
  name: string;
  kind: Exclude<ColumnKind, 'digest'>;
  title: string;
  sealed: boolean;
  mask?: MaskRule;
}

/** What a step gives on. `personal`: rows about persons. */
export interface Shape {
  columns: ShapeColumn[];
  personal: boolean;
}

type Needs = Pick<Development, 'analysis' | 'content' | 'records' | 'rules'>;

const refuse = (step: number, zh: string, en: string): never => {
  throw errors.stepInvalid({ step: step + 1, zh, en });
};

/** The columns of a source; a set or a file must be there already. */
export function shapeOfSource(d: Needs, source: Source, locale: Locale = 'zh'): Shape {
  const found: { columns: readonly SnapshotColumn[]; personal: boolean } = 'register' in source
    ? d.records.snapshot(source.register)
    : d.analysis.get('set' in source ? setName(source.set) : `file:${source.file}`);
  return { personal: found.personal, columns: found.columns.filter((c) => c.name !== rowColumn).map((c) => ({ name: c.name, kind: c.kind === 'digest' ? 'text' : c.kind, title: titleIn(d, source, c, locale), sealed: c.kind === 'digest', ...maskOf(d, source, c) })) };
}

/** Screens are told in the reader's language, what is written in that of the registers. */
function titleIn(d: Needs, source: Source, c: SnapshotColumn, locale: Locale): string {
  const field = locale === 'zh' || !('register' in source) ? undefined : d.content.find(registerKind, source.register)?.value.fields.find((f) => f.id === c.name);
  return field === undefined ? (c.title ?? c.name) : textIn(field.title, locale);
}

/** 脱敏随列而行: of a register by its grades as screens show it; of a set as the pipeline that made it left it. */
function maskOf(d: Needs, source: Source, c: SnapshotColumn): { mask?: MaskRule } {
  if (c.kind === 'digest') return {};
  const rule = 'register' in source ? d.records.maskOf(source.register, c.name, { channel: 'screen' }) : c.mask;
  return rule === undefined || rule === 'none' ? {} : { mask: rule === 'suppress' ? 'all' : rule as MaskRule };
}

const figureKind = (fn: string, of: ShapeColumn | undefined): ShapeColumn['kind'] => (fn === 'count' || fn === 'filled' || fn === 'distinct' ? 'integer' : fn === 'average' || fn === 'median' ? 'decimal' : (of?.kind ?? 'decimal'));

const figureWords: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  filled: { zh: '有值行数', en: 'rows with a value' }, distinct: { zh: '不同值数', en: 'different values' }, sum: { zh: '合计', en: 'sum' }, average: { zh: '平均', en: 'average' }, min: { zh: '最小', en: 'least' }, max: { zh: '最大', en: 'most' }, median: { zh: '中位数', en: 'median' },
};
const figureTitle = (fn: string, of: ShapeColumn | undefined, locale: Locale): string =>
  of === undefined ? { zh: '行数', en: 'Rows' }[locale] : [of.title, figureWords[fn]?.[locale] ?? ''].join(locale === 'en' ? ', ' : '');

/** What leaves this step, or why it cannot be. */
export function shapeAfter(d: Needs, before: Shape, step: Step, at: number, sourceShape: (source: Source) => Shape, locale: Locale = 'zh'): Shape {
  const get = (name: string, shape = before): ShapeColumn => shape.columns.find((c) => c.name === name) ?? refuse(at, `没有列“${name}”`, `there is no column "${name}"`);
  const open = (name: string): ShapeColumn => {
    const c = get(name);
    return c.sealed ? refuse(at, `列“${name}”已加密`, `column "${name}" is sealed`) : c;
  };
  const unique = (columns: ShapeColumn[]): ShapeColumn[] => {
    const names = columns.map((c) => c.name.toLowerCase());
    if (new Set(names).size < names.length || names.includes(rowColumn.toLowerCase())) refuse(at, '列名重复', 'a column’s name is there twice');
    return columns;
  };
  const known = (expression: string): void => {
    for (const [first] of d.rules.namesIn(expression)) if (first !== undefined && first !== 'runDay') get(first);
  };
  switch (step.do) {
    case 'extract':
      return refuse(at, '抽取只能是第一步', 'only the first step extracts');
    case 'map':
      return { ...before, columns: unique(step.columns.map((c) => ({ ...get(c.column), name: c.as ?? c.column, title: c.title ?? get(c.column).title }))) };
    case 'filter':
      known(step.where);
      return before;
    case 'check':
      known(step.rule);
      return before;
    case 'compute':
      known(step.expression);
      for (const [first] of d.rules.namesIn(step.expression)) if (first !== undefined && first !== 'runDay') open(first);
      // yes or no tells nothing of a value; whatever else is made of a masked one could be it
      return { ...before, columns: unique([...before.columns, { name: step.as, kind: step.kind, title: step.title ?? step.as, sealed: false, ...(step.kind !== 'boolean' && d.rules.namesIn(step.expression).some(([first]) => before.columns.some((c) => c.name === first && c.mask !== undefined)) ? { mask: 'all' } : {}) }]) };
    case 'join': {
      const other = sourceShape(step.with);
      for (const k of step.on) if (get(k.left).kind !== get(k.right, other).kind || get(k.left).sealed !== get(k.right, other).sealed) refuse(at, `“${k.left}”与“${k.right}”的类型不同`, `"${k.left}" and "${k.right}" are of different types`);
      return { personal: before.personal || other.personal, columns: unique([...before.columns, ...step.take.map((t) => ({ ...get(t.column, other), name: t.as ?? t.column }))]) };
    }
    case 'aggregate': {
      const groups = step.groupBy.map((g): ShapeColumn => ({ ...open(g.column), name: g.as ?? g.column, kind: g.by === undefined ? get(g.column).kind : typeof g.by === 'object' && 'width' in g.by ? 'decimal' : 'text' }));
      const measures = step.measures.map((m): ShapeColumn => {
        if (m.where !== undefined) known(m.where);
        if ((m.fn === 'count') !== (m.of === undefined)) refuse(at, 'count 不写列，其他指标须写列', 'count names no column, every other measure does');
        const of = m.of === undefined ? undefined : open(m.of);
        return { name: m.as, kind: figureKind(m.fn, of), title: figureTitle(m.fn, of, locale), sealed: false, ...((m.fn === 'min' || m.fn === 'max') && of?.mask !== undefined ? { mask: of.mask } : {}) };
      });
      return { personal: false, columns: unique([...groups, ...measures]) };
    }
    case 'mask':
      for (const m of step.columns) if (open(m.column).kind !== 'text') refuse(at, `只能对文字列脱敏：${m.column}`, `only text is masked: ${m.column}`);
      return { ...before, columns: before.columns.map((c) => { const { mask: _, ...told } = c; return step.columns.some((m) => m.column === c.name) ? told : c; }) };
    case 'load': {
      const register = d.content.find(registerKind, step.register)?.value ?? refuse(at, '没有该登记簿', 'there is no such register');
      const odd = before.columns.find((c) => !register.fields.some((f) => f.id === c.name));
      if (odd !== undefined) refuse(at, `登记簿没有字段“${odd.name}”，请先做列映射`, `the register has no field "${odd.name}": map the columns first`);
      if (before.personal && register.open) throw errors.personalLeaves();
      const bare = before.columns.find((c) => c.mask !== undefined && d.records.maskOf(step.register, c.name, { channel: 'screen' }) === 'none');
      if (bare !== undefined) throw errors.maskedLeaves({ column: bare.title });
      return leaving({ ...before, columns: before.columns.map((c) => ({ ...c, title: textIn(register.fields.find((f) => f.id === c.name)!.title, locale) })) });
    }
    case 'publish': {
      if (step.as !== 'set' && before.personal) throw errors.personalLeaves();
      const masked = before.columns.find((c) => c.mask !== undefined);
      if (step.as !== 'set' && masked !== undefined) throw errors.maskedLeaves({ column: masked.title });
      return leaving(before);
    }
  }
}

function leaving(shape: Shape): Shape {
  const sealed = shape.columns.find((c) => c.sealed);
  if (sealed !== undefined) throw errors.sealedLeaves({ column: sealed.name });
  return shape;
}

/** 逐步列结构: columns after each step of a pipeline, put into `shapes` as far as it goes; refuses at the step that cannot be. */
export function shapesOf(d: Needs, pipeline: Pipeline, shapes: Shape[] = [], locale: Locale = 'zh'): Shape[] {
  const [first, ...rest] = pipeline.steps;
  if (first?.do !== 'extract') return refuse(0, '第一步应为抽取', 'the first step extracts');
  shapes.push(extracted(d, first, locale));
  rest.forEach((step, i) => {
    if ((step.do === 'load' || step.do === 'publish') && i < rest.length - 1) refuse(i + 1, '入库或发布只能是最后一步', 'only the last step loads or publishes');
    shapes.push(shapeAfter(d, shapes.at(-1)!, step, i + 1, (source) => shapeOfSource(d, source, locale), locale));
  });
  const last = pipeline.steps.at(-1)!;
  if (last.do !== 'load' && last.do !== 'publish') refuse(pipeline.steps.length - 1, '最后一步应为入库或发布', 'the last step loads or publishes');
  return shapes;
}

export function extracted(d: Needs, step: Extract<Step, { do: 'extract' }>, locale?: Locale): Shape {
  const whole = shapeOfSource(d, step.from, locale);
  if (step.columns === undefined) return { ...whole, columns: whole.columns.filter((c) => !c.name.startsWith('record')) };
  return { ...whole, columns: step.columns.map((name) => whole.columns.find((c) => c.name === name) ?? refuse(0, `没有列“${name}”`, `there is no column "${name}"`)) };
}

/** As `shapesOf`, for screens: how far it goes, and what stops it. */
export function tryShapes(d: Needs, pipeline: Pipeline, locale: Locale): { shapes: Shape[]; refusal: Refusal | undefined } {
  const shapes: Shape[] = [];
  try {
    return { shapes: shapesOf(d, pipeline, shapes, locale), refusal: undefined };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { shapes, refusal: error };
  }
}
