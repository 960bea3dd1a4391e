import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { anonymous, system, type Actor } from '#kernel/context';
import { testDatabase } from '#test/database';
import { PlanConflict, type Db } from './index.ts';

const citizen: Actor = { ...anonymous, kind: 'citizen', partyId: '01900000-0000-7000-8000-000000000001', organisations: ['91"}\',x'], divisions: ['2201'], name: "O'Brien" };

async function place(t: TestContext): Promise<Db & { url: string }> {
  const db = await testDatabase(t, 8);
  await db.owner(async (client) => {
    await client.query('create schema trial; create table trial.thing (id int primary key, name text, version int not null default 0); create table trial.mark (id int primary key)');
    await client.query('grant usage on schema trial to yiwang_app; grant select, insert, update, delete on trial.thing, trial.mark to yiwang_app');
  });
  return db;
}

const thingsOf = (db: Db): Promise<{ id: number; name: string | null }[]> => db.read(system, (tx) => tx.query('select id, name from trial.thing order by id'));
const rename = "update trial.thing t set name = r.name, version = t.version + 1 from jsonb_to_recordset($rows::jsonb) as r(id int, name text, version int) where t.id = r.id and t.version = r.version";

test('planned rows are there after the commit, none of them after a failure', async (t) => {
  const db = await place(t);
  let told = 0;
  await db.write(system, async (tx) => {
    tx.insert('trial.thing', { id: 1, name: '一' });
    tx.insert('trial.mark', { id: 1 });
    tx.afterCommit(() => told++);
    assert.deepEqual(await tx.query('select 1 from trial.thing'), [], 'planned, not yet written');
    await tx.flush();
    assert.equal((await tx.query('select 1 from trial.thing')).length, 1);
    assert.equal(told, 0);
  });
  assert.equal(told, 1);
  await assert.rejects(db.write(system, async (tx) => {
    tx.insert('trial.thing', { id: 2 });
    await tx.flush();
    tx.afterCommit(() => told++);
    throw new Error('changed my mind');
  }), /changed my mind/);
  assert.deepEqual(await thingsOf(db), [{ id: 1, name: '一' }]);
  assert.equal(told, 1);
});

test('a reading transaction cannot write', async (t) => {
  const db = await place(t);
  await assert.rejects(db.read(system, (tx) => tx.query('insert into trial.thing (id) values (1)')), { code: '25006' });
});

test('the actor is bound to the transaction, text of hers never becomes SQL, and the next one on the connection is another', async (t) => {
  const db = await place(t);
  const seen = (actor: Actor): Promise<{ kind: string; party: string | null; organisations: string[]; scope: boolean }> =>
    db.read(actor, (tx) => tx.one("select kernel.actor_kind() as kind, kernel.actor_party() as party, kernel.actor_organisations() as organisations, kernel.in_scope('220102') as scope"));
  for (let i = 0; i < 3; i++) {
    assert.deepEqual(await seen(citizen), { kind: 'citizen', party: citizen.partyId, organisations: ['91x'], scope: true });
    assert.deepEqual(await seen(anonymous), { kind: 'anonymous', party: null, organisations: [], scope: false });
  }
});

test('a planned update of a thing that somebody else changed is a conflict, and writes nothing', async (t) => {
  const db = await place(t);
  await db.write(system, async (tx) => void tx.insert('trial.thing', { id: 1, name: 'a' }));
  await db.write(system, async (tx) => void tx.each(rename, { id: 1, name: 'b', version: 0 }));
  await assert.rejects(db.write(system, async (tx) => {
    tx.insert('trial.thing', { id: 9 });
    tx.each(rename, { id: 1, name: 'c', version: 0 });
  }), PlanConflict);
  assert.deepEqual(await thingsOf(db), [{ id: 1, name: 'b' }]);
});

test('statements of one transaction that are sent at once are answered each for itself', async (t) => {
  const db = await place(t);
  const answers = await db.read(system, (tx) => Promise.all(Array.from({ length: 20 }, (_, i) => tx.one<{ i: number }>('select $1::int as i', [i]))));
  assert.deepEqual(answers.map((a) => a.i), Array.from({ length: 20 }, (_, i) => i));
});

