import type { Check, SnapshotColumn } from '#engines/analysis';
import type { ReadTx } from '#kernel/db';
import { registerDefinition, sourceOfRegister, type Quality } from './deps.ts';
import { errors } from './errors.ts';
import { qualityRulesKind, type QualityRule } from './quality-rules-kind.ts';

/** A rule with its origin: of the content, or made at the desk. */
export interface StandingRule {
  rule: QualityRule;
  made: { id: string; version: number; by: string } | null;
}

/** Who answers for a record: a field with a credit code, or a division's first six digits. */
export interface DepartmentColumn {
  column: string;
  first?: number;
}

interface RuleRow {
  id: string;
  definition: QualityRule;
  version: number;
  made_by: string;
}

const setsOf = ({ content }: Pick<Quality, 'content'>, register: string) => content.list(qualityRulesKind).filter((d) => d.value.register === register);

/** All rules of a register: those of the content, then those made at the desk. */
export async function rulesOfRegister(q: Pick<Quality, 'content'>, tx: ReadTx, register: string): Promise<StandingRule[]> {
  const made = await tx.query<RuleRow>('select id, definition, version, made_by from quality.rule where register = $1 and active order by id', [register]);
  return [
    ...setsOf(q, register).flatMap((d) => d.value.rules.map((rule): StandingRule => ({ rule, made: null }))),
    ...made.map((r): StandingRule => ({ rule: r.definition, made: { id: r.id, version: r.version, by: r.made_by } })),
  ];
}

export function departmentColumn(q: Pick<Quality, 'content'>, register: string): DepartmentColumn | undefined {
  const named = setsOf(q, register).find((d) => d.value.department !== undefined)?.value.department;
  const definition = registerDefinition(q, register);
  const column = named ?? definition?.organisationField;
  if (column !== undefined) return { column };
  return definition?.divisionField === undefined ? undefined : { column: definition.divisionField, first: 6 };
}

/** What the analysis engine runs; rules about the whole set are none of its. */
export function checkOf(rule: QualityRule): Check | undefined {
  const { id, when } = rule;
  if (rule.kind === 'row') return { id, kind: 'row', expression: rule.expression, when };
  if (rule.kind === 'unique') return { id, kind: 'unique', columns: rule.columns, when };
  if (rule.kind === 'found') return { id, kind: 'found', columns: rule.columns, when, among: { snapshot: sourceOfRegister(rule.among.register), columns: rule.among.columns } };
  return undefined;
}

/** Refuses a rule before it is kept: unknown columns, sealed fields, what cannot be computed over sets. */
export function admitRule(q: Pick<Quality, 'analysis' | 'records' | 'rules'>, register: string, rule: QualityRule, now: Date): void {
  const check = checkOf(rule);
  if (check === undefined) q.rules.compile(rule.kind === 'set' ? rule.expression : 'true');
  else q.analysis.admit((source) => columnsOfRegister(q, source.slice('register:'.length)), sourceOfRegister(register), check, now);
}

export function columnsOfRegister({ records }: Pick<Quality, 'records'>, register: string): readonly SnapshotColumn[] {
  return records.snapshot(register).columns;
}

/** As it is written, for people. */
export const written = (rule: QualityRule): string => {
  const when = rule.when === undefined ? '' : `if ${rule.when} then `;
  if (rule.kind === 'unique') return `${when}unique(${rule.columns.join(', ')})`;
  if (rule.kind === 'found') return `${when}(${rule.columns.join(', ')}) in ${rule.among.register}(${rule.among.columns.join(', ')})`;
  return `${when}${rule.expression}`;
};

export function refuseTwice(rules: readonly StandingRule[], id: string): void {
  if (rules.some((r) => r.rule.id === id)) throw errors.ruleTwice({ rule: id });
}
