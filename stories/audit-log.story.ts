import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as data from '../server/src/modules/data/contract.ts';
import * as seals from '../server/src/modules/capabilities/seals/contract.ts';
import * as security from '../server/src/modules/security/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { applyForFoodLicence } from './food-licence.ts';
import { story, type Persona } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode, decide, ownerOf } from './restaurant.ts';

story('audit-log', 'what was done to a case, by people and machines: found by the auditor, seen by nobody else, changed by no one; the receipt proves it to anyone, off line', async (province, t) => {
  const { visitor } = province;
  const before = await visitor.call(security.evidenceState, {});
  const owner = await ownerOf(province);
  const { caseId, entryId } = await applyForFoodLicence(owner);
  await province.settle();
  const clerk = await province.signIn('o001');
  await decide(clerk, caseId, 'accept', 'accept');
  await province.settle();
  const machine = await machineOf(province, '11220102YW00020858');
  await machine(data.verifyData, { register: 'legal-entity', key: { creditCode: companyCode }, fields: { state: 'active' }, purpose: '消防检查前核验主体' });

  // who, what, when, from which body, about what: newest first
  const auditor = await province.signIn('o011');
  const traces = async (input: Record<string, unknown>, who: Persona = auditor) => (await who.call(security.listTraces, { limit: 100, ...input })).traces;
  const decisions = await traces({ contract: 'services.decideTask' });
  assert.deepEqual(decisions.map((d) => [d.actor, d.actorKind, d.organisationName, d.outcome]), [['吴辉睿', 'officer', '长春市南关区政务服务中心', 'done']]);
  assert.equal(decisions[0]!.at.startsWith('2026-11-23T01:00'), true);
  assert.ok(decisions[0]!.subject);
  const calls = await traces({ contract: 'data.verify' });
  assert.deepEqual(calls.map((c) => [c.actorKind, c.organisation]), [['machine', '11220102YW00020858']]);

  // a citizen's doings are found about a case in question, not by strolling
  assert.equal((await traces({})).some((one) => one.actorKind === 'citizen'), false);
  const about = await traces({ subject: caseId });
  assert.deepEqual(about.map((one) => [one.contract, one.actorKind, one.actor]), [['services.decideTask', 'officer', '吴辉睿'], ['services.submitDraft', 'citizen', '王*桐']]);

  // pages, times and nonsense
  const all = await traces({});
  const first = await auditor.call(security.listTraces, { limit: 1 });
  const second = await auditor.call(security.listTraces, { limit: 1, cursor: first.next! });
  assert.deepEqual([first.traces[0]!.id, second.traces[0]!.id], [all[0]!.id, all[1]!.id]);
  assert.deepEqual(await traces({ from: '2026-11-24T00:00:00Z' }), []);
  assert.equal((await traces({ from: '2026-11-23T00:00:00Z', to: '2026-11-23T23:00:00Z' })).length, all.length);
  await refused('http.invalid', traces({ from: 'yesterday' }));
  await refused('http.invalid', traces({ accountId: "' or 1=1" }));
  assert.deepEqual(await traces({ contract: "x' or '1'='1" }), []);

  // the city's and the province's auditors see the district; nobody without the office sees anything
  assert.equal((await traces({ contract: 'services.decideTask' }, await province.signIn('o062'))).length, 1);
  for (const login of ['o001', 'o009', 'o010']) await refusedWith(403, traces({}, await province.signIn(login)));
  await refusedWith(403, owner.call(security.listTraces, {}));
  await refusedWith(401, visitor.call(security.listTraces, {}));

  // nobody changes it: there is no such door
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    for (const at of ['/api/desk/audit/traces', `/api/desk/audit/traces/${all[0]!.id}`, `/api/evidence/${entryId}`]) {
      const answer = await fetch(province.url + at, { method, headers: { cookie: auditor.cookie, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: '{}' });
      assert.equal([404, 405].includes(answer.status), true, `${method} ${at}: ${answer.status}`);
    }
  }
  assert.deepEqual((await traces({})).filter((one) => all.some((a) => a.id === one.id)), all);

  // the receipt: for those concerned; verified step by step by anyone, a changed one found out
  const receipt = await owner.call(services.caseReceipt, { caseId });
  assert.deepEqual(await auditor.call(security.getEvidence, { entryId }), receipt);
  await refused('ledger.entryNotFound', (await province.signIn('p008')).call(security.getEvidence, { entryId }));
  const check = (one: Record<string, unknown>) => visitor.call(security.verifyEvidence, { receipt: one });
  const good = await check(receipt);
  assert.deepEqual([good.ok, good.steps.every((s) => s.ok)], [true, true]);
  const entry = receipt['entry'] as Record<string, unknown>;
  for (const forged of [{ ...receipt, entry: { ...entry, data: { ...(entry['data'] as object), number: '220102SX209901010000001X' } } }, { ...receipt, entry: { ...entry, at: '2026-11-20T01:00:00.000Z' } }, { ...receipt, entry: { ...entry, subject: entryId } }, {}]) {
    assert.equal((await check(forged as Record<string, unknown>)).ok, false);
  }
  const after = await visitor.call(security.evidenceState, {});
  assert.equal(after.size > before.size && after.pendingSeconds === 0, true);

  // and off line, with nothing of ours but the certificates that everybody may fetch
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-story-receipt-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const { authorities } = await visitor.call(seals.listAuthorities, {});
  const pem = (der: string): string => `-----BEGIN CERTIFICATE-----\n${der.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  writeFileSync(path.join(folder, 'trust.pem'), [...authorities.map((a) => a.der), ...after.certificates].map(pem).join(''));
  const offline = (name: string, content: unknown) => {
    writeFileSync(path.join(folder, name), JSON.stringify(content));
    return spawnSync(process.execPath, [path.resolve(import.meta.dirname, '../server/src/verify.ts'), path.join(folder, name), '--trust', path.join(folder, 'trust.pem'), '--at', '2026-11-23T10:00:00+08:00'], { encoding: 'utf8' });
  };
  const proved = offline('receipt.json', receipt);
  assert.equal(proved.status, 0, proved.stdout + proved.stderr);
  assert.match(proved.stdout, /有效.*可信/s);
  assert.equal(offline('forged.json', { ...receipt, entry: { ...entry, at: '2026-11-20T01:00:00.000Z' } }).status, 1);
});
