import { codeListKind } from '#engines/content';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { Cell, OpenColumn } from './columns.ts';
import type { OpenDeps } from './deps.ts';
import type { OpenSet } from './open-set-kind.ts';

/** What the values of a column are codes of. */
type CodedBy = { division: true } | { list: string };

/** By column: a division 行政区划 or a code list of the register's field behind it. */
function codedColumns({ records, content }: Pick<OpenDeps, 'records' | 'content'>, { source }: OpenSet): Map<string, CodedBy> {
  const found = new Map<string, CodedBy>();
  const register = 'register' in source ? source.register : 'query' in source ? source.query.register : undefined;
  if (register !== undefined && content.find('register', register) !== undefined) {
    const behind = 'query' in source ? source.query.groupBy.map((g) => [g.as ?? g.column, g.column] as const) : records.definition(register).fields.map((f) => [f.id, f.id] as const);
    const fields = new Map(records.definition(register).fields.map((f) => [f.id, f]));
    for (const [column, id] of behind) {
      const field = fields.get(id);
      if (field?.type === 'division') found.set(column, { division: true });
      else if (field?.codeList !== undefined) found.set(column, { list: field.codeList });
    }
  }
  if ('content' in source) for (const c of source.columns) if (/(^|\.)(division|parent)$/.test(c.path)) found.set(c.id, { division: true });
  return found;
}

export type CodeNames = Record<string, Record<string, string>>;

/** Names of the codes that stand in these rows, by column; a code that nobody names is left out. The files keep the codes. */
export function namesOfCodes(deps: Pick<OpenDeps, 'records' | 'content' | 'divisionName'>, ctx: Pick<Context, 'locale'>, set: OpenSet, columns: readonly OpenColumn[], rows: readonly Readonly<Record<string, Cell>>[]): CodeNames {
  const coded = codedColumns(deps, set);
  const listed = (list: string): Map<string, string> => new Map((deps.content.find(codeListKind, list)?.value.codes ?? []).map((c) => [c.code, textIn(c.name, ctx.locale)]));
  return Object.fromEntries(columns.flatMap((column) => {
    const by = coded.get(column.id);
    if (by === undefined) return [];
    const names = 'list' in by ? listed(by.list) : undefined;
    const nameOf = (code: string): string | undefined => names?.get(code) ?? (names === undefined ? (deps.divisionName(code) ?? listed('province').get(code)) : undefined);
    const codes = new Set(rows.flatMap((r) => (typeof r[column.id] === 'string' && r[column.id] !== '' ? [String(r[column.id])] : [])));
    const named = [...codes].flatMap((code) => {
      const name = nameOf(code);
      return name === undefined || name === code ? [] : [[code, name] as const];
    });
    return named.length === 0 ? [] : [[column.id, Object.fromEntries(named)]];
  }));
}
