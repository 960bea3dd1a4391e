import type { CaseWork } from '#engines/cases';
import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import { isId } from '#kernel/ids';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { codesUnder, lockEntry, type EntryRow } from './entry-queries.ts';
import { entryFaults } from './contract-entry.ts';
import { errors } from './errors.ts';
import { bureauOf, ownOrganisation } from './own-organisation.ts';
import { classification, nextCode, parseResourceCode } from './resource-code.ts';
import { dueOn, rulesOf } from './rules-of.ts';
import { changeEntry, proposalColumns, proposalDigest, publishNew, type EntryProposal } from './write-entry.ts';

/** 登记 as a case: 部门审核 → 数据主管部门审核 → 发布. */
export const registrationCase = 'catalogue-registration';
const kindCode = 'ML';

type Opened = OutputOf<typeof c.register>;
type Kind = 'register' | 'change' | 'withdraw';
const kindWords: Record<Kind, string> = { register: '目录登记', change: '目录变更', withdraw: '目录注销' };

interface Row {
  case_id: string;
  kind: Kind;
  entry_id: string | null;
  based_on: number | null;
  proposal: { classification?: string; entry?: EntryProposal };
  organisation: string;
  created_by: string;
}

export function requireSound(p: EntryProposal): void {
  const [fault] = entryFaults(p);
  if (fault !== undefined) throw errors.invalid({ why: fault.zh, path: fault.path });
}

export async function registerEntry(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.register>): Promise<Opened> {
  requireSound(input.proposal);
  return open(deps, ctx, { kind: 'register', title: input.proposal.title, organisation: ownOrganisation(deps, ctx, input.organisation).id, proposal: { classification: input.classification, entry: input.proposal }, reason: null });
}

export async function changeRegistration(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.changeRegistration>): Promise<Opened> {
  requireSound(input.proposal);
  const entry = await lockOwn(ctx, input);
  return open(deps, ctx, { kind: 'change', entry, title: entry.title, organisation: entry.provider, proposal: { entry: input.proposal }, reason: input.reason });
}

export async function withdrawRegistration(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.withdrawEntry>): Promise<Opened> {
  const entry = await lockOwn(ctx, input);
  return open(deps, ctx, { kind: 'withdraw', entry, title: entry.title, organisation: entry.provider, proposal: {}, reason: input.reason });
}

async function lockOwn(ctx: Context, input: { entryId: string; version: number }): Promise<EntryRow> {
  const entry = await lockEntry(ctx.tx, input.entryId);
  if (entry === undefined || entry.state === 'withdrawn') throw errors.unknown();
  if (!ctx.actor.organisations.includes(entry.provider)) throw errors.notYours();
  if (entry.version !== input.version) throw errors.stale({ version: entry.version });
  const pending = await ctx.tx.maybe<{ number: string }>('select number from catalogue.registration where entry_id = $1 and ended_at is null', [entry.id]);
  if (pending !== undefined) throw errors.pending({ number: pending.number });
  return entry;
}

interface Opening {
  kind: Kind;
  entry?: EntryRow;
  title: string;
  organisation: string;
  proposal: Row['proposal'];
  reason: string | null;
}

async function open(deps: CatalogueDeps, ctx: Context, { kind, entry, title, organisation, proposal, reason }: Opening): Promise<Opened> {
  const body = ownOrganisation(deps, ctx, organisation);
  const days = rulesOf(deps).registrationDays;
  const work = await deps.cases.open(ctx, {
    kind: registrationCase, kindCode, definition: { kind: 'process', id: 'catalogue-registration', version: 1 }, title: `${kindWords[kind]}：${title}`, division: body.division, organisation: body.id, party: null, channel: 'desk',
    answers: { kind, title, reason: reason ?? '' }, process: { id: 'catalogue-registration' }, variables: { bureau: bureauOf(deps, body.division).id }, promisedDays: days, statutoryDays: days + 5,
  });
  ctx.tx.insert('catalogue.registration', {
    case_id: work.row.id, number: work.row.number, kind, entry_id: entry?.id ?? null, based_on: entry?.version ?? null, proposal, organisation: body.id, division: body.division, state: 'checking', reason, created_at: ctx.now.toISOString(), created_by: ctx.actor.name,
  });
  await ctx.tx.flush();
  work.move('accepted');
  await work.start();
  await work.save();
  return { caseId: work.row.id, number: work.row.number, dueOn: dueOn(deps, ctx, days) };
}

