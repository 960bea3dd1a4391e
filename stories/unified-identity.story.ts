import assert from 'node:assert/strict';
import { createCall } from '../server/src/kernel/contract/index.ts';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { alertOf, openBrowser, type Browser } from './browser.ts';
import { demonstrationPassword, story, type Province } from './harness.ts';
import { askToken, machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode, division, ownerOf } from './restaurant.ts';

const minute = 60_000;
const agent = { login: 'p002', name: '李思远', number: '220105199308029133' };
const bureau = '11220102YW00020340';

const callOf = (province: Province, browser: Browser) =>
  createCall({ base: province.url, headers: () => ({ cookie: `yiwang_session=${browser.cookies.get('yiwang_session') ?? ''}` }) });

story('unified-identity', 'one sign-in for every application; wrong passwords lock; she acts for her company and by mandate; a department’s system is its department', async (province) => {
  // what an application needs to know of us, it finds; private keys are not in it
  const discovery = (await (await fetch(`${province.url}/.well-known/openid-configuration`)).json()) as Record<string, unknown>;
  assert.equal(discovery['issuer'], `${province.url}/oidc`);
  assert.deepEqual(discovery['code_challenge_methods_supported'], ['S256']);
  const { keys } = (await (await fetch(String(discovery['jwks_uri']))).json()) as { keys: Record<string, unknown>[] };
  assert.equal(keys.length > 0 && keys.every((k) => k['d'] === undefined && k['crv'] === 'P-256'), true);

  // the code flow with PKCE; a wrong password says nothing about which half was wrong
  const browser = openBrowser(province.url);
  const page = await browser.go('/signin?app=portal&return=/healthz');
  const asked = new URL(page.way.find((a) => a.includes('/oidc/auth?'))!).searchParams;
  assert.deepEqual([asked.get('response_type'), asked.get('code_challenge_method'), asked.get('client_id')], ['code', 'S256', 'portal']);
  const wrong = await browser.signIn(page, 'p001', 'Yiwang-2025');
  const nobody = await browser.signIn(page, 'p999999');
  assert.equal(alertOf(wrong), '账号或密码不正确');
  assert.equal(alertOf(nobody), alertOf(wrong), 'whether the account exists is not told');
  const home = await browser.signIn(page, 'p001');
  assert.equal(home.url, '/healthz');
  assert.equal((await callOf(province, browser)(identity.me, {})).name, '王雨桐');

  // single sign-on: not asked again; an officer's desk wants an officer, and a way back leads nowhere else
  const before = browser.cookies.get('yiwang_session');
  assert.equal((await browser.go('/signin?app=portal&return=/healthz')).url, '/healthz', 'who is signed in is not asked again');
  assert.notEqual(browser.cookies.get('yiwang_session'), before, 'and gets a session of her own');
  assert.match((await browser.go('/signin?app=desk&return=/healthz')).text, /工作人员登录/);
  for (const evil of ['https://evil.example/', '//evil.example/', '/\\evil.example']) {
    assert.equal((await browser.go(`/signin?app=portal&return=${encodeURIComponent(evil)}`)).way.some((a) => a.includes('evil.example') && !a.startsWith(province.url)), false, evil);
  }
  const forged = new URLSearchParams(asked);
  forged.set('redirect_uri', 'https://evil.example/callback');
  assert.equal((await openBrowser(province.url).go(`/oidc/auth?${forged.toString()}`)).status, 400);
  assert.equal((await openBrowser(province.url).go('/signin/callback?code=stolen&state=guessed')).status, 404);

  // an officer proves two things; a guessed second one is refused
  const desk = openBrowser(province.url);
  const password = await desk.submit(await desk.go('/signin?app=desk&return=/healthz'), { step: 'password', login: 'o012', password: demonstrationPassword });
  assert.equal(desk.cookies.has('yiwang_session'), false, 'the password alone opens nothing');
  const ticket = /name="ticket" value="([^"]*)"/.exec(password.text)![1]!;
  const shown = /data-demonstration-code="(\d+)"/.exec(password.text)![1]!;
  const guess = await desk.submit(password, { step: 'second', ticket, code: shown === '000000' ? '000001' : '000000' });
  assert.match(alertOf(guess), /验证码不正确/);
  assert.equal((await desk.submit(password, { step: 'second', ticket, code: shown })).url, '/healthz');
  const officer = await callOf(province, desk)(identity.me, {});
  assert.deepEqual([officer.kind, officer.assurance, officer.organisations], ['officer', 2, [bureau]]);
  const intruder = await openBrowser(province.url);
  assert.match(alertOf(await intruder.signIn(await intruder.go('/signin?app=desk'), 'p001')), /不能登录/);

  // five wrong passwords lock the account, right ones included, for a quarter of an hour; an administrator unlocks sooner
  const thief = openBrowser(province.url);
  const door = await thief.go('/signin?app=portal&return=/healthz');
  const tries: string[] = [];
  for (let i = 0; i < 5; i++) tries.push(alertOf(await thief.signIn(door, 'p005', `Guess-${i}-2026`)));
  assert.match(tries.at(-1)!, /15 分钟后再试/);
  assert.match(alertOf(await thief.signIn(door, 'p005')), /暂时锁定/, 'now even the right one');
  await province.signIn('p004');
  let administrator = await province.signIn('o009');
  const accountOf = async (login: string) => (await administrator.call(identity.listAccounts, { kind: 'citizen', login })).accounts.find((a) => a.loginName === login)!;
  const locked = await accountOf('p005');
  assert.equal(locked.name, '孙*兰', 'an administrator of accounts does not need her name');
  assert.ok(locked.lockedUntil);
  await administrator.call(identity.unlockAccount, { accountId: locked.id, version: locked.version });
  const grandmother = await province.signIn('p005');
  await refused('access.stale', administrator.call(identity.lockAccount, { accountId: locked.id, reason: '本人报失', version: locked.version }));
  await refusedWith(403, (await province.signIn('o012')).call(identity.lockAccount, { accountId: locked.id, reason: '好奇', version: locked.version + 1 }));
  await administrator.call(identity.lockAccount, { accountId: locked.id, reason: '本人报失', version: locked.version + 1 });
  assert.equal((await grandmother.call(identity.me, {})).signedIn, false, 'her sessions end at once');
  await assert.rejects(province.signIn('p005'), /已停用/);
  for (let i = 0; i < 5; i++) await thief.signIn(door, 'p006', `Guess-${i}-2026`);
  province.clock.advance(16 * minute);
  await province.signIn('p006');

  // real names: the register of population is asked, and one person has one account
  const phone = '13900001111';
  const { shownCode } = await province.visitor.call(identity.sendRegistrationCode, { phone });
  const register = { name: '王雨桐', identityNumber: '220103199004189143', phone, code: shownCode ?? '', loginName: 'wang-yutong', password: 'Restaurant-2026' };
  await refused('access.identityNumber', province.visitor.call(identity.register, { ...register, identityNumber: '220103199004189144' }));
  await refused('access.weakPassword', province.visitor.call(identity.register, { ...register, password: '12345678' }));
  await refused('access.codeWrong', province.visitor.call(identity.register, { ...register, code: shownCode === '111111' ? '222222' : '111111' }));

  // acting for: her company because the register says so; nobody else's
  const owner = await ownerOf(province);
  const me = await owner.call(identity.me, {});
  assert.deepEqual([me.actingFor?.by, me.actingFor?.creditCode, me.identityNumber?.includes('1990')], ['representative', companyCode, false]);
  const builder = (await (await province.signIn('p008')).call(identity.me, {})).parties.find((p) => p.kind === 'company')!;
  await refused('access.notYours', owner.call(identity.switchParty, { partyId: builder.partyId }));

  // by mandate: for the item that it names, once accepted, until revoked
  const grant = { agentName: agent.name, agentIdentityNumber: agent.number, items: ['food-business-licence'], validFrom: '2026-11-23', validTo: '2026-12-31' };
  await refused('access.unknownAgent', owner.call(identity.grantMandate, { ...grant, agentName: '李四' }));
  await refused('access.mandateDates', owner.call(identity.grantMandate, { ...grant, validTo: '2041-12-31' }));
  const once = { idempotencyKey: 'mandate-of-the-story' };
  const { id } = await owner.call(identity.grantMandate, grant, once);
  assert.equal((await owner.call(identity.grantMandate, grant, once)).id, id, 'sent twice, granted once');
  const nephew = await province.signIn(agent.login);
  await refused('access.notYours', nephew.call(identity.switchParty, { partyId: me.actingFor!.partyId, mandateId: id }));
  const stranger = await province.signIn('p004');
  await refused('access.unknownMandate', stranger.call(identity.answerMandate, { mandateId: id, accept: true, version: 1 }));
  await nephew.call(identity.answerMandate, { mandateId: id, accept: true, version: 1 });
  await refused('access.stale', owner.call(identity.revokeMandate, { mandateId: id, version: 1 }));
  await nephew.call(identity.switchParty, { partyId: me.actingFor!.partyId, mandateId: id });
  const draft = await nephew.call(services.startDraft, { kind: 'service-item', id: 'food-business-licence', division });
  assert.equal(draft.party.name, '长春市南关区云杉餐饮管理有限公司');
  await refused('services.notServed', nephew.call(services.startDraft, { kind: 'service-item', id: 'signboard-permit', division }));
  await refused('access.mandateByAgent', nephew.call(identity.grantMandate, { ...grant, agentName: '王雨桐', agentIdentityNumber: '220103199004189143' }));
  const others = await owner.call(services.startDraft, { kind: 'service-item', id: 'signboard-permit', division });
  await refused('services.notServed', nephew.call(services.getDraft, { draftId: others.id }));
  await owner.call(identity.revokeMandate, { mandateId: id, version: 2 });
  assert.equal((await nephew.call(identity.me, {})).actingFor?.by, 'self', 'the moment that it is revoked');
  await refused('forms.draftUnknown', nephew.call(services.getDraft, { draftId: draft.id }));
  assert.equal((await owner.call(services.getDraft, { draftId: draft.id })).id, draft.id, 'what he began for the company stays the company’s');

  // her devices: the one that she does not know is put out
  const { sessions } = await owner.call(identity.listSessions, {});
  assert.equal(sessions.filter((s) => s.current).length, 1);
  await refused('access.unknownSession', stranger.call(identity.revokeSession, { sessionId: sessions[0]!.id }));
  for (const other of sessions.filter((s) => !s.current)) await owner.call(identity.revokeSession, { sessionId: other.id });
  assert.equal((await callOf(province, browser)(identity.me, {})).signedIn, false);
  assert.equal((await owner.call(identity.me, {})).signedIn, true);

  // a department's system: a token by its secret; no citizen, no officer
  const machine = await machineOf(province, bureau);
  const itself = await machine(identity.me, {});
  assert.deepEqual([itself.kind, itself.organisations], ['machine', [bureau]]);
  await refusedWith(403, machine(services.listMyCases, {}));
  await refusedWith(403, machine(services.workList, {}));
  const denied = await askToken(province, bureau, 'Yiwang-2026-guess');
  assert.deepEqual([denied.status, denied.body['error']], [401, 'invalid_client']);

  // a system that an administrator registers: a secret shown once, a term, suspended at once
  administrator = await province.signIn('o009');
  const until = { validTo: '2027-11-22' };
  const system = { organisation: bureau, name: '餐饮监管系统', purpose: '接收许可结果', contact: '刘工', contactPhone: '13900002222', permissions: ['exchange.request'], ...until, secret: true };
  await refused('access.machineTerm', administrator.call(identity.registerMachine, { ...system, validTo: '2036-01-01' }));
  await refused('access.machinePermission', administrator.call(identity.registerMachine, { ...system, permissions: ['roles.manage'] }));
  await refusedWith(403, (await province.signIn('o012')).call(identity.registerMachine, system));
  const made = await administrator.call(identity.registerMachine, system);
  const { secret } = await administrator.call(identity.machineSecret, { ticket: made.secretTicket! });
  await refused('access.secretGone', administrator.call(identity.machineSecret, { ticket: made.secretTicket! }));
  const token = async (): Promise<number> => (await fetch(`${province.url}/oidc/token`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${made.clientId}:${secret}`).toString('base64')}`, 'content-type': 'application/x-www-form-urlencoded' }, body: 'grant_type=client_credentials' })).status;
  assert.equal(await token(), 200);
  await administrator.call(identity.changeMachine, { clientId: made.clientId, action: 'suspend', version: 1 });
  assert.equal(await token(), 401);

  // a code on a screen, confirmed on the telephone that is signed in; the telephone sees what it signs in
  const screen = openBrowser(province.url);
  const gate = await screen.go('/signin?app=portal&return=/healthz');
  const waiting = /action="(\/signin\/interaction\/[^"]+)"/.exec(gate.text)![1]!;
  const code = /\/scan\/([\w-]{43})"/.exec((await screen.go(`${waiting}?by=scan`)).text)![1]!;
  assert.equal((await owner.call(identity.seeScan, { token: code })).app, 'portal');
  await refused('access.scanApp', administrator.call(identity.answerScan, { token: code, accept: true }));
  await owner.call(identity.answerScan, { token: code, accept: true });
  assert.equal((await screen.go(`${waiting}?by=scan`)).url, '/healthz');
  assert.equal((await callOf(province, screen)(identity.me, {})).loginName, 'p001');
  await refused('access.scanGone', owner.call(identity.answerScan, { token: code, accept: true }));

  // half an hour without a hand on the keyboard signs an officer out
  administrator = await province.signIn('o009');
  province.clock.advance(31 * minute);
  await refusedWith(401, administrator.call(identity.listAccounts, {}));
});
