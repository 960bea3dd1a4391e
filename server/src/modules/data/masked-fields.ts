import { maskText, type Channel, type Filter, type Lift, type MaskRule, type Records } from '#engines/records';
import type { Rules } from '#engines/rules';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { errors } from './errors.ts';

const prefix = 'register:';
const registerOf = (source: string): string | undefined => (source.startsWith(prefix) ? source.slice(prefix.length) : undefined);

type Defined = { records: Pick<Records, 'maskOf' | 'definition'> };
type Masks = { records: Pick<Records, 'maskOf'> };
type Cell = string | number | boolean | null;
type Shown = MaskRule | 'suppress';

const liftOf = ({ actor }: Pick<Context, 'actor'>): Lift | undefined => (actor.permissions.has('records.unmask') ? 'permission' : undefined);

function isSealed({ records }: Defined, source: string, column: string): boolean {
  const register = registerOf(source);
  return register !== undefined && records.definition(register).fields.some((f) => f.id === column && f.sensitive);
}

/** How screens show this reader a column of a snapshot (`register:<id>` or `file:<id>`): a register's by grade and what she holds, a file's as it is. */
export function maskOfColumn({ records }: Masks, ctx: Pick<Context, 'actor'>, source: string, column: string): Shown {
  const register = registerOf(source);
  return register === undefined ? 'none' : records.maskOf(register, column, { channel: 'screen', holds: liftOf(ctx) });
}

/** 脱敏 of one cell; what may not be shown at all is a mask. */
export const shownCell = (mask: Shown, value: Cell): Cell =>
  mask === 'none' || value === null ? value : typeof value === 'string' ? maskText(mask === 'suppress' ? 'all' : mask, value) : '***';

/**
 * 脱敏字段不作范围条件和排序: who sees a mask may look up a value that she knows, and not close in on one that she does not.
 * Refuses `data.maskedRange`; sealed fields know no ranges anyway, and the engine says so.
 */
export function refuseMaskedRanges(deps: Defined, register: string, asked: { where?: readonly Filter[]; order?: { field: string } | undefined }, how: { channel: Channel; holds?: Lift | undefined }): void {
  const ranged = (asked.where ?? []).filter((f) => f.op !== 'eq' && f.op !== 'in').map((f) => f.field);
  for (const field of [...ranged, ...(asked.order === undefined ? [] : [asked.order.field])]) if (!isSealed(deps, `${prefix}${register}`, field) && deps.records.maskOf(register, field, how) !== 'none') throw errors.maskedRange({ field });
}

/** As screens treat this reader. */
export const onScreen = (ctx: Pick<Context, 'actor'>): { channel: 'screen'; holds?: Lift | undefined } => ({ channel: 'screen', holds: liftOf(ctx) });

/** What cannot be read names nothing; the engine refuses it with its words. */
function namesOf(rules: Pick<Rules, 'namesIn'>, feel: string): string[] {
  try {
    return rules.namesIn(feel).map((path) => path.join('.'));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [];
  }
}

interface Figures {
  from: string;
  joins?: readonly { source: string; as: string }[];
  where?: string | undefined;
  groupBy: readonly { column: string }[];
  measures: readonly { fn: string; of?: string | undefined; where?: string | undefined }[];
}

/** 脱敏列: in figures neither a condition nor a group nor an extreme; how many there are tells no value. Refuses `data.maskedColumn`; sealed ones are digests there, and the engine says what they are good for. */
export function refuseMaskedColumns(deps: Defined & { rules: Pick<Rules, 'namesIn'> }, ctx: Pick<Context, 'actor'>, { from, joins = [], where, groupBy, measures }: Figures): void {
  const namesIn = (feel: string | undefined): string[] => (feel === undefined || feel.trim() === '' ? [] : namesOf(deps.rules, feel));
  const used = [...namesIn(where), ...groupBy.map((g) => g.column), ...measures.flatMap((m) => [...namesIn(m.where), ...(m.of !== undefined && (m.fn === 'min' || m.fn === 'max') ? [m.of] : [])])];
  for (const name of new Set(used)) {
    const [first = '', second = ''] = name.split('.');
    const joined = joins.find((j) => j.as === first);
    const [source, column] = joined === undefined ? [from, first] : [joined.source, second];
    if (!isSealed(deps, source, column) && maskOfColumn(deps, ctx, source, column) !== 'none') throw errors.maskedColumn({ column: name.slice(0, 60) });
  }
}
