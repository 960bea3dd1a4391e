import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { createContent, type Content, type PackFiles } from '#engines/content';
import { createJobs, type Jobs } from '#engines/jobs';
import { createLedger, type Ledger } from '#engines/ledger';
import { createProcess, processKind } from '#engines/process';
import { createRules } from '#engines/rules';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import { system, type Actor, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createCases, type Cases, type Opening, type TaskRow, type Work } from './index.ts';

/** Forms are another engine's. */
const example = (name: string): string => readFileSync(path.join(import.meta.dirname, '../process/examples', name), 'utf8').replaceAll(/ yw:form="[^"]*"/g, '');
const head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yw="https://yiwang.gov.example/bpmn/1">';

/** A desk of the club and one of the federation in turn, or as many desks of the club as are named. */
const desks = (...tasks: string[]): string => {
  const stops = ['s', ...tasks.map((_, i) => `t${i}`), 'e'];
  const flows = stops.slice(1).map((to, i) => `<sequenceFlow id="f${i}" sourceRef="${stops[i]}" targetRef="${to}"/>`);
  return `${head}<process id="desks" isExecutable="true"><startEvent id="s"/>${tasks.map((more, i) => `<userTask id="t${i}" name="第${i + 1}步" yw:role="club.desk" ${more}/>`).join('')}<endEvent id="e" yw:outcome="done"/>${flows.join('')}</process></definitions>`;
};

export const packOf = (deskVersion = 1): PackFiles => ({
  'pack.yaml': 'id: club\nname: 网球俱乐部\nversion: "1"\n',
  'p.yaml': `kind: process\nid: tennis-membership\nversion: 1\ntitle: 入会\nfile: membership.bpmn\n---\nkind: process\nid: tennis-tournament\nversion: 1\ntitle: 比赛\nfile: tournament.bpmn\n---\nkind: process\nid: desks\nversion: ${deskVersion}\ntitle: 两步\nfile: desks-${deskVersion}.bpmn\n---\nkind: process\nid: countersign\nversion: 1\ntitle: 会办\nfile: countersign.bpmn\n`,
  'membership.bpmn': example('tennis-membership.bpmn'),
  'tournament.bpmn': example('tennis-tournament.bpmn'),
  'desks-1.bpmn': desks('', ''),
  'desks-2.bpmn': desks('', '', ''),
  'countersign.bpmn': desks('', `yw:organisation="&quot;FEDERATION&quot;"`, ''),
});

export const person = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const actor = (kind: Actor['kind'], n: number, more: Partial<Actor> = {}): Actor =>
  ({ kind, accountId: person(n), personId: person(n), partyId: kind === 'citizen' ? person(n) : null, organisations: [], divisions: [], permissions: new Set(), name: `${kind} ${n}`, ...more });

export const people = {
  applicant: actor('citizen', 1), stranger: actor('citizen', 2),
  clerk: actor('officer', 11, { organisations: ['CLUB'] }), second: actor('officer', 12, { organisations: ['CLUB'] }),
  federation: actor('officer', 13, { organisations: ['FEDERATION'] }), elsewhere: actor('officer', 14, { organisations: ['OTHER'], divisions: ['2202'] }),
  leader: actor('officer', 15, { divisions: ['22'] }), machine: actor('machine', 16, { organisations: ['CLUB'] }), visitor: actor('anonymous', 17, { accountId: null, personId: null }), system,
};

export interface TennisHouse {
  db: Db;
  clock: MovableClock;
  /** Days after this one are in no plan. */
  calendar: { knownUntil: string };
  content: Content;
  cases: Cases;
  jobs: Jobs;
  ledger: Ledger;
  /** What service tasks were called with. */
  called: { action: string; input: unknown }[];
  as<T>(actor: Actor, use: (ctx: Context) => Promise<T>): Promise<T>;
  open(process: string, more?: Partial<Opening>): Promise<string>;
  change(caseId: string, use: (work: Work, ctx: Context) => Promise<void> | void): Promise<void>;
  openTasks(caseId: string): Promise<TaskRow[]>;
  approve(actor: Actor, task: { id: string; version: number }): Promise<void>;
}

