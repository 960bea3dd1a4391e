import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { PlanConflict } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import { actionsOf, caseStates, findCase, foldActions, isFinal, tasksOf, type CaseRow, type CaseState } from './index.ts';
import { nextStates } from './case-state.ts';
import { packOf, people, tennisHouse, type TennisHouse } from './tennis-house.sample.ts';

const hour = 3_600_000;
const code = (error: unknown): string => (error instanceof Refusal ? error.code : error instanceof PlanConflict ? 'conflict' : String(error));
const refusedWith = (...codes: string[]) => (error: unknown): boolean => {
  assert.ok(codes.includes(code(error)), code(error));
  return true;
};
const rowOf = (h: TennisHouse, caseId: string): Promise<CaseRow> => h.as(people.system, async (ctx) => (await findCase(ctx.tx, caseId))!);

/** The row is the projection of the actions, which are numbered without a gap. */
async function assertProjected(h: TennisHouse, caseId: string): Promise<CaseRow> {
  const row = await rowOf(h, caseId);
  const actions = await h.as(people.system, (ctx) => actionsOf(ctx.tx, caseId));
  assert.deepEqual(
    { state: row.state, acceptedOn: row.accepted_on, stops: row.stops, stopped: row.stopped, concludedAt: row.concluded_at?.toISOString() ?? null },
    foldActions(actions),
  );
  assert.deepEqual(actions.map((a) => a.seq), Array.from({ length: row.actions }, (_, i) => i + 1));
  return row;
}

test('a whole life: the row equals the fold of its actions, evidence reaches the ledger, the answers stay sealed', async (t) => {
  const h = await tennisHouse(t);
  const id = await h.open('tennis-membership', { variables: { directors: [people.clerk.accountId!, people.second.accountId!], applicant: '李小球' } });
  const next = async (): Promise<{ id: string; version: number; node: string; item: unknown }> => (await h.openTasks(id))[0]!;
  assert.equal((await next()).node, 'fill');
  await h.approve(people.clerk, await next());
  await h.change(id, (work) => work.move('accepted'));
  assert.deepEqual([(await rowOf(h, id)).accepted_on, (await rowOf(h, id)).promised_due], ['2026-11-23', '2026-11-30']);
  await h.change(id, (work) => work.move('suspended', { reason: '专家评审' }));
  h.clock.advance(49 * hour);
  await h.change(id, (work) => work.move('accepted'));
  assert.equal((await rowOf(h, id)).promised_due, '2026-12-02', 'two working days stood still');
  assert.equal((await next()).node, 'check');
  await h.approve(people.clerk, await next());
  for (const task of await h.openTasks(id)) {
    assert.equal(task.node, 'committee');
    await h.approve(people.clerk, (await h.openTasks(id)).find((one) => one.id === task.id)!);
  }
  assert.deepEqual(h.called, [{ action: 'club.issueCard', input: { holder: '李小球' } }]);
  const row = await assertProjected(h, id);
  assert.deepEqual([row.state, row.process_state?.ended, row.process_state?.variables?.['cardNumber'], (await h.openTasks(id)).length], ['granted', 'joined', 'C-7', 0]);
  assert.ok(!row.answers!.includes('李小球'));
  await h.ledger.drain();
  const kinds = await h.as(people.system, async (ctx) => (await h.ledger.entriesOf(ctx.tx, id)).map((e) => e.kind));
  assert.deepEqual(kinds, ['case.submitted', 'case.moved', 'case.moved', 'case.moved', 'case.moved']);
});

test('a limit beyond the known calendar gets its days when the calendar reaches them, once', async (t) => {
  const h = await tennisHouse(t);
  const dated = (): Promise<number> => h.as(people.system, (ctx) => h.cases.dateUndated(ctx));
  h.calendar.knownUntil = '2026-11-27';
  const id = await h.open('tennis-membership', { variables: { directors: [people.clerk.accountId!], applicant: '李小球' } });
  await h.approve(people.clerk, (await h.openTasks(id))[0]!);
  await h.change(id, (work) => work.move('accepted'));
  assert.deepEqual([(await rowOf(h, id)).accepted_on, (await rowOf(h, id)).promised_due], ['2026-11-23', null], 'not known, not a guess');
  assert.equal(await dated(), 0);
  h.calendar.knownUntil = '2027-12-31';
  assert.equal(await dated(), 1);
  const row = await assertProjected(h, id);
  assert.deepEqual([row.promised_due, row.statutory_due], ['2026-11-30', '2026-12-21']);
  assert.equal(await dated(), 0, 'it is known now');
  h.calendar.knownUntil = '2026-11-27';
  const still = await h.open('tennis-membership', { variables: { directors: [people.clerk.accountId!], applicant: '李小球' } });
  await h.approve(people.clerk, (await h.openTasks(still))[0]!);
  await h.change(still, (work) => work.move('accepted'));
  await h.change(still, (work) => work.move('suspended', { reason: '专家评审' }));
  h.calendar.knownUntil = '2027-12-31';
  assert.equal(await dated(), 0, 'a clock that stands still is dated when it goes on');
});

