import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { codeListKind, createContent, createCalendar, calendarKind, type Kind } from '#engines/content';
import { accessKinds, demonstrationCompanyKind, demonstrationPersonKind, divisionKind, officerKind, organisationKind, roleKind } from './content-kinds.ts';

/** The base data alone: packs also hold definitions whose kinds belong to other engines. */
const root = path.resolve(import.meta.dirname, '../../../../content');
const files = (pack: string, ...names: string[]): Record<string, string> =>
  Object.fromEntries(['pack.yaml', ...names].map((name) => [name, readFileSync(path.join(root, pack, name), 'utf8')]));
/** The manifest with the tables of these kinds only. */
const manifest = (id: string, parent: string, tables: [kind: string, file: string][]): string =>
  `id: ${id}\nname: ${id}\nversion: "1"\n${parent && `parent: ${parent}\n`}tables: [${tables.map(([kind, file]) => `{ kind: ${kind}, file: ${file} }`).join(', ')}]\n`;
const folder = (name: string): string[] => readdirSync(path.join(root, 'national', name)).map((file) => `${name}/${file}`);

const started = performance.now();
const content = createContent({
  packs: [
    { ...files('national', 'roles.yaml', ...folder('code-lists'), ...folder('calendars')), 'pack.yaml': manifest('national', '', []) },
    { ...files('jilin', 'divisions.csv', 'organisations.csv'), 'pack.yaml': manifest('jilin', 'national', [['division', 'divisions.csv'], ['organisation', 'organisations.csv']]) },
    files('jilin/demo', 'officers.csv', 'persons.csv', 'companies.csv'),
  ],
});
for (const kind of [...accessKinds, codeListKind, calendarKind]) content.registerKind(kind);
await content.load();
const loadedMs = performance.now() - started;

const values = <D>(kind: Kind<D>): D[] => content.list(kind).map((d) => d.value);
const divisions = values(divisionKind);
const organisations = values(organisationKind);
const persons = values(demonstrationPersonKind);
const companies = values(demonstrationCompanyKind);
const officers = values(officerKind);
const duplicates = (list: (string | undefined)[]): unknown[] => list.filter((x, i) => x !== undefined && list.indexOf(x) !== i);

/** Second implementations, written from the standard's text and not from the generator. */
const identityFits = (number: string): boolean => {
  let remainder = 0; // ISO 7064 MOD 11-2 over all 18 characters
  for (const c of number) remainder = ((remainder * 2) % 11) + (c === 'X' ? 10 : Number(c));
  return remainder % 11 === 1;
};
const creditFits = (code: string): boolean => {
  const digits = [...code].map((c) => '0123456789ABCDEFGHJKLMNPQRTUWXY'.indexOf(c));
  return !digits.includes(-1) && digits.reduce((sum, d, i) => sum + d * (i === 17 ? 1 : 3 ** i % 31), 0) % 31 === 0;
};
const organisationPartFits = (code: string): boolean => {
  const part = Array.from(code.slice(8, 17), (c) => (c === 'X' ? 'X' : parseInt(c, 36)));
  const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce((s, w, i) => s + w * parseInt(code.charAt(8 + i), 36), 0);
  const check = part[8] === 'X' ? 10 : (part[8] as number);
  return (sum + check) % 11 === 0;
};

test('the checks themselves know right from wrong', () => {
  assert.ok(identityFits('11010519491231002X') && !identityFits('110105194912310021'));
  assert.ok(creditFits('91350100M000100Y43') && !creditFits('91350100M000100Y44') && organisationPartFits('91350100M000100Y43'));
});

test('loads within its time', () => assert.ok(loadedMs < 10_000, `${Math.round(loadedMs)} ms`));

describe('divisions of Jilin', () => {
  test('five levels of the list of 2023-06-30', () => {
    assert.deepEqual([1, 2, 3, 4, 5].map((level) => divisions.filter((d) => d.level === level).length), [1, 9, 69, 1075, 11860]);
  });
  test('id, code, level and parent agree', () => {
    const digits = [0, 2, 4, 6, 9, 12];
    const wrong = divisions.filter((d) => d.id.length !== digits[d.level] || d.code !== d.id.padEnd(12, '0') || (d.parent ?? '') !== (d.level === 1 ? '' : d.id.slice(0, digits[d.level - 1])));
    assert.deepEqual(wrong, []);
  });
  test('known places', () => {
    assert.equal(content.get(divisionKind, '2224').value.name, '延边朝鲜族自治州');
    assert.equal(content.get(divisionKind, '220102').value.name, '南关区');
  });
});

