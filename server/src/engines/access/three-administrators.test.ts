import assert from 'node:assert/strict';
import { test } from 'node:test';
import { system, type Actor } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { createContent } from '#engines/content';
import { accessKinds, roleKind } from './content-kinds.ts';
import { examplePacks, organisations, smallPacks, testAccess } from './test-access.ts';

/** 三员分立 (GB/T 22239 8.1.7.2): system, security and audit administration never meet in one person. */
const three = ['system-administrator', 'security-administrator', 'auditor'] as const;
const ids = createIds();

const national = async () => {
  const content = createContent({ packs: [examplePacks()[0]!] });
  for (const kind of accessKinds) content.registerKind(kind as never);
  await content.load();
  return content;
};

test('each of the three excludes the other two, and none can change what another may change', async () => {
  const content = await national();
  const roles = three.map((id) => content.get(roleKind, id).value);
  for (const [i, role] of roles.entries()) for (const other of three) if (other !== three[i]) assert.ok(role.excludes.includes(other), `${role.id} excludes ${other}`);
  const changing = (id: (typeof three)[number]): string[] => content.get(roleKind, id).value.permissions.filter((p) => !/\.(view|verify)$/.test(p));
  for (const a of three) for (const b of three) if (a !== b) assert.deepEqual(changing(a).filter((p) => changing(b).includes(p)), [], `${a} and ${b}`);
  assert.ok(changing('system-administrator').includes('accounts.manage') && !changing('system-administrator').includes('roles.manage'), 'who makes accounts does not grant');
  assert.ok(changing('security-administrator').includes('roles.manage') && !changing('security-administrator').includes('accounts.manage'), 'who grants does not make accounts');
  assert.deepEqual(changing('auditor').filter((p) => p.endsWith('.manage')), [], 'who audits changes nothing');
});

const withThree = smallPacks.map((pack, i) => (i === 0 ? { ...pack, 'roles.yaml': `${pack['roles.yaml']}---\n${examplePacks()[0]!['roles.yaml']!.split(/^---$/m).filter((d) => /^id: (system-administrator|security-administrator|auditor|crypto-manager)$/m.test(d) && !/^id: auditor$/m.test(d)).join('---')}`.replace('id: auditor\nname: 审计员\npermissions: [traces.read]\nscope: division-and-below\nexcludes: [city-admin]', 'id: auditor\nname: 审计员\npermissions: [traces.read]\nscope: division-and-below\nexcludes: [city-admin, system-administrator, security-administrator]') } : pack));

const administrator: Actor = { ...system, kind: 'officer', accountId: ids(), personId: ids(), divisions: ['22'], name: '管理员' };

async function granting(t: Parameters<typeof testAccess>[0]) {
  const house = await testAccess(t, { packs: withThree });
  const post = async (): Promise<string> => (await house.db.owner(async (o) => (await o.query<{ id: string }>("select p.id from access.post p join access.account c on c.person_id = p.person_id where c.login_name = 'other-1'")).rows[0]!)).id;
  const postId = await post();
  return { ...house, grant: (role: string) => house.db.write(administrator, (tx) => house.access.administration.assignRole({ tx, actor: administrator, now: house.clock.now(), newId: ids, locale: 'zh', requestId: 'test' }, { postId, role })) };
}

const excluded = (e: unknown): boolean => (e as { code?: string }).code === 'access.roleExcluded';

for (const first of three) {
  for (const second of three) {
    if (first === second) continue;
    test(`${first} is not granted ${second} as well`, async (t) => {
      const { grant } = await granting(t);
      await grant(first);
      await assert.rejects(grant(second), excluded);
    });
  }
}

test('two of them granted at the same moment by two administrators: one is refused', async (t) => {
  const { grant, db } = await granting(t);
  const answers = await Promise.allSettled(three.map((role) => grant(role)));
  assert.deepEqual(answers.map((a) => a.status).toSorted(), ['fulfilled', 'rejected', 'rejected']);
  assert.ok(answers.every((a) => a.status === 'fulfilled' || excluded(a.reason)));
  const held = await db.owner(async (o) => (await o.query("select 1 from access.role_assignment where revoked_at is null and role = any ($1)", [three])).rowCount);
  assert.equal(held, 1);
});

test('content that gives one officer two of them is refused by name, in one post or in two', async (t) => {
  const officers = (row: string) => withThree.map((pack, i) => (i === 1 ? { ...pack, 'officers.csv': `${pack['officers.csv']}${row}\n` } : pack));
  await assert.rejects(testAccess(t, { packs: officers(`both-1,双员,1,${organisations.city},员,system-administrator auditor,,`) }), /双员.*system-administrator.*auditor|双员.*auditor.*system-administrator/);
  await assert.rejects(testAccess(t, { packs: officers(`both-2,两岗,1,${organisations.city},员,security-administrator,${organisations.other}|兼职|auditor,`) }), /两岗/);
});