test('any legal life keeps row and actions together', async (t) => {
  const h = await tennisHouse(t);
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ pick: fc.nat(), hours: fc.integer({ min: 0, max: 200 }), clock: fc.constantFrom('', 'stop', 'start') }), { maxLength: 8 }), async (steps) => {
    const id = await h.open('desks');
    for (const { pick, hours, clock } of steps) {
      h.clock.advance(hours * hour);
      await h.change(id, (work) => {
        if (clock === 'stop') work.stopClock('补正');
        if (clock === 'start') work.startClock();
        const states = nextStates[work.row.state];
        if (states.length > 0) work.move(states[pick % states.length]!, { reason: 'r' });
      });
    }
    await assertProjected(h, id);
  }), { numRuns: 15 });
});

test('every move that may not follow is refused and changes nothing', async (t) => {
  const h = await tennisHouse(t);
  const id = await h.open('desks');
  await h.as(people.system, async (ctx) => {
    for (const from of caseStates) {
      for (const to of caseStates) {
        const work = await h.cases.load(ctx, id);
        work.row.state = from;
        const before = JSON.stringify(work.row);
        if (nextStates[from].includes(to)) continue;
        assert.throws(() => work.move(to), refusedWith('cases.notNow'), `${from} → ${to}`);
        assert.equal(JSON.stringify(work.row), before);
      }
    }
  });
  assert.equal((await rowOf(h, id)).actions, 1);
});

test('what the law says of states', () => {
  const follows = (from: CaseState): readonly CaseState[] => nextStates[from];
  for (const state of caseStates) {
    if (isFinal(state)) assert.deepEqual(follows(state), []);
    else assert.ok(follows(state).includes('withdrawn') && follows(state).includes('terminated'), 'an applicant may withdraw before the decision');
    // 行政许可法 38: a decision only on what was accepted; 32: not accepting only before
    assert.equal(follows(state).includes('granted'), state === 'accepted');
    assert.equal(follows(state).includes('refused'), state === 'accepted');
    assert.equal(follows(state).includes('notAccepted'), state === 'submitted' || state === 'supplement');
  }
});

describe('two officers, one task', () => {
  test('the second finds it closed, or changed since she looked', async (t) => {
    const h = await tennisHouse(t);
    const id = await h.open('desks');
    const [task] = await h.openTasks(id);
    await h.as(people.clerk, async (ctx) => {
      const { work, task: mine } = await h.cases.loadTask(ctx, task!.id, task!.version);
      await work.operate({ type: 'claim', task: mine.token, actor: people.clerk.accountId! });
      await work.save();
    });
    await assert.rejects(h.approve(people.second, task!), refusedWith('cases.stale'));
    await h.approve(people.clerk, { id: task!.id, version: task!.version + 1 });
    await assert.rejects(h.approve(people.second, { id: task!.id, version: task!.version + 1 }), refusedWith('cases.taskClosed'));
    const closed = await h.as(people.system, async (ctx) => (await tasksOf(ctx.tx, id)).find((one) => one.id === task!.id)!);
    assert.deepEqual([closed.state, closed.closed_by, closed.opinion], ['done', people.clerk.accountId, '同意']);
  });

  test('at the very same moment one wins and the process goes one step', async (t) => {
    const h = await tennisHouse(t);
    for (let round = 0; round < 5; round++) {
      const id = await h.open('desks');
      const [task] = await h.openTasks(id);
      const outcomes = await Promise.allSettled([people.clerk, people.second, people.leader].map((who) => h.approve(who, task!)));
      assert.equal(outcomes.filter((o) => o.status === 'fulfilled').length, 1);
      for (const o of outcomes) if (o.status === 'rejected') refusedWith('cases.taskClosed', 'cases.stale', 'process.closed', 'conflict')(o.reason);
      assert.deepEqual((await h.openTasks(id)).map((one) => one.node), ['t1']);
    }
  });

  test('a case that has moved on refuses who saw an older version', async (t) => {
    const h = await tennisHouse(t);
    const id = await h.open('desks');
    await h.change(id, (work) => work.setData('note', 1));
    await assert.rejects(h.as(people.clerk, (ctx) => h.cases.load(ctx, id, 1)), refusedWith('cases.stale'));
  });
});

