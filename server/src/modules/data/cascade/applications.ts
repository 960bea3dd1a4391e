import { z } from 'zod';
import type { ParsedInputOf } from '#kernel/contract';
import type { Context } from '#kernel/context';
import { tasksOf, type CaseWork } from '#engines/cases';
import { registerKind } from '#engines/records';
import { dueOn, rulesOf } from '../catalogue/rules-of.ts';
import type * as c from './contract.ts';
import type { CascadeDeps } from './deps.ts';
import { endOfDay } from './end-of-day.ts';
import { findOwnEntry } from './entries.ts';
import { errors } from './errors.ts';
import { post } from './outbox.ts';
import { requireActive, type ActivePeer } from './peer-queries.ts';

export interface ApplicationRow {
  id: string; peer_id: string; direction: 'sent' | 'received'; code: string; title: string; service: string; fields: string[]; purpose: string; basis: string; organisation: string; organisation_name: string; until_on: string;
  state: 'asked' | 'granted' | 'refused' | 'withdrawn'; reason: string | null; due_on: string | null; own_grant: string | null; peer_grant: string | null; purpose_code: string | null; own_service: string | null;
  case_id: string | null; version: number; at: Date; by_name: string; decided_at: Date | null; decided_by: string | null;
}

export const applicationCase = 'cascade-application';

/** Of a grant between houses; a case of the asking house needs no more. */
const rate = { ratePerSecond: 50, dailyQuota: 100_000 };
const serviceName = z.string().regex(/^[a-z][a-z0-9-]{0,79}(\.[a-z]{3,10})?$/);
/** None for a file: it is had whole. */
const fields = z.array(z.string().regex(/^[a-zA-Z]\w{0,59}$/)).max(200);

export const applicationBody = z.strictObject({
  id: z.uuid(), code: z.string().max(100), service: serviceName, fields, purpose: z.string().min(4).max(500), basis: z.string().min(4).max(500), organisation: z.string().regex(/^[0-9A-Z]{18}$/), organisationName: z.string().max(200), until: z.iso.date(),
});
export const decisionBody = z.strictObject({
  id: z.uuid(), state: z.enum(['granted', 'refused']), reason: z.string().max(500).nullable(), by: z.string().max(100),
  grant: z.strictObject({ id: z.uuid(), purposeCode: z.string().max(60), fields, ratePerSecond: z.int().min(1), dailyQuota: z.int().min(1), validTo: z.iso.datetime() }).nullable(),
});
export const withdrawalBody = z.strictObject({ id: z.uuid(), reason: z.string().max(200) });

/** 跨级申请: checked against what the peer told us, so that a wrong one is not sent at all; goes up with the next round, or the first that gets through. */
export async function apply(deps: CascadeDeps, ctx: Context, input: ParsedInputOf<typeof c.apply>): Promise<{ id: string }> {
  const peer = await requireActive(ctx.tx, input.peerId);
  const organisation = input.organisation ?? ctx.actor.organisations[0];
  if (organisation === undefined || !ctx.actor.organisations.includes(organisation)) throw errors.notYours();
  const entry = await ctx.tx.maybe<{ title: string; sharing: string; sharing_basis: string | null; services: string[] }>("select title, sharing, sharing_basis, services from cascade.entry where peer_id = $1 and code = $2 and state = 'published'", [peer.id, input.code]);
  if (entry === undefined) throw errors.entryUnknown();
  if (entry.sharing === 'none') throw errors.notShared({ basis: entry.sharing_basis ?? '' });
  const service = peer.directory?.services.find((s) => s.id === input.service);
  if (!entry.services.includes(input.service) || service === undefined || input.fields.some((f) => !service.fields.includes(f)) || (input.fields.length === 0) !== (service.mode === 'file')) throw errors.serviceUnknown({ service: input.service });
  await ensureService(deps, ctx, peer, { service: service.id, title: entry.title, fields: service.fields });
  const id = ctx.newId();
  const organisationName = deps.organisation(organisation)?.name ?? organisation;
  ctx.tx.insert('cascade.application', {
    id, peer_id: peer.id, direction: 'sent', code: input.code, title: entry.title, service: input.service, fields: input.fields, purpose: input.purpose, basis: input.basis, organisation, organisation_name: organisationName, until_on: input.until,
    state: 'asked', at: ctx.now.toISOString(), by_name: ctx.actor.name,
  });
  post(deps.jobs, ctx, peer.id, 'application', { id, code: input.code, service: input.service, fields: input.fields, purpose: input.purpose, basis: input.basis, organisation, organisationName, until: input.until });
  return { id };
}

