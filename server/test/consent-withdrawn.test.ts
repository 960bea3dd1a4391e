import assert from 'node:assert/strict';
import { test } from 'node:test';
import { system, type Actor, type Context } from '#kernel/context';
import { club, li, newId } from '../src/engines/records/tennis-club.sample.ts';
import { exchangeRegisters } from '../src/compose/exchange-parts.ts';

const organisation = '11220102YW0002050M';
const fields = ['card', 'name'];

/** A grant by consent over the register of members; three of four consent. */
async function consented(t: Parameters<typeof club>[0]) {
  const { db, content, records, write } = await club(t);
  const people: string[] = [];
  for (const [i, identityNumber] of ['11010519491231002X', '110105194912310038', '110105194912310054', '110105194912310070'].entries()) {
    people.push(await write(system, async (ctx) => (await records.put(ctx, 'member', { ...li, card: `A-${i}`, name: `会员${i}`, identityNumber }, { source: '前台' })).id));
  }
  const grant = newId();
  await db.owner((client) => client.query(
    `insert into exchange.granted (id, service, organisation, purpose_code, purpose, legal_basis, fields, masks, rate_per_second, daily_quota, valid_from, valid_to, by_name, at)
     values ($1, 'member.batch', $2, 'consent', '回访', '个人信息保护法', $3, '{}', 10, 10, now(), now() + interval '1 day', 'x', now())`, [grant, organisation, fields]));
  const consent = (party: string): Promise<unknown> => db.owner((client) => client.query(
    "insert into privacy.consent (id, party_id, organisation, organisation_name, register, fields, purpose, valid_until, given_at) values ($1, $2, $3, 'x', 'member', $4, '回访', now() + interval '1 day', now())", [newId(), party, organisation, fields]));
  for (const id of people.slice(0, 3)) await consent(id);
  const machine: Actor = { ...system, kind: 'machine', organisations: [organisation], name: '回访系统' };
  const read = { fields, purpose: { duty: `grant:${grant}`, text: '回访' } };
  const source = exchangeRegisters(records, content);
  const asked = <T>(use: (ctx: Context) => Promise<T>): Promise<T> => db.read(system, (tx) => use({ tx: tx as Context['tx'], actor: machine, now: new Date(), newId, locale: 'zh', requestId: 'r' }));
  return { people, source, asked, read, records, write, withdraw: (id: string) => db.owner((client) => client.query('update privacy.consent set withdrawn_at = now() where party_id = $1', [id])) };
}

test('a consent that is withdrawn stops delivery at once: the next portion of a running batch, changes that wait, verification and query', async (t) => {
  const { people, source, asked, read, withdraw, records, write } = await consented(t);
  const page = (cursor?: string) => asked((ctx) => source.page(ctx, 'member', { cursor, limit: 1 }, read));
  const first = await page();
  assert.deepEqual(first.records.map((r) => r.id), [people[0]]);
  // withdrawn while the batch runs: its next portion has nothing of hers, and it goes on to the others
  await withdraw(people[1]!);
  const rest: string[] = [];
  for (let cursor = first.next; cursor !== null;) {
    const next = await page(cursor);
    rest.push(...next.records.map((r) => r.id));
    cursor = next.next;
  }
  assert.deepEqual(rest, [people[2]], 'not who withdrew, not who never consented');

  // changes: neither what she changed nor that she did
  const told = (id: string, version: number) => asked((ctx) => source.action(ctx, 'member', id, version, read));
  await write(system, (ctx) => records.change(ctx, 'member', people[0]!, { name: '新名' }, { source: '前台', basedOnVersion: 1 }));
  assert.deepEqual((await told(people[0]!, 2))?.data['name'], '新名');
  await withdraw(people[0]!);
  assert.deepEqual([await told(people[0]!, 2), await told(people[1]!, 1), await told(people[3]!, 1)], [null, null, null]);
  await write(system, (ctx) => records.end(ctx, 'member', people[0]!, { source: '退会', basedOnVersion: 2 }));
  assert.equal(await told(people[0]!, 3), null);

  // verification and query look up by an identifier
  const found = (i: number) => asked(async (ctx) => (await source.lookUp(ctx, 'member', { card: `A-${i}` }, read)).length);
  assert.deepEqual([await found(0), await found(1), await found(2), await found(3)], [0, 0, 1, 0]);
  await withdraw(people[2]!);
  assert.equal(await found(2), 0);
});
