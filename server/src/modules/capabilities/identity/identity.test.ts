import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generate } from 'otplib';
import { demonstrationPassword as password, demonstrationPersonId, companyId } from '#engines/access';
import { ProblemError, type Call } from '#kernel/contract';
import { system } from '#kernel/context';
import { organisations } from '../../../engines/access/test-access.ts';
import * as c from './contract.ts';
import { signInByForms } from './sign-in-by-forms.ts';
import { testHouse, type TestHouse } from './test-house.ts';

const signIn = async (house: TestHouse, login: string, app: 'portal' | 'desk' = 'portal'): Promise<Call> => house.callAs(await signInByForms(house.exchange, { app, login, password }));
const refusedWith = (code: string) => (error: unknown) => error instanceof ProblemError && error.problem.code === code;

test('a citizen signs in by plain forms and is known; after signing out she is not, at once', async (t) => {
  const house = await testHouse(t);
  const cookie = await signInByForms(house.exchange, { app: 'portal', login: 'p-li', password });
  const call = house.callAs(cookie);
  const me = await call(c.me, {});
  assert.deepEqual([me.name, me.kind, me.assurance, me.actingFor?.by, me.phone, me.identityNumber], ['李秀梅', 'citizen', 1, 'self', '139****0001', '220***********0021']);
  await call(c.signOut, {});
  assert.equal((await call(c.me, {})).signedIn, false);
  const left = await house.db.read(system, (tx) => tx.query("select 1 from access.openid where model in ('Session', 'AccessToken', 'Grant') and (session_uid is not null or model = 'Session')"));
  assert.equal(left.length, 0, 'nothing of the session stays at the provider');
});

test('an officer needs a second factor and then acts in her main post', async (t) => {
  const house = await testHouse(t);
  const me = await (await signIn(house, 'admin-1', 'desk'))(c.me, {});
  assert.deepEqual([me.name, me.kind, me.assurance, me.divisions, me.organisations], ['钱管理', 'officer', 2, ['2201'], [organisations.city]]);
  assert.deepEqual(me.permissions, ['accounts.manage', 'accounts.view', 'cases.accept', 'cases.read', 'roles.manage']);
});

test('posts are never mixed: in the other post she has its sight and its permissions only', async (t) => {
  const house = await testHouse(t);
  const call = await signIn(house, 'admin-1', 'desk');
  const posts = (await call(c.me, {})).posts;
  assert.deepEqual(posts.map((p) => [p.title, p.main]), [['科长', true], ['挂职', false]]);
  await call(c.switchPost, { postId: posts[1]!.id });
  const me = await call(c.me, {});
  assert.deepEqual([me.permissions, me.divisions, me.organisations], [['cases.read'], [], [organisations.other]]);
  await assert.rejects(call(c.listAccounts, {}), refusedWith('http.forbidden'));
  await assert.rejects(call(c.switchPost, { postId: crypto.randomUUID() }), refusedWith('access.notYourPost'));
});

test('the wrong app, the wrong password: clear words on the page, no session', async (t) => {
  const house = await testHouse(t);
  await assert.rejects(signInByForms(house.exchange, { app: 'desk', login: 'p-li', password }), /不能登录此系统/);
  await assert.rejects(signInByForms(house.exchange, { app: 'portal', login: 'p-li', password: 'wrong' }), /账号或密码不正确/);
  await assert.rejects(signInByForms(house.exchange, { app: 'portal', login: 'nobody', password: 'wrong' }), /账号或密码不正确/);
});

test('the legal representative acts for her company, and nobody else does', async (t) => {
  const house = await testHouse(t);
  const company = companyId('91220101MA00000001');
  const li = await signIn(house, 'p-li');
  assert.deepEqual((await li(c.me, {})).parties.map((p) => p.by), ['self', 'representative']);
  const acting = await li(c.switchParty, { partyId: company });
  assert.deepEqual([acting.name, (await li(c.me, {})).actingFor?.partyId], ['小面馆有限公司', company]);
  await assert.rejects((await signIn(house, 'p-wang'))(c.switchParty, { partyId: company }), refusedWith('access.notYours'));
  await house.db.owner((o) => o.query('update access.company set legal_representative = null'));
  house.clock.advance(6_000);
  assert.equal((await li(c.me, {})).actingFor?.by, 'self', 'ends when the register says so');
});

