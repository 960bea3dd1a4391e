import { formatCells, type SnapshotColumn } from '#engines/analysis';
import { codeListKind } from '#engines/content';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { entriesByCode, entryColumns, type EntryRow } from '../catalogue/entry-queries.ts';
import { grades, type Grade } from '../catalogue/contract-entry.ts';
import type { Cell, OpenColumn } from './columns.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import type { OpenSet } from './open-set-kind.ts';
import type { SourceRows } from './source-rows.ts';

/** 发布检查: one finding; what is not passed keeps the set closed. */
export interface Check {
  id: 'entry' | 'opening' | 'grade' | 'sensitive' | 'reidentification' | 'rows';
  passed: boolean;
  zh: string;
  en: string;
}

const check = (id: Check['id'], passed: boolean, zh: string, en: string): Check => ({ id, passed, zh, en });

/** The catalogue's word on the data: the named entry, or the one that has the register mounted. */
async function entryOf(ctx: Pick<Context, 'tx'>, set: OpenSet): Promise<EntryRow | undefined> {
  if (set.entry !== undefined) return (await entriesByCode(ctx.tx, [set.entry]))[0];
  const register = 'register' in set.source ? set.source.register : 'query' in set.source ? set.source.query.register : undefined;
  if (register === undefined) return undefined;
  const [found] = await ctx.tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e join catalogue.mount m on m.entry_id = e.id
    where m.kind = 'table' and m.target = $1 and m.ended_at is null and e.state = 'published' order by e.published_on, e.id limit 1`, [register]);
  return found;
}

/** 数据级别 as its code list names it. */
function gradeWords({ content }: Pick<OpenDeps, 'content'>, grade: Grade, locale: 'zh' | 'en'): string {
  const found = content.find(codeListKind, 'data-grade')?.value.codes.find((c) => c.code === grade);
  return found === undefined ? grade : textIn(found.name, locale);
}

/** Everything that must hold before a set may be open (GB/T 43697, GB/T 37964). */
export async function releaseChecks(deps: OpenDeps, ctx: Pick<Context, 'tx'>, set: OpenSet, source: SourceRows, rows: number, smallest: number | null): Promise<Check[]> {
  const policy = policyOf(deps);
  const entry = await entryOf(ctx, set);
  const aggregated = 'query' in set.source;
  const ofRegister = 'register' in set.source ? deps.records.definition(set.source.register) : undefined;
  const columns = new Set(source.columns.map((c) => c.id));
  const items = (entry?.items ?? []).filter((i) => i.element !== undefined && columns.has(i.element));
  const masked = new Set('register' in set.source ? Object.keys(set.source.masks ?? {}) : []);
  const grade: Grade = aggregated || entry === undefined ? set.grade : grades[Math.max(grades.indexOf(set.grade), ...items.filter((i) => !masked.has(i.element!)).map((i) => grades.indexOf(i.grade)))]!;
  const sensitive = [...source.sealed, ...items.filter((i) => i.sensitive && !source.sealed.includes(i.element!)).map((i) => i.element!)];
  const faults = [
    { fields: sensitive, zh: '含敏感字段', en: 'sensitive fields' }, { fields: source.masked, zh: '字段须脱敏', en: 'fields to be masked' }, { fields: source.suppressed.filter((f) => !sensitive.includes(f)), zh: '级别不得开放的字段', en: 'fields whose grade may not be open' },
  ].filter((f) => f.fields.length > 0).map((f) => ({ zh: `${f.zh}：${f.fields.join('、')}`, en: `${f.en}: ${f.fields.join(', ')}` }));
  const closed = entry === undefined ? false : !aggregated && entry.opening !== 'unconditional' && !(entry.opening === 'conditional' && set.condition !== undefined);
  const notOpen = ofRegister !== undefined && !ofRegister.open;
  return [
    check('entry', set.entry === undefined || entry !== undefined, entry === undefined ? (set.entry === undefined ? '不涉及目录条目' : `目录中没有条目 ${set.entry}`) : `目录条目 ${entry.code}`, entry === undefined ? (set.entry === undefined ? 'no catalogue entry needed' : `the catalogue has no entry ${set.entry}`) : `catalogue entry ${entry.code}`),
    check('opening', !closed && !notOpen, closed ? `目录条目的开放属性为“${entry?.opening}”` : notOpen ? '登记簿不是公开登记簿' : set.condition === undefined ? '开放属性为无条件开放' : '有条件开放', closed ? `the entry's opening attribute is "${entry?.opening}"` : notOpen ? 'the register is not an open one' : set.condition === undefined ? 'opening attribute: unconditional' : 'open on condition'),
    check('grade', policy.grades.includes(grade), `数据级别：${gradeWords(deps, grade, 'zh')}，允许开放：${policy.grades.map((g) => gradeWords(deps, g, 'zh')).join('、')}`, `grade: ${gradeWords(deps, grade, 'en')}; may be open: ${policy.grades.map((g) => gradeWords(deps, g, 'en')).join(', ')}`),
    check('sensitive', faults.length === 0, faults.length === 0 ? '不含敏感、加密字段，各字段级别可以开放' : faults.map((f) => f.zh).join('；'), faults.length === 0 ? 'no sensitive or sealed field; the grade of every field lets it be open' : faults.map((f) => f.en).join('; ')),
    check('reidentification', set.quasiIdentifiers.length === 0 || (smallest !== null && smallest >= policy.k), set.quasiIdentifiers.length === 0 ? '没有准标识符' : `最小等价类 ${smallest ?? '未能计算'}，要求 k ≥ ${policy.k}`, set.quasiIdentifiers.length === 0 ? 'no quasi-identifiers' : `smallest group ${smallest ?? 'not computed'}, k ≥ ${policy.k} is asked`),
    check('rows', rows > 0, `${rows} 行`, `${rows} rows`),
  ];
}

/** k 匿名: the smallest number of rows that share their quasi-identifiers, computed in the analytical engine; null where there are none or it is not installed. */
export async function smallestGroup(deps: OpenDeps, set: OpenSet, columns: readonly OpenColumn[], rows: AsyncIterable<Record<string, Cell>>): Promise<number | null> {
  if (set.quasiIdentifiers.length === 0) return null;
  const name = `open:${set.name}`;
  const used = set.quasiIdentifiers.map((id): SnapshotColumn => ({ name: id, kind: 'text', title: String(columns.find((c) => c.id === id)?.id ?? id) }));
  try {
    const lines = (async function* () {
      for await (const row of rows) yield Buffer.from(formatCells(used.map((c) => (row[c.name] == null ? null : String(row[c.name])))));
    })();
    await deps.analysis.write({ name, at: deps.clock.now(), columns: used, personal: false, rows: lines });
    const answer = await deps.analysis.query({ from: name, groupBy: used.map((c) => ({ column: c.name })), measures: [{ as: 'size', fn: 'count' }], order: [{ by: 'size' }], limit: 1 }, { now: deps.clock.now() });
    return Number(answer.rows[0]?.['size'] ?? 0);
  } catch (error) {
    if ((error as { code?: string }).code === 'analysis.notInstalled') return null;
    throw error;
  } finally {
    deps.analysis.remove(name);
  }
}