test('a statement that failed undoes the transaction, also when the use case went on', async (t) => {
  const db = await place(t);
  await assert.rejects(db.write(system, async (tx) => {
    tx.insert('trial.thing', { id: 1 });
    await tx.flush();
    await tx.query('select 1 / 0').catch(() => {});
  }));
  await assert.rejects(db.write(system, async (tx) => {
    tx.insert('trial.thing', { id: 2 });
    await tx.query('select 1 / 0').catch(() => {});
  }));
  assert.deepEqual(await thingsOf(db), []);
});

test('a planned update must touch every row that it was handed', async (t) => {
  const db = await place(t);
  await db.write(system, async (tx) => void tx.insert('trial.thing', { id: 1 }));
  for (const ids of [[2], [1, 2], [1, 1]]) {
    await assert.rejects(db.write(system, async (tx) => {
      for (const id of ids) tx.each(rename, { id, name: 'x', version: 0 });
    }), PlanConflict);
  }
  assert.deepEqual(await thingsOf(db), [{ id: 1, name: null }]);
});

test('gathered: everyone is answered for herself, one bad member never fails the others', async (t) => {
  const db = await place(t);
  await db.write(system, async (tx) => void tx.insert('trial.thing', { id: 50 }));
  const told: number[] = [];
  const answers = await Promise.allSettled(Array.from({ length: 101 }, (_, id) => db.gather(system, async (tx) => {
    tx.insert('trial.thing', { id, name: String(id) });
    tx.insert('trial.mark', { id });
    tx.afterCommit(() => told.push(id));
    return id;
  })));
  assert.deepEqual(answers.flatMap((a, id) => (a.status === 'rejected' ? [id] : [])), [50]);
  assert.deepEqual(answers.flatMap((a) => (a.status === 'fulfilled' ? [a.value] : [])), Array.from({ length: 101 }, (_, id) => id).filter((id) => id !== 50));
  assert.equal((await thingsOf(db)).length, 101);
  assert.equal((await db.read(system, (tx) => tx.one<{ n: number }>('select count(*)::int as n from trial.mark where id = 50'))).n, 0, 'nothing of the bad one is left');
  assert.deepEqual(told.toSorted((a, b) => a - b), answers.flatMap((a) => (a.status === 'fulfilled' ? [a.value] : [])));
});

test('gathered: two that change the same version, one of them wins', async (t) => {
  const db = await place(t);
  await db.write(system, async (tx) => void tx.insert('trial.thing', { id: 1, name: 'a' }));
  const answers = await Promise.allSettled(['b', 'c', 'd'].map((name) => db.gather(system, async (tx) => void tx.each(rename, { id: 1, name, version: 0 }))));
  assert.equal(answers.filter((a) => a.status === 'fulfilled').length, 1);
  for (const a of answers) if (a.status === 'rejected') assert.ok(a.reason instanceof PlanConflict);
  assert.equal((await db.read(system, (tx) => tx.one<{ version: number }>('select version from trial.thing'))).version, 1);
});

test('gathered use cases only plan, and a use case that fails plans nothing', async (t) => {
  const db = await place(t);
  await assert.rejects(db.gather(system, (tx) => tx.flush()), /only plans/);
  await assert.rejects(db.gather(system, (tx) => tx.query('insert into trial.thing (id) values (1)')), { code: '25006' });
  await assert.rejects(db.gather(system, async (tx) => {
    tx.insert('trial.thing', { id: 1 });
    throw new Error('no');
  }), /no/);
  assert.deepEqual(await thingsOf(db), []);
});

test('rows that are only planned are written with others’, and a bad one fails alone', async (t) => {
  const db = await place(t);
  await db.write(system, async (tx) => void tx.insert('trial.thing', { id: 3 }));
  const answers = await Promise.allSettled(Array.from({ length: 6 }, (_, id) => db.plan(async (tx) => tx.insert('trial.thing', { id }))));
  assert.deepEqual(answers.map((a) => a.status === 'fulfilled'), [true, true, true, false, true, true]);
  assert.equal((await thingsOf(db)).length, 6);
  await assert.rejects(db.plan((tx) => tx.query('select 1')), { code: '25006' });
});