test('a mandate: granted for the company, accepted, used, revoked; each by the right person only', async (t) => {
  const house = await testHouse(t);
  const [li, wang, chen] = [await signIn(house, 'p-li'), await signIn(house, 'p-wang'), await signIn(house, 'p-chen')];
  await li(c.switchParty, { partyId: companyId('91220101MA00000001') });
  const terms = { agentName: '王强', agentIdentityNumber: '220102199001010012', items: ['food-licence'], validFrom: '2026-11-20', validTo: '2027-11-19' };
  await assert.rejects(li(c.grantMandate, { ...terms, agentName: '王刚' }), refusedWith('access.unknownAgent'));
  await assert.rejects(li(c.grantMandate, { ...terms, validTo: '2036-11-19' }), refusedWith('access.mandateDates'));
  const { id } = await li(c.grantMandate, terms);
  assert.equal((await chen(c.listMandates, {})).mandates.length, 0);
  await assert.rejects(wang(c.switchParty, { partyId: companyId('91220101MA00000001') }), refusedWith('access.notYours'), 'not before it is accepted');
  await assert.rejects(chen(c.answerMandate, { mandateId: id, accept: true, version: 1 }), refusedWith('access.unknownMandate'));
  await assert.rejects(li(c.answerMandate, { mandateId: id, accept: true, version: 1 }), refusedWith('access.unknownMandate'));
  await wang(c.answerMandate, { mandateId: id, accept: true, version: 1 });
  await wang(c.switchParty, { partyId: companyId('91220101MA00000001'), mandateId: id });
  const me = await wang(c.me, {});
  assert.deepEqual([me.actingFor?.by, me.actingFor?.items, me.actingFor?.name], ['mandate', ['food-licence'], '小面馆有限公司']);
  await assert.rejects(wang(c.grantMandate, { ...terms, agentName: '陈明', agentIdentityNumber: '220102199101010013' }), refusedWith('access.mandateByAgent'));
  await assert.rejects(li(c.revokeMandate, { mandateId: id, version: 1 }), refusedWith('access.stale'));
  await li(c.revokeMandate, { mandateId: id, version: 2 });
  assert.equal((await wang(c.me, {})).actingFor?.by, 'self', 'at once');
});

test('a mandate whose row was changed behind our back is not used', async (t) => {
  const house = await testHouse(t);
  const [li, wang] = [await signIn(house, 'p-li'), await signIn(house, 'p-wang')];
  const { id } = await li(c.grantMandate, { agentName: '王强', agentIdentityNumber: '220102199001010012', items: ['a'], validFrom: '2026-11-20', validTo: '2026-12-19' });
  await wang(c.answerMandate, { mandateId: id, accept: true, version: 1 });
  await house.db.owner((o) => o.query("update access.mandate set items = '{}'"));
  await assert.rejects(wang(c.switchParty, { partyId: demonstrationPersonId('p-li'), mandateId: id }), refusedWith('access.unknownMandate'));
});

test('devices: listed, and one is ended from another', async (t) => {
  const house = await testHouse(t);
  const [here, there] = [await signIn(house, 'p-li'), await signIn(house, 'p-li')];
  const { sessions } = await here(c.listSessions, {});
  assert.deepEqual(sessions.map((s) => s.current).sort(), [false, true]);
  await assert.rejects((await signIn(house, 'p-wang'))(c.revokeSession, { sessionId: sessions[0]!.id }), refusedWith('access.unknownSession'));
  await here(c.revokeSession, { sessionId: sessions.find((s) => !s.current)!.id });
  assert.deepEqual([(await there(c.me, {})).signedIn, (await here(c.me, {})).signedIn], [false, true]);
});

