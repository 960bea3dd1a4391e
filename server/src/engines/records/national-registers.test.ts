import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { accessKinds, companyId, demonstrationPersonId } from '#engines/access';
import { baseKinds, checkPacks, createContent, describeProblem } from '#engines/content';
import { anonymous } from '#kernel/context';
import { createMovableClock } from '#kernel/clock';
import { testDatabase } from '#test/database';
import { testFieldCrypto } from '#test/field-crypto';
import { createRecords, loadDemonstration, registerKind } from './index.ts';
import { coach, newId, player } from './tennis-club.sample.ts';

const root = path.resolve(import.meta.dirname, '../../../..');
const packs = ['content/national', 'content/jilin', 'content/jilin/demo'].map((p) => path.join(root, p));
const kinds = [...baseKinds, ...accessKinds, registerKind];

test('the national registers are right', async () => {
  const problems = await checkPacks([packs[0]!], kinds as never);
  assert.deepEqual(problems.filter((p) => p.file?.startsWith('registers/')).map(describeProblem), []);
});

test('demonstration rows fill the registers once and fit together', { skip: existsSync(path.join(packs[2]!, 'persons.csv')) ? false : 'content/jilin/demo is absent' }, async (t) => {
  const db = await testDatabase(t);
  const only = await registersOnly();
  const crypto = testFieldCrypto();
  const records = createRecords({ db, content: only, crypto });
  await records.prepare();
  const options = { content: only, now: createMovableClock().now(), newId };
  const first = await loadDemonstration(records, options);
  for (const r of first) assert.deepEqual([r.register, r.refusedLines], [r.register, []]);
  assert.ok(first.every((r) => r.created > 0), JSON.stringify(first.map((r) => [r.register, r.created])));
  const again = await loadDemonstration(records, options);
  assert.ok(again.every((r) => r.repeated));
  const person = demonstrationPersonId('p001');
  const read = <T>(actor: typeof coach, use: (ctx: never) => Promise<T>): Promise<T> => db.read(actor, (tx) => use({ tx, actor, now: new Date(), newId, locale: 'zh', requestId: 'r' } as never));
  const purpose = { duty: '核验', text: '演示' };
  const mine = await read(player(person), (ctx) => records.list(ctx, 'real-property', { purpose }));
  assert.ok(mine.records.length > 0);
  const company = (await read(anonymous, (ctx) => records.list(ctx, 'legal-entity', { limit: 1 }))).records[0]!;
  assert.equal(company.id, companyId(String(company.data['creditCode'])));
  assert.deepEqual([company.data['legalRepresentativeNumber'], company.subjects], [undefined, []], 'the public never gets what is sensitive');
});

/** Content whose other definitions may be mid-edit: only what this test needs. */
async function registersOnly() {
  const { readFileSync, readdirSync } = await import('node:fs');
  const files: Record<string, string> = { 'pack.yaml': 'id: all\nname: { zh: 全部 }\nversion: "1"\ndemonstration: true\ntables: [{ kind: division, file: divisions.csv }, { kind: demonstration-person, file: persons.csv }, { kind: demonstration-company, file: companies.csv }, { kind: organisation, file: organisations.csv }]\n' };
  for (const folder of ['registers', 'code-lists']) for (const f of readdirSync(path.join(packs[0]!, folder))) files[`${folder}/${f}`] = readFileSync(path.join(packs[0]!, folder, f), 'utf8');
  for (const f of ['divisions.csv', 'organisations.csv']) files[f] = readFileSync(path.join(packs[1]!, f), 'utf8');
  for (const f of ['persons.csv', 'companies.csv']) files[f] = readFileSync(path.join(packs[2]!, f), 'utf8');
  const content = createContent({ packs: [files] });
  for (const kind of kinds) content.registerKind(kind as never);
  await content.load();
  return content;
}