/** 受理: unconditional is granted by rule, not shared is refused with its law, conditional waits for an official within its limit. */
export async function takeApplication(deps: CascadeDeps, ctx: Context, peer: ActivePeer, a: z.infer<typeof applicationBody>): Promise<void> {
  const entry = await findOwnEntry(deps, ctx.tx, a.code);
  if (entry === undefined) throw errors.entryUnknown();
  if (!entry.services.includes(a.service)) throw errors.serviceUnknown({ service: a.service });
  const due = dueOn(deps, ctx, rulesOf(deps).answerDays[entry.sharing === 'unconditional' ? 'unconditional' : 'conditional']);
  ctx.tx.insert('cascade.application', {
    id: a.id, peer_id: peer.id, direction: 'received', code: a.code, title: entry.title, service: a.service, fields: a.fields, purpose: a.purpose, basis: a.basis, organisation: a.organisation, organisation_name: a.organisationName, until_on: a.until,
    state: 'asked', due_on: due, at: ctx.now.toISOString(), by_name: peer.name,
  });
  await ctx.tx.flush();
  const row = await lockApplication(ctx, a.id);
  if (entry.sharing === 'none') await refuse(deps, ctx, row, `不予共享：${entry.sharingBasis ?? ''}`.slice(0, 500));
  else if (entry.sharing === 'unconditional') await grant(deps, ctx, peer, row, '无条件共享，按规则即时授权');
  else await openCase(deps, ctx, peer, row);
}

/** 跨级申请 as a case of this house: an official answers it within the limit; its clock, its warnings and its trace are those of every case. */
async function openCase(deps: CascadeDeps, ctx: Context, peer: ActivePeer, row: ApplicationRow): Promise<void> {
  const days = rulesOf(deps).answerDays.conditional;
  const work = await deps.cases.open(ctx, {
    kind: applicationCase, kindCode: 'KJ', definition: { kind: 'process', id: applicationCase, version: 1 }, title: `跨级数据申请：${row.title}（${peer.name}）`.slice(0, 200), division: peer.own_division, organisation: peer.own_organisation, party: null, channel: 'desk',
    answers: { purpose: row.purpose, basis: row.basis, fields: row.fields, service: row.service, organisation: row.organisation_name, until: row.until_on }, data: { application: row.id, peer: peer.name }, process: { id: applicationCase },
    variables: { bureau: peer.own_organisation }, promisedDays: days, statutoryDays: days * 2,
  });
  await ctx.tx.query('update cascade.application set case_id = $2 where id = $1', [row.id, work.row.id]);
  work.move('accepted');
  await work.start();
  await work.save();
}

const opinionOf = (work: CaseWork): string => (typeof work.row.data['opinion'] === 'string' ? work.row.data['opinion'] : '');

/** What the case decides is done here and told to the other house in the same transaction. */
export function registerApplicationFunctions(deps: CascadeDeps): void {
  const applicationOf = async ({ ctx, row }: CaseWork): Promise<ApplicationRow> => {
    const found = await lockApplication(ctx, String(row.data['application']));
    if (found.state !== 'asked') throw errors.decidedAlready();
    return found;
  };
  deps.cases.registerFunction('cascade.granted', {
    async run(work) {
      const row = await applicationOf(work);
      const reason = opinionOf(work) === '' ? '同意共享' : opinionOf(work);
      await grant(deps, work.ctx, await requireActive(work.ctx.tx, row.peer_id), row, reason);
      work.move('granted', { reason });
    },
  });
  deps.cases.registerFunction('cascade.refused', {
    async run(work) {
      const row = await applicationOf(work);
      const reason = opinionOf(work);
      if (reason.length < 6) throw errors.refusalBasisMissing();
      await refuse(deps, work.ctx, row, reason);
      work.move('refused', { reason });
    },
  });
}