test('real-name registration: each refusal, then an account that signs in', async (t) => {
  const house = await testHouse(t);
  const call = house.callAs('');
  const input = { name: '周新', identityNumber: '11010519491231002X', phone: '13711110000', code: '000000', loginName: 'zhouxin', password: 'Taotie-2026' };
  const fresh = async () => ({ ...input, code: (await call(c.sendRegistrationCode, { phone: input.phone })).shownCode! });
  await assert.rejects(call(c.register, { ...input, identityNumber: '110105194912310021' }), refusedWith('access.identityNumber'));
  await assert.rejects(call(c.register, { ...input, password: 'short1' }), refusedWith('access.weakPassword'));
  await assert.rejects(call(c.register, { ...input, password: 'zhouxin-2026' }), refusedWith('access.weakPassword'));
  await assert.rejects(call(c.register, input), refusedWith('access.codeWrong'));
  await assert.rejects(call(c.register, { ...(await fresh()), loginName: 'p-li' }), refusedWith('access.loginTaken'));
  await call(c.register, await fresh());
  await assert.rejects(call(c.register, { ...(await fresh()), loginName: 'zhouxin2' }), refusedWith('access.registered'));
  const cookie = await signInByForms(house.exchange, { app: 'portal', login: '13711110000', password: input.password });
  assert.equal((await house.callAs(cookie)(c.me, {})).name, '周新');
});

test('a changed password ends the other sessions; the old one opens nothing', async (t) => {
  const house = await testHouse(t);
  const [here, there] = [await signIn(house, 'p-li'), await signIn(house, 'p-li')];
  await assert.rejects(here(c.changePassword, { current: 'wrong', next: 'Taotie-2026' }), refusedWith('access.wrong'));
  await here(c.changePassword, { current: password, next: 'Taotie-2026' });
  assert.deepEqual([(await here(c.me, {})).signedIn, (await there(c.me, {})).signedIn], [true, false]);
  await assert.rejects(signInByForms(house.exchange, { app: 'portal', login: 'p-li', password }), /账号或密码不正确/);
});

test('an authenticator is enrolled, asked for, and a token works once', async (t) => {
  const house = await testHouse(t);
  const call = await signIn(house, 'p-li');
  const { secret, ticket } = await call(c.offerSecondFactor, {});
  const token = () => generate({ secret, epoch: Math.floor(house.clock.now().getTime() / 1000) });
  await assert.rejects(call(c.confirmSecondFactor, { ticket, token: '000000' }), refusedWith('access.codeWrong'));
  await assert.rejects((await signIn(house, 'p-wang'))(c.confirmSecondFactor, { ticket, token: await token() }), refusedWith('access.notEnrolling'));
  await call(c.confirmSecondFactor, { ticket, token: await token() });
  await assert.rejects(signInByForms(house.exchange, { app: 'portal', login: 'p-li', password, code: token }), /验证码不正确/);
  house.clock.advance(60_000);
  const cookie = await signInByForms(house.exchange, { app: 'portal', login: 'p-li', password, code: token });
  assert.equal((await house.callAs(cookie)(c.me, {})).assurance, 2);
});