/** The cases engine with its neighbours on a fresh database, and a clock that the test moves. */
export async function tennisHouse(t: TestContext, packs: string[] | PackFiles[] = [packOf()]): Promise<TennisHouse> {
  const db = await testDatabase(t, 8);
  const clock = createMovableClock(new Date('2026-11-23T09:00:00+08:00'));
  const ids = createIds(() => clock.now().getTime());
  const content = createContent({ packs });
  content.registerKind(processKind() as never);
  await content.load();
  const jobs = createJobs({ db, clock, ids });
  const key = Buffer.from('tennis');
  const ledger = createLedger({ db, clock, ids, origin: 'club.example', signer: { keyName: 'club', keyId: Buffer.alloc(4), sign: async (bytes) => createHmac('sm3', key).update(bytes).digest() } });
  // weekdays, so that no deadline depends on a list of holidays
  const day = (date: string, by: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10);
  const works = (date: string): boolean => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  const calendar = {
    knownUntil: '9999-12-31',
    addWorkingDays(date: string, count: number): string {
      let at = date;
      for (let left = count; left > 0; ) if (works((at = day(at, 1)))) left--;
      if (at > this.knownUntil) throw new Error(`${at} is not known`);
      return at;
    },
    workingDaysBetween(from: string, to: string): number {
      let count = 0;
      for (let at = day(from, 1); at <= to; at = day(at, 1)) if (works(at)) count++;
      return count;
    },
  };
  const cases = createCases({
    db, content, jobs, ledger, process: createProcess(), rules: createRules(clock), calendar: () => calendar,
    crypto: { seal: (text) => Buffer.from(text).map((b) => b ^ 0x5a), open: (bytes) => Buffer.from(bytes).map((b) => b ^ 0x5a).toString() },
  });
  const called: TennisHouse['called'] = [];
  for (const action of ['club.issueCard', 'courts-overdue', 'sponsor-question']) {
    cases.registerFunction(action, { run: (work, input) => {
      called.push({ action, input });
      if (action !== 'club.issueCard') return;
      work.move('granted');
      return { number: 'C-7' };
    } });
  }
  const as: TennisHouse['as'] = (who, use) => db.write(who, (tx) => use({ tx, actor: who, now: clock.now(), newId: ids, locale: 'zh', requestId: 'test' }));
  return {
    db, clock, calendar, content, cases, jobs, ledger, called, as,
    open: (process, more = {}) =>
      as(people.applicant, async (ctx) => {
        const work = await cases.open(ctx, {
          kind: 'club', kindCode: 'TN', definition: { kind: 'process', id: process, version: 1 }, title: '入会', division: '220102', organisation: 'CLUB', party: { id: person(1), kind: 'person', name: '李小球' },
          channel: 'portal', answers: { name: '李小球', racket: '左手' }, process: { id: process }, promisedDays: 5, statutoryDays: 20, ...more,
        });
        await work.start();
        await work.save();
        return work.row.id;
      }),
    change: (caseId, use) =>
      as(system, async (ctx) => {
        const work = await cases.load(ctx, caseId);
        await use(work, ctx);
        await work.save();
      }),
    openTasks: (caseId) => as(system, (ctx) => ctx.tx.query<TaskRow>('select * from cases.task where case_id = $1 and closed_at is null order by id', [caseId])),
    approve: (who, { id, version }) =>
      as(who, async (ctx) => {
        const { work, task } = await cases.loadTask(ctx, id, version);
        await work.operate({ type: 'approve', task: task.token, actor: who.accountId! }, { decision: 'approve', opinion: '同意' });
        await work.save();
      }),
  };
}
