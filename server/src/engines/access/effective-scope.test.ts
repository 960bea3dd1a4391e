import assert from 'node:assert/strict';
import { test } from 'node:test';
import { system } from '#kernel/context';
import { effectiveScope, type PostView, type RoleScope } from './effective-scope.ts';
import { organisations as bodies, testAccess } from './test-access.ts';

const role = (scope: RoleScope, division: string | null = null): PostView['roles'][number] => ({ id: scope, name: scope, permissions: [`${scope}.view`], scope, division });

test('what each scope of a role is in charge of, and whose data it sees', async (t) => {
  const { db } = await testAccess(t);
  const scope = (division: string, organisation: string, ...roles: PostView['roles']) =>
    db.read(system, (tx) => effectiveScope(tx, { id: '', organisation, organisationName: '', division, title: '', main: true, roles }));
  const told = async (...args: Parameters<typeof scope>) => { const { organisations, divisions, territories } = await scope(...args); return [organisations.toSorted(), divisions, territories]; };
  assert.deepEqual(await told('2201', bodies.city, role('organisation')), [[bodies.city], [], []]);
  assert.deepEqual(await told('2201', bodies.city, role('organisation-and-below')), [[bodies.city, bodies.district].toSorted(), [], []]);
  assert.deepEqual(await told('2201', bodies.city, role('division')), [[bodies.city], [], ['2201']], 'the bodies of the division itself, the data of all that lies in it');
  assert.deepEqual(await told('2201', bodies.city, role('division-and-below')), [[bodies.city], ['2201'], ['2201']]);
  assert.deepEqual(await told('2201', bodies.city, role('division', '220102')), [[bodies.city, bodies.district].toSorted(), [], ['220102']], 'a role may be narrowed');
  assert.deepEqual(await told('220102', bodies.district, role('division'), role('division-and-below', '2202')), [[bodies.district], ['2202'], ['220102', '2202']]);
  assert.deepEqual((await told('2201', bodies.city, role('division'), role('division', '22')))[2], ['22'], 'what lies in another is not said twice');
});