test('accounts are seen and locked within the administrator’s divisions only; a lock ends the session at once', async (t) => {
  const house = await testHouse(t);
  const admin = await signIn(house, 'admin-1', 'desk');
  const clerk = await signIn(house, 'clerk-1', 'desk');
  const { accounts } = await admin(c.listAccounts, {});
  assert.deepEqual(accounts.map((a) => [a.loginName, a.name, a.organisationName]), [['clerk-1', '赵窗口', '南区政务大厅']]);
  assert.deepEqual((await admin(c.listAccounts, { kind: 'citizen' })).accounts.map((a) => [a.loginName, a.name]), [['p-li', '李*梅'], ['p-wang', '王*']]);
  await assert.rejects(clerk(c.listAccounts, {}), refusedWith('http.forbidden'));
  const { id } = accounts[0]!;
  await admin(c.lockAccount, { accountId: id, reason: '离岗', version: 1 });
  assert.equal((await clerk(c.me, {})).signedIn, false);
  await assert.rejects(signInByForms(house.exchange, { app: 'desk', login: 'clerk-1', password }), /账号已停用/);
  await assert.rejects(admin(c.unlockAccount, { accountId: id, version: 1 }), refusedWith('access.stale'));
  const locked = await admin(c.getAccount, { accountId: id });
  assert.deepEqual([locked.name, locked.state, locked.lockReason, locked.version], ['赵窗口', 'locked', '离岗', 2]);
  await assert.rejects(clerk(c.getAccount, { accountId: id }), refusedWith('http.signIn'));
  await admin(c.unlockAccount, { accountId: id, version: locked.version });
  await signIn(house, 'clerk-1', 'desk');
  const [other] = await house.db.read(system, (tx) => tx.query<{ id: string }>("select id from access.account where login_name = 'other-1'"));
  await assert.rejects(admin(c.lockAccount, { accountId: other!.id, reason: 'x', version: 1 }), refusedWith('access.unknownAccount'));
  await assert.rejects(admin(c.officerScope, { accountId: other!.id }), refusedWith('access.unknownAccount'));
  await assert.rejects(admin(c.getAccount, { accountId: other!.id }), refusedWith('access.unknownAccount'));
});

test('roles: granted and taken within scope, never two that exclude each other, never to oneself', async (t) => {
  const house = await testHouse(t);
  const admin = await signIn(house, 'admin-1', 'desk');
  const clerkId = (await admin(c.listAccounts, {})).accounts[0]!.id;
  const before = await admin(c.officerScope, { accountId: clerkId });
  assert.deepEqual(before.posts[0]!.effective, { organisations: [organisations.district], divisions: [], territories: [], permissions: ['cases.accept'] });
  const postId = before.posts[0]!.id;
  const clerk = await signIn(house, 'clerk-1', 'desk');
  const { roles } = await admin(c.listRoles, {});
  assert.deepEqual(roles.map((r) => [r.id, r.name, r.excludes.map((x) => x.name)]), [['auditor', '审计员', ['管理员']], ['city-admin', '管理员', ['审计员']], ['clerk', '窗口', []], ['leader', '领导', []]]);
  await assert.rejects(clerk(c.listRoles, {}), refusedWith('http.forbidden'));
  const { id } = await admin(c.assignRole, { postId, role: 'auditor' });
  assert.deepEqual((await clerk(c.me, {})).permissions, ['cases.accept', 'traces.read'], 'at once');
  await assert.rejects(admin(c.assignRole, { postId, role: 'city-admin' }), refusedWith('access.roleExcluded'));
  await assert.rejects(admin(c.assignRole, { postId, role: 'auditor' }), refusedWith('access.roleHeld'));
  await assert.rejects(admin(c.assignRole, { postId, role: 'leader', division: '2202' }), refusedWith('access.unknownPost'));
  const own = (await admin(c.me, {})).posts[0]!;
  await assert.rejects(admin(c.assignRole, { postId: own.id, role: 'leader' }), refusedWith('access.ownAccount'));
  const otherPost = await house.db.read(system, (tx) => tx.one<{ id: string }>('select id from access.post where organisation = $1 limit 1', [organisations.other]));
  await assert.rejects(admin(c.assignRole, { postId: otherPost.id, role: 'leader' }), refusedWith('access.unknownPost'));
  await admin(c.revokeRole, { assignmentId: id });
  assert.deepEqual((await clerk(c.me, {})).permissions, ['cases.accept']);
});