test('a transaction that only read holds no table for long, though its end waits for company', async (t) => {
  const db = await place(t);
  await Promise.all(Array.from({ length: 5 }, () => thingsOf(db)));
  await db.owner(async (client) => {
    await client.query("set lock_timeout = '5s'");
    await client.query('alter table trial.thing add column more text');
  });
  const settled = db.read(system, (tx) => tx.query('select 1 / 0'));
  await assert.rejects(settled, { code: '22012' });
  assert.equal((await thingsOf(db)).length, 0);
});

test('gathered use cases read as their actor', async (t) => {
  const db = await place(t);
  const kinds = await Promise.all([citizen, anonymous, system].map((actor) => db.gather(actor, async (tx) => (await tx.one<{ kind: string }>('select kernel.actor_kind() as kind')).kind)));
  assert.deepEqual(kinds, ['citizen', 'anonymous', 'system']);
});

test('gathered use cases share connections, and each statement is read as its own actor, also beside ones that fail', async (t) => {
  const db = await place(t);
  const partyOf = (i: number): string => `01900000-0000-7000-8000-${String(i).padStart(12, '0')}`;
  const seen = await Promise.all(Array.from({ length: 120 }, (_, i) => db.gather({ ...citizen, partyId: partyOf(i) }, async (tx) => {
    const ask = (): Promise<{ party: string }> => tx.one('select kernel.actor_party() as party');
    const first = await ask();
    if (i % 3 === 0) await assert.rejects(tx.query(`select 1 / 0 as "${i}"`), { code: '22012' });
    if (i % 5 === 0) await assert.rejects(tx.query(`select nothing_${i}`), { code: '42703' });
    const [second, third] = await Promise.all([ask(), tx.one<{ n: number }>('select $1::int as n', [i])]);
    return [first.party, second.party, third.n];
  })));
  assert.deepEqual(seen, Array.from({ length: 120 }, (_, i) => [partyOf(i), partyOf(i), i]));
});

test('a gathered use case locks nothing and cannot change what it is bound to: it is asked to run by itself', async (t) => {
  const db = await place(t);
  await db.write(system, async (tx) => void tx.insert('trial.thing', { id: 1 }));
  await assert.rejects(db.gather(citizen, (tx) => tx.query('select id from trial.thing for update')), { code: '25006' });
  await assert.rejects(db.gather(citizen, (tx) => tx.query("select set_config('yiwang.kind', 'system', true)")), { code: '25006' });
  assert.equal(await db.gather(citizen, async (tx) => (await tx.one<{ kind: string }>('select kernel.actor_kind() as kind')).kind), 'citizen');
});

test('a connection of the readers that is lost fails who asked on it, and the next one gets another', async (t) => {
  const db = await place(t);
  const read = (): Promise<number> => db.gather(system, async (tx) => (await tx.one<{ n: number }>('select count(*)::int as n from trial.thing')).n);
  assert.equal(await read(), 0);
  const lost = db.gather(system, (tx) => tx.query('select pg_sleep(30)'));
  const refused = assert.rejects(lost);
  await db.owner(async (client) => {
    const end = (): Promise<{ rowCount: number | null }> => client.query("select pg_terminate_backend(pid) from pg_stat_activity where query like 'select pg_sleep(30)%' and datname = current_database() and pid <> pg_backend_pid()");
    while ((await end()).rowCount === 0);
  });
  await refused;
  assert.equal(await read(), 0);
});

test('notifications are heard', async (t) => {
  const db = await place(t);
  let end = (): void => {};
  const heard = new Promise<string>((done) => (end = db.listen('trial', (payload) => payload !== '' && done(payload))));
  const again = setInterval(() => void db.owner((client) => client.query("select pg_notify('trial', 'x')")).catch(() => {}), 20);
  assert.equal(await heard, 'x');
  clearInterval(again);
  end();
});
