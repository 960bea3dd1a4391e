/**
 * Two programs, a city and a province, each with a database and a data folder of its own: joined over the loopback, the province
 * killed while the city goes on, started again, the city killed with messages waiting; what was told arrives, once.
 */
import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCall, type Call } from '#kernel/contract';
import { testDatabase } from '#test/database';
import { exchangeOver, signInByForms } from '../src/modules/capabilities/identity/sign-in-by-forms.ts';
import * as cascade from '../src/modules/data/cascade/contract.ts';
import * as privacy from '../src/modules/data/privacy/contract.ts';
import { freePort } from './free-port.ts';
import { dataFolder } from './province.ts';

const root = path.resolve(import.meta.dirname, '../..');
const waitMsMax = 240_000;

/** Asks until it is so, each half second; what was last seen stands in the failure. */
async function until<T>(what: string, ask: () => Promise<T>, so: (seen: T) => boolean): Promise<T> {
  let seen: T | undefined;
  for (const end = Date.now() + waitMsMax; Date.now() < end; await sleep(500)) {
    seen = await ask().catch(() => seen);
    if (seen !== undefined && so(seen)) return seen;
  }
  assert.fail(`${what}: ${JSON.stringify(seen)}`);
}

interface Program { url: string; child: ChildProcess; call: (login: string) => Promise<Call>; kill: () => Promise<void>; start: () => Promise<void> }

async function program(t: TestContext): Promise<Program> {
  const { url: databaseUrl } = await testDatabase(t);
  const { folder, remove } = dataFolder('yiwang-cascade-');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child!.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  };
  t.after(async () => {
    await kill();
    remove();
  });
  const start = async (): Promise<void> => {
    let said = '';
    child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, 'server/src/main.ts')], {
      env: { ...process.env, DATABASE_URL: databaseUrl, YIWANG_DATA: folder, YIWANG_PORT: String(port), YIWANG_LOG: 'error' }, stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr!.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    const mine = child;
    await until('it answers', () => fetch(`${url}/healthz`).then((r) => r.ok, () => assert.equal(mine.exitCode, null, said)), (ok) => ok === true);
  };
  await start();
  return {
    url, kill, start,
    get child() {
      return child!;
    },
    async call(login) {
      const cookie = await signInByForms(exchangeOver(url), { app: 'desk', login, password: 'Yiwang-2026' });
      return createCall({ base: url, headers: () => ({ cookie }) });
    },
  };
}

const peerOf = async (call: Call) => (await call(cascade.listPeers, {})).peers[0];
const quiet = (p: Awaited<ReturnType<typeof peerOf>>): boolean => p?.state === 'active' && p.line.waiting === 0 && p.line.failures === 0 && p.line.sent > 0 && p.directory?.valid === true;

test('two programs: joined, one killed and started again, then the other; nothing twice, nothing lost', { timeout: 900_000 }, async (t) => {
  const province = await program(t);
  const city = await program(t);
  const [upper, lower] = [await province.call('o087'), await city.call('o057')];
  const { fingerprint } = await lower(cascade.askJoin, { url: province.url, name: '吉林省平台', role: 'upper' });
  const offered = await until('the offer', () => peerOf(upper), (p) => p?.state === 'waiting');
  await upper(cascade.approvePeer, { peerId: offered!.id, version: offered!.version, fingerprint });
  const answered = await until('the answer', () => peerOf(lower), (p) => p?.state === 'waiting');
  await lower(cascade.approvePeer, { peerId: answered!.id, version: answered!.version, fingerprint: (await upper(cascade.listPeers, {})).own.fingerprint });
  await until('the province has told its catalogue', () => peerOf(upper), quiet);
  const { entries } = await until('the catalogue is here', () => lower(cascade.listEntries, { text: '户籍人口基本信息' }), (found) => (found.entries[0]?.services.length ?? 0) > 0);

  // 隐私计算 between the two: each works on its own rows in its own program; both end with the same count and nothing else
  const dataset = { register: 'population', field: 'identityNumber' };
  const [partner] = (await lower(privacy.computingHouse, {})).peers;
  const { id } = await lower(privacy.proposeAgreement, { peer: partner!.id, purpose: '核对省市两级人口重合情况', legalBasis: '《数据安全法》第三十八条', what: 'count', identifier: '公民身份号码', rowsMin: 20, days: 30, runsPerDay: 2, dataset });
  await until('the proposal is there', () => upper(privacy.listAgreements, {}), (seen) => seen.proposals.some((p) => p.id === id));
  await upper(privacy.answerProposal, { agreementId: id, dataset });
  const agreed = async (call: Call) => (await call(privacy.listAgreements, {})).agreements.find((a) => a.id === id);
  await until('both have signed', () => agreed(lower), (a) => a?.state === 'active');
  const { runId } = await lower(privacy.startRun, { agreementId: id });
  const runOf = async (call: Call) => (await agreed(call))?.runs.find((r) => r.id === runId);
  const counted = await until('the count', () => runOf(lower), (r) => r !== undefined && r.state !== 'running');
  assert.deepEqual([counted?.state, counted?.why], ['done', null]);
  assert.ok((counted?.outcome?.count ?? 0) > 20, JSON.stringify(counted));
  assert.deepEqual((await runOf(upper))?.outcome, counted?.outcome);

  await province.kill();
  const steward = await city.call('o019');
  const apply = (purpose: string) => steward(cascade.apply, { peerId: answered!.id, code: entries[0]!.code, service: 'population.verify', fields: ['identityNumber', 'name'], purpose, basis: '《食品经营许可和备案管理办法》第十二条', until: '2099-12-31' });
  const told = [(await apply('省级停机时提出的申请')).id, (await apply('省级停机时提出的另一申请')).id];
  await until('the line is known to be down', () => peerOf(lower), (p) => (p?.line.failures ?? 0) > 0 && p!.line.waiting === 2);
  await city.kill();
  await province.start();
  await city.start();

  const [upperAgain, lowerAgain] = [await province.call('o087'), await city.call('o057')];
  const applications = await until('they arrive', () => upperAgain(cascade.listApplications, { direction: 'received' }), (found) => found.applications.length >= 2);
  assert.deepEqual(applications.applications.map((a) => a.id).toSorted(), told.toSorted());
  const sent = await until('the line is good', () => peerOf(lowerAgain), quiet);
  assert.equal((await peerOf(upperAgain))!.line.received, sent!.line.sent);
  assert.equal(sent!.line.received, (await peerOf(upperAgain))!.line.sent);
});