describe('organisations', () => {
  test('credit codes are right in both parts, of the right region, and marked as generated', () => {
    const wrong = organisations.filter((o) => !creditFits(o.id) || !organisationPartFits(o.id) || o.id.slice(2, 8) !== o.division.slice(0, 6).padEnd(6, '0') || !o.demonstration || o.id.slice(8, 10) !== 'YW');
    assert.deepEqual(wrong.map((o) => o.id), []);
  });
  test('names are distinct and English is Latin', () => {
    assert.deepEqual(duplicates(organisations.map((o) => o.name)), []);
    assert.deepEqual(organisations.filter((o) => /[一-鿿]/.test(o.englishName)).map((o) => o.name), []);
  });
  test('every county of the three cities has the departments of the examples', () => {
    const needed = ['government', 'digital-government', 'government-service-hall', 'market-regulation', 'health', 'fire-rescue', 'urban-management', 'public-security', 'human-resources', 'medical-security', 'civil-affairs', 'taxation', 'ecology-environment'];
    const counties = new Set(organisations.filter((o) => o.level === 3).map((o) => o.division));
    assert.equal(counties.size, 28);
    for (const county of counties) for (const f of needed) assert.ok(organisations.some((o) => o.division === county && o.function === f), `${county} ${f}`);
  });
});

describe('demonstration people', () => {
  test('identity numbers are right, distinct, and agree with birth date and sex', () => {
    const wrong = persons.filter((p) => !identityFits(p.identityNumber) || p.identityNumber.slice(6, 14) !== p.birthDate.replaceAll('-', '') || Number(p.identityNumber[16]) % 2 !== Number(p.sex) % 2);
    assert.deepEqual(wrong, []);
    assert.deepEqual(duplicates(persons.map((p) => p.identityNumber)), []);
  });
  test('families hold together', () => {
    const byId = new Map(persons.map((p) => [p.id, p]));
    for (const p of persons) {
      if (p.spouse !== undefined) assert.equal(byId.get(p.spouse)?.spouse, p.id, p.name);
      assert.equal(p.marriage === '21', p.spouse !== undefined, p.name);
      for (const parent of [p.father, p.mother]) if (parent !== undefined) assert.ok(Number(p.birthDate.slice(0, 4)) - Number(byId.get(parent)?.birthDate.slice(0, 4)) >= 20, p.name);
      if (p.marriedOn !== undefined) assert.ok(Number(p.marriedOn.slice(0, 4)) - Number(p.birthDate.slice(0, 4)) >= 20, p.name);
      if (p.expectedBirth !== undefined) assert.ok(p.sex === '2' && p.spouse !== undefined, p.name);
    }
    assert.ok(persons.filter((p) => p.expectedBirth !== undefined).length >= 5);
  });
  test('all are marked, and no telephone can ring', () => {
    assert.ok(content.list(demonstrationPersonKind).every((d) => d.demonstration));
    for (const { phone } of [...persons, ...officers]) if (phone !== undefined) assert.match(phone, /^142\d{8}$/);
  });
  test('codes are in their lists', () => {
    const codes = (list: string) => new Set(content.get(codeListKind, list).value.codes.map((c) => c.code));
    const all: [string, (string | undefined)[]][] = [
      ['sex', persons.map((p) => p.sex)], ['marriage', persons.map((p) => p.marriage)], ['ethnic-group', persons.map((p) => p.ethnicGroup)],
      ['education', persons.map((p) => p.education)], ['occupation-group', persons.map((p) => p.occupation)],
      ['industry', companies.map((c) => c.industry)], ['company-type', companies.map((c) => c.type)], ['company-state', companies.map((c) => c.state)],
    ];
    for (const [list, used] of all) {
      const known = codes(list);
      assert.deepEqual(used.filter((code) => code !== undefined && !known.has(code)), [], list);
    }
  });
});

describe('demonstration companies and officers', () => {
  test('credit codes, names, registrars', () => {
    assert.equal(companies.length, 120);
    assert.deepEqual(companies.filter((c) => !creditFits(c.id) || !organisationPartFits(c.id)), []);
    assert.deepEqual(duplicates(companies.map((c) => c.name)), []);
    for (const c of companies) assert.equal(content.get(organisationKind, c.registrar).value.function, 'market-regulation');
  });
  test('every role is held by someone, nobody holds two of the three administrators', () => {
    const held = new Set(officers.flatMap((o) => [...o.roles, ...(o.otherPosts ?? []).flatMap((p) => p.roles)]));
    assert.deepEqual(values(roleKind).map((r) => r.id).filter((id) => !held.has(id)), []);
    for (const o of officers) for (const id of o.roles) for (const other of content.get(roleKind, id).value.excludes) assert.ok(!o.roles.includes(other), o.name);
  });
  test('a second post is read', () => {
    assert.equal(content.get(officerKind, 'o003').value.otherPosts?.[0]?.title, '便民服务站综合窗口');
  });
});

test('code lists: counts of the standards', () => {
  const list = (id: string) => content.get(codeListKind, id).value.codes;
  assert.equal(list('ethnic-group').length, 58);
  assert.equal(list('ethnic-group').find((c) => c.code === '10')?.name instanceof Object, true);
  assert.deepEqual([list('industry').filter((c) => /^[A-T]$/.test(c.code)).length, list('industry').filter((c) => /^\d\d$/.test(c.code)).length], [20, 97]);
  assert.deepEqual(list('item-type').map((c) => c.code), ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '20']);
});

test('the calendars join', () => {
  const calendar = createCalendar(content.list(calendarKind).map((d) => d.value));
  assert.deepEqual([calendar.knownFrom, calendar.knownUntil], ['2022-01-01', '2026-12-31']);
});