async function lockApplication(ctx: Context, id: string): Promise<ApplicationRow> {
  const row = await ctx.tx.maybe<ApplicationRow>('select *, until_on::text as until_on, due_on::text as due_on from cascade.application where id = $1 for update', [id]);
  if (row === undefined) throw errors.applicationUnknown();
  return row;
}

/** 授权下发: for the peer's machine alone, and only what was asked for. */
async function grant(deps: CascadeDeps, ctx: Context, peer: ActivePeer, row: ApplicationRow, reason: string): Promise<void> {
  const purposeCode = `cascade-${row.id.replaceAll('-', '').slice(-12)}`;
  const validTo = endOfDay(row.until_on);
  const grantId = await deps.exchange.grant(ctx, {
    service: row.service, organisation: peer.organisation, memberId: peer.member_id, purposeCode, purpose: `${row.organisation_name}：${row.purpose}`.slice(0, 200), legalBasis: row.basis, fields: row.fields, division: await rowsOf(deps, peer, row.service), ...rate, validTo,
  });
  await decided(ctx, row, { state: 'granted', reason, own_grant: grantId, purpose_code: purposeCode });
  post(deps.jobs, ctx, peer.id, 'decision', { id: row.id, state: 'granted', reason, by: ctx.actor.name, grant: { id: grantId, purposeCode, fields: row.fields, ...rate, validTo: validTo.toISOString() } });
}

/** 按行授权: what a lower house takes whole (batches, changes) are the records of its own place; single ones it may ask for wherever they belong. */
async function rowsOf(deps: CascadeDeps, peer: ActivePeer, serviceId: string): Promise<string | null> {
  const service = await deps.exchange.findService(serviceId);
  if (peer.role !== 'lower' || service?.register === undefined || !['batch', 'changes'].includes(service.mode)) return null;
  const register = deps.content.find(registerKind, service.register)?.value;
  return register?.fields.find((f) => f.id === register.divisionField)?.searchable === true ? peer.division : null;
}

async function refuse(deps: CascadeDeps, ctx: Context, row: ApplicationRow, reason: string): Promise<void> {
  await decided(ctx, row, { state: 'refused', reason, own_grant: null, purpose_code: null });
  post(deps.jobs, ctx, row.peer_id, 'decision', { id: row.id, state: 'refused', reason, by: ctx.actor.name, grant: null });
}

const decided = (ctx: Context, row: ApplicationRow, d: { state: string; reason: string | null; own_grant: string | null; purpose_code: string | null }): Promise<unknown> =>
  ctx.tx.query('update cascade.application set state = $2, reason = $3, own_grant = $4, purpose_code = $5, decided_at = $6, decided_by = $7, version = version + 1 where id = $1', [row.id, d.state, d.reason, d.own_grant, d.purpose_code, ctx.now, ctx.actor.name]);

export async function decide(deps: CascadeDeps, ctx: Context, input: ParsedInputOf<typeof c.decide>): Promise<{ version: number }> {
  const row = await lockApplication(ctx, input.applicationId);
  if (row.direction !== 'received') throw errors.applicationUnknown();
  if (row.state !== 'asked') throw errors.decidedAlready();
  if (row.version !== input.version) throw errors.stale({ version: row.version });
  if (input.decision === 'refuse' && input.reason.length < 6) throw errors.refusalBasisMissing();
  const task = row.case_id === null ? undefined : (await tasksOf(ctx.tx, row.case_id)).find((t) => t.closed_at === null);
  if (task === undefined) throw errors.decidedAlready();
  // the case's own step: what is decided here and in the work list is one thing
  const { work } = await deps.cases.loadTask(ctx, task.id, task.version);
  const decision = input.decision === 'grant' ? 'authorise' : 'refuse';
  if (input.reason !== '') work.setData('opinion', input.reason);
  work.act('decided', { node: task.node, step: task.name.zh, decision, opinion: input.reason, files: [] }, true);
  await work.operate({ type: 'approve', task: task.token, actor: ctx.actor.accountId ?? '', output: { decision } }, { decision, opinion: input.reason });
  await work.save();
  return { version: row.version + 1 };
}