describe('timers', () => {
  const prepared = async (t: TestContext): Promise<{ h: TennisHouse; id: string }> => {
    const h = await tennisHouse(t);
    const id = await h.open('tennis-tournament', { variables: { players: 16 } });
    await h.approve(people.clerk, (await h.openTasks(id))[0]!);
    return { h, id };
  };
  const drain = async (h: TennisHouse): Promise<void> => {
    while ((await h.jobs.drain()) > 0);
  };

  test('one that is due is heard', async (t) => {
    const { h } = await prepared(t);
    h.clock.advance(8 * 24 * hour);
    await drain(h);
    assert.deepEqual(h.called.map((c) => c.action), ['sponsor-question', 'courts-overdue']);
  });

  test('a late one changes nothing, not even the version', async (t) => {
    const { h, id } = await prepared(t);
    await h.approve(people.clerk, (await h.openTasks(id)).find((task) => task.node === 'courts')!);
    await h.change(id, (work) => work.message('sponsor-reply'));
    const before = await rowOf(h, id);
    h.clock.advance(30 * 24 * hour);
    await drain(h);
    assert.deepEqual(await rowOf(h, id), before);
    assert.deepEqual(h.called.map((c) => c.action), ['sponsor-question']);
    assert.deepEqual(before.process_state?.variables?.['groups'], 4);
  });
});

test('a process that is changed under running cases: old ones go the old way, new ones the new', async (t) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'club-'));
  t.after(() => rmSync(directory, { recursive: true }));
  const write = (version: number): void => Object.entries(packOf(version)).forEach(([file, text]) => writeFileSync(path.join(directory, file), text));
  write(1);
  const h = await tennisHouse(t, [directory]);
  const old = await h.open('desks');
  write(2);
  await h.content.reload();
  const fresh = await h.open('desks');
  const steps = async (id: string): Promise<number> => {
    let count = 0;
    for (let [task] = await h.openTasks(id); task !== undefined; [task] = await h.openTasks(id)) {
      await h.approve(people.clerk, task);
      count++;
    }
    return count;
  };
  assert.deepEqual([await steps(old), await steps(fresh)], [2, 3]);
  assert.deepEqual([(await rowOf(h, old)).process_version, (await rowOf(h, fresh)).process_version], [1, 2]);
});

describe('who sees what (row-level security)', () => {
  test('party, organisations and divisions of the case, the countersigner from her task on; nobody else', async (t) => {
    const h = await tennisHouse(t);
    const id = await h.open('countersign', { materials: [{ material_id: 'photo', name: '照片', state: 'uploaded', source: null, files: [], record_id: null, promise: null, later_due: null, note: null }] });
    const seen = async (who: keyof typeof people): Promise<string> =>
      h.as(people[who], async (ctx) => {
        const { tx } = ctx;
        const counts = await Promise.all(['case where id', 'action where case_id', 'task where case_id', 'material where case_id'].map((from) => tx.one<{ n: number }>(`select count(*)::int as n from cases.${from} = $1`, [id])));
        return counts.map(({ n }) => (n > 0 ? 'x' : '-')).join('');
      });
    const all = async (): Promise<Record<string, string>> => Object.fromEntries(await Promise.all((Object.keys(people) as (keyof typeof people)[]).map(async (who) => [who, await seen(who)] as const)));
    const before = { applicant: 'xxxx', stranger: '----', clerk: 'xxxx', second: 'xxxx', federation: '----', elsewhere: '----', leader: 'xxxx', machine: '----', visitor: '----', system: 'xxxx' };
    assert.deepEqual(await all(), before);
    await h.approve(people.clerk, (await h.openTasks(id))[0]!);
    assert.deepEqual(await all(), { ...before, federation: 'xxxx' });
    await assert.rejects(h.as(people.elsewhere, (ctx) => h.cases.load(ctx, id)), refusedWith('cases.unknown'));
    await assert.rejects(h.approve(people.elsewhere, (await h.openTasks(id))[0]!), refusedWith('cases.taskUnknown'));
    await h.approve(people.federation, (await h.openTasks(id))[0]!);
    assert.deepEqual((await h.openTasks(id)).map((task) => [task.node, task.organisation]), [['t2', 'CLUB']]);
  });

  test('who ends a case closes all its tasks, also those of others: applicant and federation', async (t) => {
    const h = await tennisHouse(t);
    for (const who of [people.applicant, people.federation]) {
      const id = await h.open('countersign');
      await h.approve(people.clerk, (await h.openTasks(id))[0]!);
      await h.as(who, async (ctx) => {
        const work = await h.cases.load(ctx, id);
        work.move('withdrawn', { reason: '不办了' });
        await work.operate({ type: 'cancelAll', actor: who.accountId! });
        await work.save();
      });
      assert.deepEqual(await h.openTasks(id), []);
      await assertProjected(h, id);
    }
  });
});

test('actions and documents are append-only, cases and tasks are never deleted', async (t) => {
  const h = await tennisHouse(t);
  const id = await h.open('desks');
  for (const sql of [
    'update cases.action set kind = \'x\' where case_id = $1', 'delete from cases.action where case_id = $1', 'update cases.document set name = \'x\' where case_id = $1', 'delete from cases.document where case_id = $1',
    'delete from cases.case where id = $1', 'delete from cases.task where case_id = $1', 'delete from cases.material where case_id = $1',
  ]) await assert.rejects(h.as(people.system, (ctx) => ctx.tx.query(sql, [id])), /permission denied/, sql);
  await assert.rejects(h.as(people.system, (ctx) => ctx.tx.query('truncate cases.action')), /permission denied/);
});