test('divisions and organisations: the tree, the path, a search', async (t) => {
  const house = await testHouse(t);
  const call = house.callAs('');
  assert.deepEqual((await call(c.listDivisions, {})).divisions.map((d) => d.name), ['小省']);
  assert.deepEqual((await call(c.listDivisions, { parent: '22' })).divisions.map((d) => [d.name, d.branch]), [['甲市', true], ['乙市', false]]);
  assert.deepEqual((await call(c.listDivisions, { text: '南' })).divisions.map((d) => d.digits), ['220102']);
  assert.deepEqual((await call(c.listDivisions, { text: '%' })).divisions, []);
  assert.deepEqual((await call(c.getDivision, { digits: '220102' })).path.map((d) => d.name), ['小省', '甲市', '南区']);
  await assert.rejects(call(c.getDivision, { digits: '99' }), refusedWith('access.unknownDivision'));
  const page = await call(c.listOrganisations, { limit: 3 });
  const rest = await call(c.listOrganisations, { limit: 3, after: page.next! });
  assert.deepEqual([page.organisations.length, rest.organisations.length, rest.next], [3, 1, null]);
  assert.deepEqual((await call(c.listOrganisations, { division: '2201', below: 'true' })).organisations.map((o) => o.shortName).sort(), ['南区大厅', '市政务局']);
});

test('two people at the same time never see one another (leak test)', async (t) => {
  const house = await testHouse(t);
  const people = await Promise.all([['p-li', '李秀梅'], ['p-wang', '王强'], ['p-chen', '陈明']].map(async ([login, name]) => ({ call: await signIn(house, login!), name })));
  const answers = await Promise.all(Array.from({ length: 150 }, async (_, i) => {
    const person = people[i % 3]!;
    // now and then the cache runs out in the middle of the crowd
    if (i % 40 === 0) house.clock.advance(6_000);
    const me = await person.call(c.me, {});
    return [me.name, me.parties[0]?.name, person.name];
  }));
  for (const [name, party, expected] of answers) assert.deepEqual([name, party], [expected, expected]);
});

test('registration by the page: a code, a refusal that keeps what was written, then done', async (t) => {
  const house = await testHouse(t);
  const post = (form: Record<string, string>) => house.exchange('/signin/register', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams(form).toString() });
  const values = { name: '<周>新', identityNumber: '11010519491231002x', phone: '13711110000', loginName: 'zhouxin', password: 'Taotie-2026' };
  const sent = await post({ ...values, step: 'send' });
  const code = /data-demonstration-code="(\d+)"/.exec(sent.text)![1]!;
  const refused = await post({ ...values, code: '', step: 'register' });
  assert.deepEqual([refused.status, refused.text.includes('value="&lt;周&gt;新"'), refused.text.includes('Taotie')], [401, true, false]);
  assert.match((await post({ ...values, code, step: 'register' })).text, /注册成功/);
  await signInByForms(house.exchange, { app: 'portal', login: 'zhouxin', password: 'Taotie-2026' });
});

test('nonsense in forms is refused on a page', async (t) => {
  const house = await testHouse(t);
  for (const [path, body] of [['/signin/register', 'step=register'], ['/signin/register', 'step[]=1&phone=%00'], ['/signin/register', 'name=' + 'x'.repeat(10_000)], ['/signin/interaction/x', 'step=second&ticket=xx']] as const) {
    const answer = await house.exchange(path, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
    assert.ok(answer.status >= 400 && answer.status < 500 && answer.text.includes('<h1>'), `${path} ${body.slice(0, 30)} ${answer.status}`);
  }
  const page = await house.exchange('/signin?app=portal', { method: 'GET', headers: {} });
  assert.equal(page.status, 302);
  for (const url of ['/api/divisions?text=%00', '/api/organisations?after=%00', '/api/divisions?parent=x', '/api/organisations?limit=1000']) assert.equal((await house.http.app.inject({ url })).statusCode, 422, url);
  const large = await house.exchange('/signin/register', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'x'.repeat(100_000) });
  assert.equal(large.status, 413);
});
