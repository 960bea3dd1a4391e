import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRules } from '#engines/rules';
import { hitsOf, overall, scoresOf } from './inspect.ts';
import { inspectionRulesKind, type InspectionRule } from './inspection-rules-kind.ts';
import { termOf } from './retention-rules.ts';
import type { Sensed } from './sense.ts';

const rule = { id: 'unused', title: '未使用', stage: 'share', over: 'grant', when: 'idleDays > 60', severity: 'medium', advice: '撤销', days: 10 } as const;
const told = (one: object): string => JSON.stringify(inspectionRulesKind.schema.safeParse({ title: '规则', rules: [one] }).error?.issues ?? []);

test('a rule is refused when it cannot be read, names a fact that its sense does not have, or asks for a control that is none', () => {
  assert.equal(told(rule), '[]');
  for (const [why, broken] of Object.entries({
    '没有': { ...rule, when: 'people > 5' }, '“grant”没有“passwordDays”这项事实': { ...rule, when: 'idleDays > 60 and passwordDays > 1' }, 'over': { ...rule, over: 'sql' }, '只有授权可以撤销': { ...rule, over: 'account', control: 'withdraw-grant' },
    'stage': { ...rule, stage: 'somewhere' }, 'days': { ...rule, days: 0 }, 'when': { ...rule, when: 'idleDays >' },
  })) assert.ok(told(broken).includes(why), `${why}: ${told(broken)}`);
  assert.ok(JSON.stringify(inspectionRulesKind.schema.safeParse({ title: '规则', rules: [rule, rule] }).error?.issues).includes('重复'));
});

const rules = createRules({ now: () => new Date('2026-11-22T00:00:00Z') });
const grant = (subject: string, idleDays: number | null): Sensed => ({ subject, title: subject, organisation: null, facts: { idleDays } });

test('a rule holds where its condition is true and nowhere else: not where a fact is not known', () => {
  const sensed = new Map([['grant', [grant('a', 61), grant('b', 60), grant('c', null)]]]);
  const hits = hitsOf({ rules }, [rule as InspectionRule], sensed);
  assert.deepEqual(hits.map((h) => h.sensed.subject), ['a']);
});

test('scores: a grave fault weighs more; a stage where nothing was looked at has none; the whole is the mean of those that have', () => {
  const grave = { ...rule, id: 'grave', severity: 'high' } as InspectionRule;
  const light = { ...rule, id: 'light', severity: 'low' } as InspectionRule;
  const sensed = new Map([['grant', [grant('a', 61), grant('b', 1)]]]);
  const score = (list: InspectionRule[], when: Map<string, Sensed[]> = sensed) => scoresOf(list, when, hitsOf({ rules }, list, when)).find((s) => s.stage === 'share')!;
  assert.deepEqual(score([grave]), { stage: 'share', subjects: 2, hits: 1, score: 50 });
  const mixed = [grave, { ...light, when: 'idleDays > 1000' }];
  assert.ok(score(mixed).score! < score([light, { ...grave, when: 'idleDays > 1000' }]).score!);
  assert.equal(score([grave], new Map()).score, null);
  const all = scoresOf([grave], sensed, hitsOf({ rules }, [grave], sensed));
  assert.equal(overall(all), 50);
  assert.equal(overall(scoresOf([], new Map(), [])), null);
});

test('a term ends on the same day of a later year, at the end of February on the 28th', () => {
  assert.equal(termOf({ years: 3 }, new Date('2026-11-22T01:00:00Z')).before, '2023-11-22');
  assert.equal(termOf({ years: 1 }, new Date('2028-02-29T01:00:00Z')).before, '2027-02-28');
  assert.equal(termOf({ years: 1, from: 'closedOn' }, new Date('2026-12-31T17:00:00Z')).before, '2026-01-01', 'the day is that of China');
});
