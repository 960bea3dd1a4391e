import assert from 'node:assert/strict';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import { departmentDatabase, story } from './harness.ts';

const columns = { number: '健康证明编号', holder: '姓名', holderNumber: '身份号码', work: '从业类别', institution: '体检机构', division: '行政区划', issuedOn: '发证日期', validTo: '有效期至' } as const;
const cardOf = (n: number, more: Partial<Record<keyof typeof columns, string>> = {}): Record<keyof typeof columns, string> =>
  ({ number: `JK220102${910_000 + n}`, holder: '赵德厚', holderNumber: '220102196512209251', work: '食品经营', institution: '南关区疾病预防控制中心', division: '220102', issuedOn: '2026-03-10', validTo: '2027-03-09', ...more });

story('data-collection', 'a department’s own PostgreSQL is read from where the last run ended: what changed there changes here, what is wrong there is refused by itself; a table that is gone or a password that is wrong loads nothing and loses nothing; JSON Lines come in the same way', async (province, t) => {
  const { url } = await departmentDatabase(t);
  const own = new URL(url.replace('@/', '@localhost/'));
  // the test server listens on a socket of its folder; a department's is reached over the network
  const sockets = new Set<Socket>();
  const listener = createServer((near) => {
    const far = connect(`${own.searchParams.get('host') ?? ''}/.s.PGSQL.${own.searchParams.get('port') ?? '5432'}`);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((done) => void listener.listen(0, '127.0.0.1', done));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  const there = new pg.Client({ connectionString: url });
  there.on('error', () => {});
  await there.connect();
  t.after(() => there.end());
  await there.query('create schema hr; create table hr.card (number text primary key, holder text, "holderNumber" text, work text, institution text, division text, "issuedOn" date, "validTo" date, changed_at timestamptz not null)');
  const write = async (card: Record<keyof typeof columns, string>, at: string): Promise<void> => {
    const names = Object.keys(columns) as (keyof typeof columns)[];
    await there.query(`insert into hr.card (${names.map((n) => `"${n}"`).join(', ')}, changed_at) values (${names.map((_, i) => `$${i + 1}`).join(', ')}, $${names.length + 1}) on conflict (number) do update set institution = excluded.institution, changed_at = excluded.changed_at`, [...names.map((n) => card[n]), at]);
  };
  const who = await province.signIn('o019');
  const reader = await province.signIn('o031');
  const settings = { host: '127.0.0.1', port: (listener.address() as AddressInfo).port, database: own.pathname.slice(1), user: own.username, table: 'hr.card', watermark: 'changed_at', overlap: 0 };
  const mapping = (Object.keys(columns) as (keyof typeof columns)[]).map((n) => ({ column: n, field: n }));
  const source = await who.call(collection.makeSource, { register: 'health-certificate', kind: 'table', name: '健康证明库表', settings, mapping, secret: 'any' });
  const run = async (sourceId = source.id) => {
    const { runId } = await who.call(collection.startRun, { sourceId });
    await province.settle();
    return who.call(collection.getRun, { runId });
  };
  const held = async (...n: number[]) => (await reader.call(data.browseRegister, { register: 'health-certificate', purpose: '核对库表归集', where: [{ field: 'number', op: 'in', value: n.map((i) => cardOf(i).number) }] })).records.map((r) => r.data['institution']);

  // from the beginning, then from where it ended
  for (const n of [1, 2, 3]) await write(cardOf(n), `2026-11-01T0${n}:00:00Z`);
  const first = await run();
  assert.deepEqual([first.state, first.read, first.created, first.refused], ['done', 3, 3, 0], JSON.stringify(first.failure));
  await write(cardOf(2, { institution: '吉林大学第一医院' }), '2026-11-02T01:00:00Z');
  await write(cardOf(4), '2026-11-02T02:00:00Z');
  await write(cardOf(5, { holderNumber: '220102196512209252' }), '2026-11-02T03:00:00Z');
  const second = await run();
  assert.deepEqual([second.state, (second.read ?? 9) <= 4, second.created, second.changed, second.refused], ['done', true, 1, 1, 1], JSON.stringify(second));
  assert.deepEqual((await held(2)), ['吉林大学第一医院']);
  assert.equal((await held(5)).length, 0);
  assert.equal((await run()).state, 'empty', 'nothing new is no success');

  // the table is gone, then back: nothing half-loaded, nothing lost
  await write(cardOf(6), '2026-11-03T01:00:00Z');
  await there.query('alter table hr.card rename to card_gone');
  const gone = await run();
  assert.deepEqual([gone.state, gone.created], ['failed', 0]);
  await there.query('alter table hr.card_gone rename to card');
  const back = await run();
  assert.deepEqual([back.state, back.created, (await held(6)).length], ['done', 1, 1]);

  // a user whom they do not know: in words, and no secret in them
  const strange = await who.call(collection.makeSource, { register: 'health-certificate', kind: 'table', name: '口令有误', settings: { ...settings, user: 'nobody_here' }, mapping, secret: 'S3cret-of-theirs' });
  const refusedThere = await run(strange.id);
  assert.equal(refusedThere.state, 'failed');
  assert.equal(JSON.stringify(refusedThere).includes('S3cret'), false);

  // JSON Lines, in a department's own words
  const file = await who.call(collection.makeSource, { register: 'health-certificate', kind: 'file', name: '健康证明行文件' });
  const line = (n: number, more = {}): string => JSON.stringify(Object.fromEntries(Object.entries(cardOf(n, more)).map(([field, value]) => [columns[field as keyof typeof columns], value])));
  const answer = await fetch(`${province.url}/api/desk/collection/sources/${file.id}/file?name=${encodeURIComponent('月报.jsonl')}`, {
    method: 'POST', headers: { cookie: who.cookie, 'content-type': 'application/octet-stream' }, body: `\ufeff${line(11)}\n[1,2]\n${line(12, { validTo: '2026-02-30' })}\n${line(13)}\n`,
  });
  assert.equal(answer.status, 200, await answer.clone().text());
  await province.settle();
  const lines = await who.call(collection.getRun, { runId: ((await answer.json()) as { runId: string }).runId });
  assert.deepEqual([lines.state, lines.created, lines.refused, lines.refusedLines.map((l) => l.line)], ['done', 2, 2, [2, 3]], JSON.stringify(lines));
});
