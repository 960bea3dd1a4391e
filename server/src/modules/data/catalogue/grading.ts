import { identityNumberFault } from '@yiwang/ui/identifiers/identity-number.ts';
import { creditCodeFault } from '@yiwang/ui/identifiers/credit-code.ts';
import { z } from 'zod';
import { decisionKind, type Decide } from '#engines/rules';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { findEntry, lockEntry } from './entry-queries.ts';
import { entryFaults, grades, highestGrade, type Grade } from './contract-entry.ts';
import { errors } from './errors.ts';
import type { GradingRules } from './kinds.ts';
import { manages } from './own-organisation.ts';
import { gradingOf } from './rules-of.ts';
import { changeEntry } from './write-entry.ts';

type Proposal = OutputOf<typeof c.proposeGrades>['proposals'][number];
type FieldClass = GradingRules['classes'][number];
/** A table with one output answers its value alone. */
const gradeAnswer = z.enum(grades);

/** Luhn (ISO/IEC 7812): what a card number must pass. */
export const luhn = (digits: string): boolean => /^\d+$/.test(digits) && [...digits].reverse().reduce((sum, d, i) => sum + (i % 2 === 0 ? Number(d) : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][Number(d)]!), 0) % 10 === 0;

const checks: Record<NonNullable<FieldClass['check']>, (value: string) => boolean> = {
  'identity-number': (v) => identityNumberFault(v.toUpperCase()) === undefined, 'credit-code': (v) => creditCodeFault(v) === undefined, 'bank-card': luhn,
};

/** What a field is: by its name, by its samples, or by both; a class whose samples must fit beats one by name alone when they contradict it. */
export function classOf(rules: GradingRules, field: { name: string; samples: readonly string[] }): { found: FieldClass; by: Proposal['by'] } | undefined {
  const filled = field.samples.map((s) => s.trim()).filter((s) => s !== '');
  const name = field.name.toLowerCase();
  const fits = (f: FieldClass): boolean => {
    if (f.samples === undefined || filled.length === 0) return false;
    const shape = new RegExp(f.samples, 'u');
    return filled.filter((s) => shape.test(s) && (f.check === undefined || checks[f.check](s))).length / filled.length >= rules.shareMin;
  };
  const bySamples = rules.classes.find(fits);
  const byName = rules.classes.find((f) => f.names !== undefined && new RegExp(f.names, 'iu').test(name));
  if (bySamples !== undefined) return { found: bySamples, by: bySamples === byName ? 'both' : 'samples' };
  return byName === undefined ? undefined : { found: byName, by: 'name' };
}

export async function proposeGrades(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.proposeGrades>): Promise<OutputOf<typeof c.proposeGrades>> {
  const rules = gradingOf(deps);
  const entry = input.entryId === undefined ? undefined : await findEntry(ctx.tx, input.entryId);
  if (input.entryId !== undefined && entry === undefined) throw errors.unknown();
  const samples = new Map(input.fields.map((f) => [f.name, f.samples]));
  const fields = entry === undefined ? input.fields : entry.items.map((i) => ({ name: i.name, samples: samples.get(i.name) ?? [] }));
  const was = new Map((entry?.items ?? []).map((i) => [i.name, i.grade]));
  const proposals = fields.map((field): Proposal => {
    const hit = classOf(rules, field);
    const none = { name: field.name, class: null, classTitle: null, grade: 'general-1' as Grade, sensitive: false, mask: 'none', by: 'none' as const, was: was.get(field.name) ?? null };
    if (hit === undefined) return none;
    const { found, by } = hit;
    return { ...none, class: found.id, classTitle: textIn(found.title, ctx.locale), grade: decide(deps, rules.decision, found, ctx.now), sensitive: found.sensitive, mask: found.mask, by };
  });
  return { proposals, grade: highestGrade(proposals) };
}

/** GB/T 43697: the decision table of the content says the grade. */
function decide({ content }: CatalogueDeps, decision: string, f: Pick<FieldClass, 'object' | 'degree'>, now: Date): Grade {
  const compiled = content.get<unknown, Decide>(decisionKind.kind, decision).compiled;
  return gradeAnswer.parse(compiled({ object: f.object, degree: f.degree }, now).value);
}

/** People confirm; the entry takes the highest grade of its items (就高从严), and sensitive items close unconditional opening. */
export async function confirmGrades(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.confirmGrades>): Promise<OutputOf<typeof c.confirmGrades>> {
  const before = await lockEntry(ctx.tx, input.entryId);
  if (before === undefined) throw errors.unknown();
  if (!ctx.actor.organisations.includes(before.provider) && !manages(deps, ctx, before.division)) throw errors.notYours();
  if (before.version !== input.version) throw errors.stale({ version: before.version });
  const given = new Map(input.items.map((i) => [i.name, i]));
  const stranger = input.items.find((i) => !before.items.some((b) => b.name === i.name));
  if (stranger !== undefined) throw errors.fieldUnknown({ field: stranger.name });
  const items = before.items.map((i) => ({ ...i, grade: given.get(i.name)?.grade ?? i.grade, sensitive: given.get(i.name)?.sensitive ?? i.sensitive }));
  const [fault] = entryFaults({
    items, sharing: { type: before.sharing, ways: before.sharing_ways as [], condition: before.sharing_condition ?? undefined, basis: before.sharing_basis ?? undefined },
    opening: { type: before.opening, condition: before.opening_condition ?? undefined, basis: before.opening_basis ?? undefined },
  });
  if (fault !== undefined) throw errors.invalid({ why: fault.zh, path: fault.path });
  const grade = highestGrade(items);
  const row = await changeEntry(deps, ctx, before, { items, grade, grade_confirmed_by: ctx.actor.name, origin: 'desk', digest: `${before.digest}+${before.version}` }, 'graded', ctx.actor.name);
  ctx.tx.afterCommit(() => deps.graded?.());
  deps.ledger.append(ctx.tx, { kind: 'catalogue.graded', subject: row.id, data: { code: row.code, grade, version: row.version } });
  return { grade, version: row.version };
}
