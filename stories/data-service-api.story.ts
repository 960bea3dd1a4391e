import assert from 'node:assert/strict';
import { readCertificate, sm3 } from '../server/src/engines/signing/index.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as security from '../server/src/modules/security/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import type { InputOf } from '../server/src/kernel/contract/index.ts';
import { exchangeMachine, send, type Answered } from './exchange-machine.ts';
import { grantFoodLicence } from './food-licence-granted.ts';
import { story } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';

/** 南关区人力资源和社会保障局, whose system asks; 赵德厚, who is asked about. */
const bureau = '11220102YW0002050M';
const zhao = { login: 'p004', name: '赵德厚', number: '220102196512209251', phone: '14200000004' };
const purpose = '社会保险参保登记核验';

const codeOf = (a: Answered): unknown => a.json['code'];

story('data-service-api', 'a department’s machine verifies, queries, pulls a batch, follows changes and fetches a file under a grant; without it, after it and around it nothing leaves; what it did is in ledger, meter and the person’s own view', async (province) => {
  const officer = await province.signIn('o087');
  const steward = await province.signIn('o019');

  // the services of the base registers are there; a department's steward sees them and may not grant
  const { services: offered } = await steward.call(sharing.listServices, {});
  for (const mode of ['verify', 'query', 'batch', 'changes']) assert.ok(offered.some((s) => s.id === `population.${mode}` && s.state === 'active'), mode);
  const until = (days: number): string => new Date(province.clock.now().getTime() + days * 86_400_000).toISOString();
  const grant = async (service: string, more: Partial<InputOf<typeof sharing.grantService>> = {}, who = officer): Promise<string> =>
    (await who.call(sharing.grantService, { service, organisation: bureau, purposeCode: 'case-handling', purpose, legalBasis: '《社会保险法》第五十七条', fields: ['identityNumber', 'name', 'sex'], validTo: until(30), ...more })).id;
  await refusedWith(403, grant('population.verify', {}, steward));
  await refused('exchange.grantInvalid', grant('population.query', { fields: ['identityNumber', 'salary'] }));
  await refused('exchange.serviceUnknown', grant('population.everything'));
  await refused('exchange.grantInvalid', grant('population.query', { validTo: until(-1) }));

  // the bureau's system brings its key under its own sign-in; a key that is not proved is not taken
  const { directory, certificate } = (await (await fetch(`${province.url}/exchange/v1/directory`)).json()) as { directory: { number: number; members: { keys: { id: string }[] }[] }; certificate: string };
  const machine = await exchangeMachine(province.url, () => province.clock.now(), readCertificate(Buffer.from(certificate, 'base64')).publicKey);
  const signedIn = await machineOf(province, bureau);
  const offer = await machine.offer(bureau);
  await refused('exchange.proofWrong', signedIn(sharing.registerKey, { name: '参保登记系统', ...(await machine.offer('11220102YW00020340')), publicKey: offer.publicKey }));
  await refused('exchange.publicKeyInvalid', signedIn(sharing.registerKey, { name: '参保登记系统', publicKey: 'AAAA', proof: offer.proof }));
  assert.equal(codeOf(await machine.call('POST', '/exchange/v1/population.verify', { grant: '0193f000-0000-7000-8000-000000000001', body: {} })), 'exchange.keyUnknown');
  const registered = await signedIn(sharing.registerKey, { name: '参保登记系统', ...offer });
  assert.equal(registered.keyId, machine.keyId);
  const after = ((await (await fetch(`${province.url}/exchange/v1/directory`)).json()) as { directory: typeof directory }).directory;
  assert.ok(after.number > directory.number && after.members.some((m) => m.keys.some((k) => k.id === machine.keyId)), 'the directory names it');

  // 核验: yes or no, signed both ways
  const verifyGrant = await grant('population.verify');
  const verify = (fields: Record<string, string>, options = {}) => machine.call('POST', '/exchange/v1/population.verify', { grant: verifyGrant, reference: 'SB-2026-0001', body: { key: { identityNumber: zhao.number }, fields }, ...options });
  const yes = await verify({ name: zhao.name, sex: '1' });
  assert.deepEqual([yes.status, yes.json, yes.signed], [200, { found: true, matches: { name: true, sex: true }, all: true }, true], yes.text);
  assert.deepEqual((await verify({ name: '赵德' })).json, { found: true, matches: { name: false }, all: false });
  assert.equal(codeOf(await verify({ phone: zhao.phone })), 'exchange.fieldNotGranted');
  assert.equal(codeOf(await machine.call('POST', '/exchange/v1/population.verify', { grant: verifyGrant, body: { key: { name: zhao.name } } })), 'exchange.keyFieldMissing');
  const wrong = await machine.call('POST', '/exchange/v1/population.query', { grant: verifyGrant, body: { key: { identityNumber: zhao.number } } });
  assert.deepEqual([wrong.status, codeOf(wrong), wrong.signed], [403, 'exchange.grantUnknown', true], 'a grant for one service opens no other');

  // 试调用 by an official of the grantee, before her machine is there: the same rules, always masked, seen by the person; nobody else's grant, nothing that is no question
  const own = await grant('population.query', { organisation: '11220102YW00020340', fields: ['identityNumber', 'name'], masks: { name: 'none' } });
  const tried = await steward.call(sharing.tryGrant, { grantId: own, key: { identityNumber: zhao.number } });
  assert.deepEqual([tried.found, tried.records?.length, Object.keys(tried.records?.[0] ?? {}).toSorted()], [true, 1, ['identityNumber', 'name']]);
  assert.equal(tried.records?.[0]?.['name'], '赵*厚', 'as the register masks it, whatever the grant shows to machines');
  assert.equal((await steward.call(sharing.tryGrant, { grantId: own, key: { identityNumber: '220102196512209999' } })).found, false);
  await refused('exchange.keyFieldMissing', steward.call(sharing.tryGrant, { grantId: own, key: { name: zhao.name } }));
  await refused('sharing.notYours', steward.call(sharing.tryGrant, { grantId: verifyGrant, key: { identityNumber: zhao.number } }));
  await refusedWith(403, officer.call(sharing.tryGrant, { grantId: own, key: { identityNumber: zhao.number } }));
  const batchOwn = await grant('population.batch', { organisation: '11220102YW00020340', fields: ['sex'] });
  const portion = await steward.call(sharing.tryGrant, { grantId: batchOwn });
  assert.deepEqual([portion.found, portion.records?.length, portion.more, [...new Set(portion.records?.flatMap((r) => Object.keys(r)))]], [true, 10, true, ['sex']], 'the first rows of a batch');
  const ofDistrict = async (division: string) => (await steward.call(sharing.tryGrant, { grantId: await grant('population.batch', { organisation: '11220102YW00020340', fields: ['division'], division }) })).records ?? [];
  assert.ok((await ofDistrict('220102')).every((r) => String(r['division']).startsWith('220102')) && (await ofDistrict('220102')).length > 0, '按行授权: only rows of the division');
  assert.equal((await ofDistrict('659001')).length, 0);
  await officer.call(sharing.withdrawGrant, { grantId: own, reason: '试用结束' });
  await refused('exchange.grantEnded', steward.call(sharing.tryGrant, { grantId: own, key: { identityNumber: zhao.number } }));

  // 查询: the granted fields, masked but for what the grant shows; under a session key from here on
  const queryGrant = await grant('population.query', { fields: ['identityNumber', 'name', 'residenceAddress', 'phone'], masks: { name: 'none' } });
  await machine.openSession();
  const query = (grantId = queryGrant) => machine.call('POST', '/exchange/v1/population.query', { grant: grantId, body: { key: { identityNumber: zhao.number } } });
  const found = await query();
  assert.equal(found.signed, true, found.text);
  const [record] = found.json['records'] as { data: Record<string, string> }[];
  assert.deepEqual(Object.keys(record!.data).toSorted(), ['identityNumber', 'name', 'phone', 'residenceAddress']);
  assert.equal(record!.data['name'], zhao.name);
  assert.match(record!.data['identityNumber']!, /^\d{3}\*+[\dX]{4}$/);
  assert.notEqual(record!.data['phone'], zhao.phone);

  // around the grant: forged, replayed, late, another's purpose, another's path
  assert.equal(codeOf(await verify({ name: zhao.name }, { tamper: (h: Record<string, string>) => void (h['exchange-grant'] = queryGrant) })), 'exchange.signatureWrong');
  assert.equal(codeOf(await verify({ name: zhao.name }, { digest: `sm3=:${sm3(Buffer.from('x')).toString('base64')}:` })), 'exchange.digestWrong');
  assert.equal(codeOf(await verify({ name: zhao.name }, { purpose: 'curiosity' })), 'exchange.purposeDiffers');
  assert.equal(codeOf(await verify({ name: zhao.name }, { created: Math.floor(province.clock.now().getTime() / 1000) - 400 })), 'exchange.clockSkew');
  const again = await send(province.url, 'POST', yes.request.target, yes.request.headers, Buffer.from(JSON.stringify({ key: { identityNumber: zhao.number }, fields: { name: zhao.name, sex: '1' } })));
  assert.equal((JSON.parse(again.bytes.toString()) as { code: string }).code, 'exchange.replayed');
  for (const target of ['/exchange/v1/population.verify/../population.query', '/exchange/v1/%70opulation.query', '/exchange/v1//population.query', '/exchange/v1/population.query/..%2fkeys']) {
    assert.equal(codeOf(await machine.call('POST', target, { grant: queryGrant, body: { key: { identityNumber: zhao.number } } })), 'exchange.pathInvalid', target);
  }
  const stranger = await exchangeMachine(province.url, () => province.clock.now());
  assert.equal(codeOf(await stranger.call('POST', '/exchange/v1/population.query', { grant: queryGrant, body: {} })), 'exchange.keyUnknown');
  const other = '11220102YW00020858';
  await (await machineOf(province, other))(sharing.registerKey, { name: '消防检查系统', ...(await stranger.offer(other)) });
  assert.equal(codeOf(await stranger.call('POST', '/exchange/v1/population.query', { grant: queryGrant, body: {} })), 'exchange.grantUnknown', 'a grant is its organisation’s alone');

  // 批量: line by line, to the end, and from any place on
  const batchGrant = await grant('population.batch', { fields: ['identityNumber', 'name', 'division'] });
  const lines = (a: Answered): Record<string, unknown>[] => a.text.trim().split('\n').map((l) => JSON.parse(l) as Record<string, unknown>);
  const whole = await machine.call('GET', '/exchange/v1/population.batch', { grant: batchGrant });
  const rows = lines(whole);
  const { end } = rows.pop() as { end: { rows: number; next: string | null } };
  assert.deepEqual([whole.signed, end.next, end.rows === rows.length, rows.length > 100], [true, null, true, true]);
  assert.equal(new Set(rows.map((r) => r['id'])).size, rows.length);
  for (const r of rows) assert.match(String((r['data'] as Record<string, unknown>)['identityNumber']), /^\d{3}\*+[\dX]{4}$/);
  const part = lines(await machine.call('GET', '/exchange/v1/population.batch?limit=30', { grant: batchGrant }));
  const cursor = (part.pop() as { end: { next: string } }).end.next;
  const rest = lines(await machine.call('GET', `/exchange/v1/population.batch?cursor=${cursor}`, { grant: batchGrant }));
  assert.deepEqual([...part, ...rest.slice(0, -1)].map((r) => r['id']), rows.map((r) => r['id']));

  // 变更订阅: each change once, in order, from where one stands
  const changesGrant = await grant('certificate.changes', { fields: ['name', 'number', 'issuerCode'], masks: { number: 'none' } });
  const follow = async (from: number | string) => (await machine.call('GET', `/exchange/v1/certificate.changes?after=${from}`, { grant: changesGrant })).json as { changes: { position: number; kind: string; data: Record<string, string> }[]; next: number };
  const start = (await follow('end')).next;
  assert.deepEqual((await follow(start)).changes, []);
  const licence = await grantFoodLicence(province);
  const news = (await follow(start)).changes;
  assert.deepEqual(news.map((c) => [c.kind, c.data['name'], c.data['number']]), [['create', '食品经营许可证', licence]]);
  assert.equal(Object.keys(news[0]!.data).every((f) => ['name', 'number', 'issuerCode'].includes(f)), true);
  assert.deepEqual((await follow(news.at(-1)!.position)).changes, []);
  assert.equal(codeOf(await machine.call('GET', '/exchange/v1/certificate.changes?after=-1', { grant: changesGrant })), 'exchange.cursorInvalid');

  // 文件: offered by who may see it, streamed, its digest told
  const bytes = Buffer.from('%PDF-1.4\n社会保险经办机构名录\n%%EOF\n');
  const fileId = await officer.upload('经办机构名录.pdf', bytes, 'application/pdf');
  const definition = { title: '社会保险经办机构名录', mode: 'file', provider: bureau, fileId };
  const put = (id: string, version: number, d: Record<string, unknown> | null, state: 'active' | 'suspended' = 'active') => officer.call(sharing.putService, { id, version, definition: d, state, reason: '按共享清单登记' });
  await refusedWith(404, put('agency-list', 0, { ...definition, fileId: '0193f000-0000-7000-8000-000000000001' }));
  await refused('exchange.definitionInvalid', put('agency-list', 0, { ...definition, mode: 'query' }));
  await refused('exchange.definitionInvalid', put('keys', 0, definition));
  assert.equal((await put('agency-list', 0, definition)).version, 1);
  await refused('exchange.stale', put('agency-list', 0, definition));
  const fileGrant = await grant('agency-list', { fields: [] });
  const fetched = await machine.call('GET', '/exchange/v1/agency-list', { grant: fileGrant });
  assert.deepEqual([fetched.status, fetched.text, fetched.headers['content-type'], fetched.headers['exchange-file-digest'], fetched.signed], [200, bytes.toString('utf8'), 'application/pdf', sm3(bytes).toString('hex'), true]);
  await put('agency-list', 1, null, 'suspended');
  assert.equal(codeOf(await machine.call('GET', '/exchange/v1/agency-list', { grant: fileGrant })), 'exchange.serviceSuspended');

  // withdrawn: at once; over: on its day; used up: by its quota
  const small = await grant('population.query', { dailyQuota: 2 });
  assert.deepEqual([(await query(small)).status, (await query(small)).status, codeOf(await query(small))], [200, 200, 'exchange.quotaUsed']);
  await officer.call(sharing.withdrawGrant, { grantId: queryGrant, reason: '业务已办结' });
  assert.equal(codeOf(await query()), 'exchange.grantEnded');
  await refusedWith(403, steward.call(sharing.withdrawGrant, { grantId: verifyGrant, reason: '越权收回' }));
  assert.deepEqual((await officer.call(sharing.listGrants, { organisation: bureau, service: 'population.query' })).grants.map((g) => g.state).toSorted(), ['active', 'withdrawn']);

  // what it did: in the log, in the meter, in the ledger, and before the eyes of him whom it was about
  const { calls } = await officer.call(sharing.listCalls, { grantId: verifyGrant });
  const done = calls.filter((x) => x.outcome === 'done');
  assert.deepEqual([done.length, done.every((x) => x.reference === 'SB-2026-0001' && x.purpose === 'case-handling' && x.keyId === machine.keyId)], [2, true]);
  assert.ok(calls.some((x) => x.outcome === 'exchange.fieldNotGranted' && x.rows === 0));
  const day = '2026-11-23';
  const { days } = await officer.call(sharing.readMeter, { from: day, to: day, organisation: bureau });
  const measured = days.find((d) => d.grantId === verifyGrant);
  assert.deepEqual([measured?.calls, measured?.rows], [2, 2]);
  assert.equal(days.find((d) => d.grantId === batchGrant)?.rows, rows.length * 2);
  await province.settle();
  const evidence = await officer.call(sharing.callEvidence, { batchId: done[0]!.batchId });
  assert.ok(evidence.leaves.includes(done[0]!.evidence));
  assert.equal(sm3(...evidence.leaves.map((l) => Buffer.from(l, 'hex'))).toString('hex'), evidence.root);
  const proved = await province.visitor.call(security.verifyEvidence, { receipt: evidence.receipt! });
  assert.deepEqual([proved.ok, JSON.stringify(evidence.receipt).includes(evidence.root)], [true, true]);
  const looks = (await (await province.signIn(zhao.login)).call(services.whoLooked, {})).accesses.filter((a) => a.who === '部门系统' && a.organisation !== '');
  assert.ok(looks.some((a) => a.purpose === `${purpose}（SB-2026-0001）` && a.what === '人口基础信息库' && a.fields.includes('姓名')), JSON.stringify(looks));
  await refusedWith(403, (await province.signIn('o001')).call(sharing.listCalls, {}));

  // keys renew themselves; those that nobody renews are on the alarm list, then end
  assert.equal((await machine.renew(bureau)).status, 200);
  assert.equal((await verify({ name: zhao.name })).status, 200);
  province.clock.advance(160 * 86_400_000);
  const ending = (await (await province.signIn('o087')).call(sharing.listEndingKeys, { days: 30 })).keys;
  assert.deepEqual(ending.map((k) => k.name).toSorted(), ['参保登记系统', '消防检查系统'].toSorted());
  assert.equal((await machine.renew(bureau)).status, 200);
  assert.equal(codeOf(await verify({ name: zhao.name })), 'exchange.grantEnded', 'its thirty days are over');
  assert.deepEqual((await (await province.signIn('o087')).call(sharing.listEndingKeys, { days: 30 })).keys.map((k) => k.name), ['消防检查系统']);
  province.clock.advance(30 * 86_400_000);
  assert.equal(codeOf(await stranger.call('POST', '/exchange/v1/population.query', { grant: queryGrant, body: {} })), 'exchange.keyUnknown');
});