export function registerRegistrationFunctions(deps: CatalogueDeps): void {
  const { cases } = deps;
  cases.registerFunction('catalogue.publish', { run: (work) => publish(deps, work) });
  cases.registerFunction('catalogue.return', {
    async run(work) {
      await end(work, 'returned');
      work.move('refused', { reason: opinionOf(work) });
    },
  });
}

const opinionOf = (work: CaseWork): string => (typeof work.row.data['opinion'] === 'string' ? work.row.data['opinion'] : '');
const end = (work: CaseWork, state: string): Promise<unknown> => work.ctx.tx.query('update catalogue.registration set state = $2, ended_at = $3 where case_id = $1', [work.row.id, state, work.ctx.now]);

async function publish(deps: CatalogueDeps, work: CaseWork): Promise<void> {
  const { ctx } = work;
  const row = await ctx.tx.one<Row>('select case_id, kind, entry_id, based_on, proposal, organisation, created_by from catalogue.registration where case_id = $1', [work.row.id]);
  const entry = row.entry_id === null ? await publishProposal(deps, ctx, row) : await changePublished(deps, ctx, row);
  await ctx.tx.flush();
  await ctx.tx.query('update catalogue.registration set entry_id = $2 where case_id = $1', [row.case_id, entry.id]);
  await end(work, 'published');
  deps.ledger.append(ctx.tx, { kind: `catalogue.${row.kind}`, subject: entry.id, data: { code: entry.code, version: entry.version, digest: entry.digest } });
  work.move('granted');
}

async function publishProposal(deps: CatalogueDeps, ctx: Context, row: Row): Promise<EntryRow> {
  const parsed = parseResourceCode(`${row.proposal.classification ?? ''}/1`);
  const body = deps.organisation(row.organisation);
  if (parsed === undefined || body === undefined || row.proposal.entry === undefined) throw errors.invalid({ why: '分类' });
  const prefix = classification(parsed);
  // two registrations of one classification wait for each other: a serial is given once
  await ctx.tx.query('select pg_advisory_xact_lock(7192601, hashtext($1))', [prefix]);
  return publishNew(deps, ctx, { code: nextCode(prefix, await codesUnder(ctx.tx, prefix)), provider: body, proposal: row.proposal.entry, origin: 'desk', by: row.created_by });
}

async function changePublished(deps: CatalogueDeps, ctx: Context, row: Row): Promise<EntryRow> {
  const before = await lockEntry(ctx.tx, row.entry_id!);
  if (before === undefined) throw errors.unknown();
  if (before.version !== row.based_on) throw errors.stale({ version: before.version });
  const p = row.proposal.entry;
  if (row.kind === 'withdraw' || p === undefined) return changeEntry(deps, ctx, before, { state: 'withdrawn', origin: 'desk' }, 'withdrawn', row.created_by);
  return changeEntry(deps, ctx, before, { ...proposalColumns(p), digest: proposalDigest(p, before.provider), origin: 'desk', grade_confirmed_by: null }, 'changed', row.created_by);
}

export async function listRegistrations(ctx: Context, input: ParsedInputOf<typeof c.listRegistrations>): Promise<OutputOf<typeof c.listRegistrations>> {
  const { where, values, next } = conditionsOf([['r.case_id < ?', isId(input.cursor ?? '') ? input.cursor : undefined]]);
  const rows = await ctx.tx.query<{ case_id: string; number: string; kind: string; title: string; entry_id: string | null; organisation: string; state: string; reason: string | null; created_at: Date; created_by: string; ended_at: Date | null }>(
    `select r.case_id, r.number, r.kind, coalesce(r.proposal #>> '{entry,title}', e.title, '') as title, r.entry_id, r.organisation, r.state, r.reason, r.created_at, r.created_by, r.ended_at
     from catalogue.registration r left join catalogue.entry e on e.id = r.entry_id
     where ${where} order by r.case_id desc limit ${next(input.limit + 1)}`, values);
  const shown = rows.slice(0, input.limit);
  return {
    registrations: shown.map((r) => ({ caseId: r.case_id, number: r.number, kind: r.kind, title: r.title, entryId: r.entry_id, organisation: r.organisation, state: r.state, reason: r.reason, createdAt: r.created_at.toISOString(), createdBy: r.created_by, endedAt: r.ended_at?.toISOString() ?? null })),
    next: rows.length > input.limit ? (shown.at(-1)?.case_id ?? null) : null,
  };
}
