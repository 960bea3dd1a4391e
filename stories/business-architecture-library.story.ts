import assert from 'node:assert/strict';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story, type Persona } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';
import { division } from './restaurant.ts';

const bureau = '11220102YW00020340';
const hall = '12220102YW00018242';

story('business-architecture-library', 'divisions, bodies, posts and roles known once: every application sees the same, three administrators keep each other in check; the work portal follows the post', async (province) => {
  const { visitor } = province;

  // five levels, from the province down to the community, the same for a citizen and for a department's system
  const { division: community, path } = await visitor.call(identity.getDivision, { digits: '220102008004' });
  assert.deepEqual(path.map((d) => d.level), [1, 2, 3, 4, 5]);
  assert.deepEqual([path[0]!.name, community.branch], ['吉林省', false]);
  const districts = await visitor.call(identity.listDivisions, { parent: '2201', limit: 200 });
  assert.equal(districts.divisions.some((d) => d.digits === division && d.branch), true);
  assert.equal(districts.divisions.every((d) => d.parent === '2201' && d.level === 3), true);
  const first = await visitor.call(identity.listDivisions, { parent: '2201', limit: 3 });
  const second = await visitor.call(identity.listDivisions, { parent: '2201', limit: 3, after: first.next! });
  assert.equal(first.divisions.some((d) => second.divisions.some((e) => e.digits === d.digits)), false, 'pages do not overlap');
  await refused('access.unknownDivision', visitor.call(identity.getDivision, { digits: '99' }));
  await refused('http.invalid', visitor.call(identity.getDivision, { digits: '22010' }));
  for (const hostile of ['%', '_', "'; drop table access.division; --", '\\']) assert.deepEqual((await visitor.call(identity.listDivisions, { text: hostile })).divisions, [], hostile);

  // bodies: by place and function, by name; a department's system asks the same and gets the same
  const found = await visitor.call(identity.listOrganisations, { division, function: 'market-regulation' });
  assert.deepEqual(found.organisations.map((o) => o.creditCode), [bureau]);
  const machine = await machineOf(province, bureau);
  assert.deepEqual(await machine(identity.getOrganisation, { creditCode: bureau }), found.organisations[0]);
  assert.deepEqual((await visitor.call(services.getItem, { itemId: 'food-business-licence', division })).department, found.organisations[0]!.name, 'the guide names the body of the library');
  const everywhere = await visitor.call(identity.listOrganisations, { division: '2201', below: 'true', function: 'market-regulation', limit: 200 });
  assert.equal(everywhere.organisations.length > 10 && everywhere.organisations.every((o) => o.division.startsWith('2201')), true);
  await refused('access.unknownOrganisation', visitor.call(identity.getOrganisation, { creditCode: '91220102YW9000019E' }));

  // staff and posts: an administrator sees those of her district, what each may really do, and nobody else's
  const administrator = await province.signIn('o009');
  const security = await province.signIn('o010');
  const staff = await administrator.call(identity.listAccounts, { organisation: bureau });
  assert.deepEqual(staff.accounts.map((a) => a.loginName), ['o012', 'o013', 'o014', 'o015', 'o016', 'o017', 'o018', 'o019']);
  assert.deepEqual((await administrator.call(identity.listAccounts, { organisation: '11220204YW00064571' })).accounts, [], 'another city’s staff');
  const account = (login: string): string => staff.accounts.find((a) => a.loginName === login)!.id;
  const clerkScope = await security.call(identity.officerScope, { accountId: account('o013') });
  const post = clerkScope.posts.find((p) => p.main)!;
  assert.deepEqual(['examiner', 'item-manager', 'seal-manager'].map((role) => post.roles.some((r) => r.id === role)), [true, true, false]);
  assert.deepEqual([post.effective.organisations, post.effective.permissions.includes('seals.manage')], [[bureau], false]);

  // a role is granted and taken back, and counts from that moment: the desk of its holder follows
  const keeper = await province.signIn('o013');
  const apps = async (who: Persona): Promise<string[]> => (await who.call(services.deskHome, {})).apps.filter((a) => a.allowed).map((a) => a.id);
  assert.equal((await apps(keeper)).includes('seals'), false);
  const grant = { postId: post.id, role: 'seal-manager' };
  await refusedWith(403, administrator.call(identity.assignRole, grant));
  await refused('access.unknownRole', security.call(identity.assignRole, { ...grant, role: 'emperor' }));
  await refused('access.unknownDivision', security.call(identity.assignRole, { ...grant, division: '220102999' }));
  await refused('access.unknownPost', security.call(identity.assignRole, { ...grant, division: '2202' }));
  const { id } = await security.call(identity.assignRole, grant);
  await refused('access.roleHeld', security.call(identity.assignRole, grant));
  assert.equal((await apps(keeper)).includes('seals'), true);
  assert.equal((await keeper.call(identity.me, {})).permissions.includes('seals.manage'), true);
  await security.call(identity.revokeRole, { assignmentId: id });
  assert.equal((await apps(keeper)).includes('seals'), false, 'at once');
  await refused('access.unknownRole', security.call(identity.revokeRole, { assignmentId: id }));

  // 三员分立: one person does not hold two of the three offices, nor grants to herself
  const administratorsPost = (await security.call(identity.officerScope, { accountId: (await security.call(identity.listAccounts, { login: 'o009' })).accounts[0]!.id })).posts[0]!;
  await refused('access.roleExcluded', security.call(identity.assignRole, { postId: administratorsPost.id, role: 'auditor' }));
  const own = (await security.call(identity.me, {})).posts[0]!;
  await refused('access.ownAccount', security.call(identity.assignRole, { postId: own.id, role: 'leader' }));
  await refused('access.unknownAccount', security.call(identity.officerScope, { accountId: (await (await province.signIn('o097')).call(identity.me, {})).accountId! }));

  // two posts of one person: she acts in one at a time, and her portal is that post's
  const jia = await province.signIn('o016');
  const me = await jia.call(identity.me, {});
  assert.deepEqual([me.posts.length, me.organisations], [2, [bureau]]);
  const atHall = me.posts.find((p) => p.organisation === hall)!;
  await jia.call(identity.switchPost, { postId: atHall.id });
  assert.deepEqual((await jia.call(identity.me, {})).organisations, [hall]);
  assert.equal((await jia.call(services.deskHome, {})).divisionName.endsWith('南关区'), true);
  await refused('access.notYourPost', jia.call(identity.switchPost, { postId: post.id }));
});