/** 收回: our gateway stops it at once; the peer is told so that its own gateway says so too. */
export async function withdraw(deps: CascadeDeps, ctx: Context, input: ParsedInputOf<typeof c.withdraw>): Promise<{ version: number }> {
  const row = await lockApplication(ctx, input.applicationId);
  if (row.direction !== 'received' || row.own_grant === null) throw errors.applicationUnknown();
  if (row.version !== input.version) throw errors.stale({ version: row.version });
  await deps.exchange.withdraw(ctx, { grantId: row.own_grant, reason: input.reason });
  await ctx.tx.query("update cascade.application set state = 'withdrawn', reason = $2, version = version + 1 where id = $1", [row.id, input.reason]);
  post(deps.jobs, ctx, row.peer_id, 'withdrawal', { id: row.id, reason: input.reason });
  return { version: row.version + 1 };
}

/** The peer's answer: a grant becomes a service of ours for the body that asked, behind our own gateway. */
export async function takeDecision(deps: CascadeDeps, ctx: Context, peer: ActivePeer, d: z.infer<typeof decisionBody>): Promise<void> {
  const row = await lockApplication(ctx, d.id);
  if (row.peer_id !== peer.id || row.direction !== 'sent') throw errors.applicationUnknown();
  if (row.state !== 'asked') throw errors.decidedAlready();
  if (d.grant === null) {
    await ctx.tx.query("update cascade.application set state = 'refused', reason = $2, decided_at = $3, decided_by = $4, version = version + 1 where id = $1", [row.id, d.reason, ctx.now, d.by]);
    return;
  }
  if (d.grant.fields.some((f) => !row.fields.includes(f))) throw errors.serviceUnknown({ service: row.service });
  const grantId = await deps.exchange.grant(ctx, {
    service: ownService(peer, row.service), organisation: row.organisation, purposeCode: d.grant.purposeCode, purpose: row.purpose.slice(0, 200), legalBasis: row.basis, fields: d.grant.fields, ratePerSecond: d.grant.ratePerSecond, dailyQuota: d.grant.dailyQuota, validTo: new Date(d.grant.validTo),
  });
  await ctx.tx.query(
    "update cascade.application set state = 'granted', reason = $2, own_grant = $3, peer_grant = $4, purpose_code = $5, own_service = $6, decided_at = $7, decided_by = $8, version = version + 1 where id = $1",
    [row.id, d.reason, grantId, d.grant.id, d.grant.purposeCode, ownService(peer, row.service), ctx.now, d.by],
  );
}

const ownService = (peer: ActivePeer, service: string): string => `${peer.role === 'upper' ? 'up' : 'down'}-${peer.division}-${service}`;

/** 跨级服务: the peer's service under a name of our own gateway; there before it is granted, since a grant is for what stands. */
async function ensureService(deps: CascadeDeps, ctx: Context, peer: ActivePeer, row: { service: string; title: string; fields: readonly string[] }): Promise<void> {
  const id = ownService(peer, row.service);
  if ((await deps.exchange.findService(id)) !== undefined) return;
  await deps.exchange.putService(ctx, {
    id, version: 0, state: 'active', reason: `${peer.name}授权`.slice(0, 200), definition: { title: `${row.title}（${peer.name}）`, mode: 'peer', provider: peer.organisation, fields: [...row.fields], peer: { house: peer.house, service: row.service } },
  });
  await ctx.tx.flush();
}

export async function takeWithdrawal(deps: CascadeDeps, ctx: Context, peer: ActivePeer, w: z.infer<typeof withdrawalBody>): Promise<void> {
  const row = await lockApplication(ctx, w.id);
  if (row.peer_id !== peer.id || row.direction !== 'sent') throw errors.applicationUnknown();
  if (row.own_grant !== null) await deps.exchange.withdraw(ctx, { grantId: row.own_grant, reason: w.reason, toldByPeer: true });
  await ctx.tx.query("update cascade.application set state = 'withdrawn', reason = $2, version = version + 1 where id = $1", [row.id, w.reason]);
}

