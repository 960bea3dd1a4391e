import assert from 'node:assert/strict';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as data from '../server/src/modules/data/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import { creditCode, firmName, firmRow as row, loadFirms } from './firms.ts';
import { story } from './harness.ts';
import { administrator, caller, callerMachine } from './libraries.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode } from './restaurant.ts';

const firms = ['91220102MA0YP0001', '91220103MA0YP0002'].map(creditCode);

interface Told { after: number; next: number; changes: { id: string; position: number; kind: string; moved?: string; data: Record<string, unknown> }[] }

story('data-sharing-exchange', 'a grant for the rows of one division only; changes are pushed to the subscriber, signed, in order, again until they are taken', async (province, t) => {
  const bureau = await province.signIn(administrator);
  const machine = await callerMachine(province);
  const validTo = new Date(province.clock.now().getTime() + 30 * 86_400_000).toISOString();
  const grant = async (service: string, more: object = {}) => (await bureau.call(sharing.grantService, { service, organisation: caller, purposeCode: 'case-handling', purpose: '业务应用使用数据', legalBasis: '《政务数据共享条例》', fields: ['creditCode', 'name', 'division'], validTo, ...more })).id;
  const load = (rows: string[]) => loadFirms(province, bureau, rows);
  const companies = (await bureau.call(data.browseRegister, { register: 'legal-entity', purpose: '核对按行授权', limit: 100 })).records;
  const inDivision = (digits: string) => companies.filter((r) => String(r.data['division']).startsWith(digits));
  const here = inDivision('220102').find((r) => r.data['creditCode'] === companyCode)!;
  const elsewhere = companies.find((r) => !String(r.data['division']).startsWith('220102'))!;

  // 按行授权: what belongs elsewhere is not found, not counted, not told; nothing is said about why
  await refusedWith(422, grant('legal-entity.query', { division: '22010x' }));
  const query = await grant('legal-entity.query', { division: '220102' });
  const found = async (code: unknown, id = query) => ((await machine.call('POST', '/exchange/v1/legal-entity.query', { grant: id, body: { key: { creditCode: code } } })).json['records'] as { data: Record<string, unknown> }[]).length;
  assert.deepEqual([await found(companyCode), await found(elsewhere.data['creditCode']), await found(elsewhere.data['creditCode'], await grant('legal-entity.query'))], [1, 0, 1]);
  const verify = await grant('legal-entity.verify', { division: '220102' });
  const verified = async (code: unknown, name: unknown) => (await machine.call('POST', '/exchange/v1/legal-entity.verify', { grant: verify, body: { key: { creditCode: code }, fields: { name } } })).json['all'];
  assert.deepEqual([await verified(companyCode, here.data['name']), await verified(elsewhere.data['creditCode'], elsewhere.data['name'])], [true, false]);
  const rows = async (id: string) => (await machine.call('GET', '/exchange/v1/legal-entity.batch', { grant: id })).text.trim().split('\n').map((l) => JSON.parse(l) as { data?: { division: string } }).flatMap((l) => l.data?.division ?? []);
  const scoped = await rows(await grant('legal-entity.batch', { division: '220102' }));
  assert.ok(scoped.length > 0 && scoped.every((d) => d.startsWith('220102')) && (await rows(await grant('legal-entity.batch'))).length > scoped.length);
  assert.equal((await bureau.call(sharing.listGrants, { service: 'legal-entity.query' })).grants.find((g) => g.id === query)?.division, '220102');

  // 推送: the subscriber's own address takes the changes; those of other divisions do not come
  const told: Told[] = [];
  const answer = { status: 200 };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (p: Buffer) => parts.push(p));
    request.on('end', () => {
      if (answer.status === 200) told.push(JSON.parse(Buffer.concat(parts).toString('utf8')) as Told);
      response.writeHead(answer.status).end();
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`;
  const changes = await grant('legal-entity.changes', { division: '220102', fields: ['creditCode', 'name', 'division', 'address'] });
  const member = (await bureau.call(sharing.listMembers, { organisation: caller })).members[0]!;
  await refusedWith(403, (await province.signIn('o019')).call(sharing.openPush, { grantId: changes, memberId: member.id, url }));
  await refused('exchange.pushInvalid', bureau.call(sharing.openPush, { grantId: query, memberId: member.id, url }));
  const { id } = await bureau.call(sharing.openPush, { grantId: changes, memberId: member.id, url });
  await refused('exchange.pushKnown', bureau.call(sharing.openPush, { grantId: changes, memberId: member.id, url }));
  answer.status = 503;
  await load([row(firms[0]!, '220102', '长春市南关区人民大街10号'), row(firms[1]!, '220103', '长春市宽城区人民大街11号')]);
  const pass = async (ms: number) => {
    province.clock.advance(ms);
    await province.settle();
  };
  await pass(20_000);
  const failing = (await bureau.call(sharing.listPushes, {})).pushes.find((p) => p.id === id)!;
  assert.deepEqual([failing.failures > 0, failing.position, told.length], [true, 0, 0], JSON.stringify(failing));
  answer.status = 200;
  await load([row(firms[0]!, '220102', '长春市南关区人民大街12号')]);
  await pass(700_000);
  assert.deepEqual(told.flatMap((p) => p.changes.map((x) => x.data['address'])), ['长春市南关区人民大街10号', '长春市南关区人民大街12号'], JSON.stringify(told));

  // 迁出、迁入: what leaves the division is told as ended, without anything of it; what comes into it is told whole, as created; what happens elsewhere is not told
  const moves = async (rows: string[]) => {
    told.length = 0;
    await load(rows);
    await pass(700_000);
    return told.flatMap((p) => p.changes.map((x) => [x.kind, x.moved, x.data]));
  };
  const mine = told[0]!.changes[0]!.id;
  assert.deepEqual(await moves([row(firms[0]!, '220103', '长春市宽城区人民大街13号')]), [['end', 'left', {}]]);
  assert.equal(told[0]!.changes[0]!.id, mine);
  assert.deepEqual(await moves([row(firms[0]!, '220103', '长春市宽城区人民大街14号')]), []);
  const whole = (code: string, address: string) => ({ creditCode: code, name: firmName(code), division: '220102', address });
  assert.deepEqual(await moves([row(firms[0]!, '220102', '长春市南关区人民大街15号'), row(firms[1]!, '220102', '长春市南关区人民大街16号')]), [
    ['create', 'entered', whole(firms[0]!, '长春市南关区人民大街15号')], ['create', 'entered', whole(firms[1]!, '长春市南关区人民大街16号')],
  ]);
  assert.equal(told[0]!.changes[0]!.id, mine);
  // fetched late: of one that has left meanwhile, no earlier content comes with it
  await load([row(firms[1]!, '220103', '长春市宽城区人民大街17号')]);
  await pass(700_000);
  const later = (await machine.call('GET', '/exchange/v1/legal-entity.changes?after=0', { grant: changes })).json['changes'] as { id: string; kind: string; moved?: string; data: Record<string, unknown> }[];
  const second = later.findLast((x) => x.moved === 'left')!.id;
  assert.deepEqual(later.filter((x) => x.id === second).map((x) => [x.kind, x.data]), [['end', {}]]);

  await bureau.call(sharing.withdrawGrant, { grantId: changes, reason: '用途已完成' });
  await pass(20_000);
  assert.equal((await bureau.call(sharing.listPushes, {})).pushes.find((p) => p.id === id)!.state, 'ended');

  // 删除通知: the subscriber's address is told, its notice waits at the gateway until the machine confirms; the desk sees who has
  const [notice] = (await bureau.call(sharing.listErasures, { subject: changes })).erasures;
  assert.deepEqual([notice?.reason, notice?.late, notice?.holders.map((h) => [h.kind, h.organisation, h.erasedAt, h.rows > 0])], ['用途已完成', false, [['machine', caller, null, true]]]);
  assert.equal((told.at(-1) as unknown as { erasure: string }).erasure, notice!.holders[0]!.id);
  const mineTo = (await machine.call('POST', '/exchange/v1/erasures', { body: {} })).json['erasures'] as { erasure: string; notice: string }[];
  assert.deepEqual(mineTo.map((o) => JSON.parse(o.notice) as { subject: string }).map((o) => o.subject), [changes]);
  assert.equal((await machine.call('POST', '/exchange/v1/erasures', { body: { erasure: mineTo[0]!.erasure, records: 2, words: '已清除' } })).status, 200);
  assert.deepEqual((await bureau.call(sharing.listErasures, { subject: changes })).erasures[0]?.holders.map((h) => [h.records, h.words, h.erasedBy]), [[2, '已清除', '数据应用系统']]);
});
