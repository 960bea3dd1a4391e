import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { channels, decideMask, grades, houseRules, type MaskQuestion, type MaskingRule } from './decide-mask.ts';
import { maskText, maskValue } from './mask-value.ts';
import { maskingKind } from './masking-kind.ts';
import type { FieldDefinition } from './register-kind.ts';

const national = maskingKind.schema.parse((({ kind: _k, id: _i, version: _v, ...rest }) => rest)(parse(readFileSync(new URL('../../../../content/national/data-security/masking-rules.yaml', import.meta.url), 'utf8')) as Record<string, unknown>));
const rules = national.rules as MaskingRule[];
const mask = (q: MaskQuestion): string => decideMask(rules, q);

const cases: [string, MaskQuestion, string][] = [
  ['screen: harmless and without a rule', { channel: 'screen', grade: 'general-1', rule: 'none' }, 'none'],
  ['screen: harmless with a rule', { channel: 'screen', grade: 'general-1', rule: 'name' }, 'name'],
  ['screen: the official with permission', { channel: 'screen', grade: 'general-4', rule: 'identity-number', holds: 'permission' }, 'none'],
  ['screen: sensitive without a rule is not shown', { channel: 'screen', grade: 'general-4', rule: 'none' }, 'all'],
  ['screen: important stays masked for permission alone', { channel: 'screen', grade: 'important', rule: 'phone', holds: 'permission' }, 'phone'],
  ['screen: important opens by approval', { channel: 'screen', grade: 'important', rule: 'phone', holds: 'approval' }, 'none'],
  ['screen: core is not there', { channel: 'screen', grade: 'core', rule: 'none', holds: 'approval' }, 'suppress'],
  ['service: the register’s own rule', { channel: 'service', grade: 'general-4', rule: 'identity-number', holds: 'grant' }, 'identity-number'],
  ['service: a grant shows it', { channel: 'service', grade: 'general-4', rule: 'identity-number', holds: 'grant', asked: 'none' }, 'none'],
  ['service: a grant hides more', { channel: 'service', grade: 'general-1', rule: 'none', holds: 'grant', asked: 'all' }, 'all'],
  ['service: important data no grant lays bare', { channel: 'service', grade: 'important', rule: 'phone', holds: 'grant', asked: 'none' }, 'phone'],
  ['service: important data without a rule', { channel: 'service', grade: 'important', rule: 'none', holds: 'grant', asked: 'name' }, 'all'],
  ['service: core', { channel: 'service', grade: 'core', rule: 'none', holds: 'grant', asked: 'none' }, 'suppress'],
  ['file: a permission for screens opens no file', { channel: 'file', grade: 'general-2', rule: 'name', holds: 'permission' }, 'name'],
  ['file: sensitive not at all', { channel: 'file', grade: 'general-4', rule: 'identity-number' }, 'all'],
  ['file: sensitive by approval, still masked', { channel: 'file', grade: 'general-4', rule: 'identity-number', holds: 'approval' }, 'identity-number'],
  ['file: important not even so', { channel: 'file', grade: 'important', rule: 'phone', holds: 'approval' }, 'all'],
  ['open: harmless', { channel: 'open', grade: 'general-1', rule: 'none' }, 'none'],
  ['open: harmless follows its rule', { channel: 'open', grade: 'general-1', rule: 'year' }, 'year'],
  ['open: anything else is left out', { channel: 'open', grade: 'general-2', rule: 'name', holds: 'approval' }, 'suppress'],
];
for (const [name, question, expected] of cases) test(name, () => assert.equal(mask(question), expected));

test('higher grades never show more, whatever one holds', () => {
  const level = (m: string): number => (m === 'none' ? 0 : m === 'suppress' ? 3 : m === 'all' ? 2 : 1);
  for (const set of [rules, houseRules]) for (const channel of channels) for (const holds of [undefined, 'permission', 'grant', 'approval'] as const) for (const rule of ['none', 'name', 'all'] as const) {
    const levels = grades.map((grade) => level(decideMask(set, { channel, grade, rule, holds })));
    assert.deepEqual(levels, levels.toSorted((a, b) => a - b), `${channel} ${holds} ${rule}`);
  }
});

test('a channel that content forgot shows nothing; content that forgets one is refused', () => {
  assert.equal(decideMask([], { channel: 'screen', grade: 'general-1', rule: 'none' }), 'suppress');
  assert.equal(maskingKind.schema.safeParse({ ...national, rules: national.rules.filter((r) => r.channel !== 'open') }).success, false);
});

test('generalised: the year, ten years, the city, rounded; what does not fit is hidden', () => {
  for (const [rule, text, shown] of [['year', '1990-03-05', '1990'], ['year', '三月', '***'], ['decade', '1990-03-05', '1990—1999'], ['decade', '1', '***'], ['city', '220102', '2201'], ['city', '长春', '***']] as const) assert.equal(maskText(rule, text), shown);
  const number = (value: number, mask: FieldDefinition['mask']) => maskValue({ id: 'n', title: 'n', type: 'integer', required: false, sensitive: false, unique: false, identifier: false, searchable: false, mask }, value);
  assert.deepEqual([number(1234, 'rounded'), number(0, 'rounded'), number(-77, 'rounded'), number(1234, 'name')], [1200, 0, -77, '***']);
});

test('a mask cannot be undone: what it gives says nothing of what it hides', () => {
  const seen = new Set(Array.from({ length: 200 }, (_, i) => maskText('phone', `138${String(i).padStart(4, '0')}8000`)));
  assert.deepEqual([...seen], ['138****8000'], 'the same for all: no digest, no order, no length');
  assert.deepEqual([...new Set(['张三', '张四', '张五'].map((n) => maskText('name', n)))], ['张*']);
});
