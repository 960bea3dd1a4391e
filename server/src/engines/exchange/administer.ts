import type { Ledger } from '#engines/ledger';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { errors } from './errors.ts';
import { dropTerm, noteTerm } from './end-by-time.ts';
import { orderErasure, type ErasureDeps } from './erasures.ts';
import { findKey, findMember, findServiceRow, memberNamed, raiseRevision } from './exchange-queries.ts';
import type { Registry } from './registry.ts';
import { serviceSchema, type ServiceDefinition } from './service-kind.ts';
import type { Topics } from './topics.ts';
import type { Cryptography, RegisterSource } from './types.ts';

export interface AdministerDeps extends Pick<ErasureDeps, 'jobs'> {
  ledger: Pick<Ledger, 'append'>;
  registry: Registry;
  registers: RegisterSource;
  topics: Topics;
  crypto: Pick<Cryptography, 'sm3' | 'verify' | 'publicKeyOf'>;
}

/** Days that a key is good for; a client renews it before. */
export const keyDays = 180;
const dayMs = 86_400_000;
/** Names behind `/exchange/v1/` that are the gateway's own. */
export const reserved: ReadonlySet<string> = new Set(['session', 'keys', 'directory', 'messages', 'reconcile', 'erasures']);

export interface NewKey {
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  /** SM2 signature of the new key over `keyStatement`, base64: possession of its private half. */
  readonly proof: string;
}

export interface NewMember extends NewKey {
  readonly organisation: string;
  readonly name: string;
}

export interface RegisteredKey {
  readonly memberId: string;
  readonly keyId: string;
  readonly validFrom: Date;
  readonly validTo: Date;
}

export interface NewGrant {
  readonly service: string;
  readonly organisation: string;
  readonly memberId?: string | null | undefined;
  readonly purposeCode: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly fields: readonly string[];
  readonly masks?: Readonly<Record<string, string>> | undefined;
  /** 按行授权: significant digits; all rows when left out. */
  readonly division?: string | null | undefined;
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
  readonly validFrom?: Date | undefined;
  readonly validTo: Date;
  readonly caseId?: string | null | undefined;
}

/** What a key signs to prove itself: for which organisation, which key. */
export const keyStatement = (organisation: string, publicKey: string): string => `yiwang exchange key\n${organisation}\n${publicKey}`;

/** Changes count only when every process has heard of them: the revision rises in the same transaction. */
async function changed({ registry }: AdministerDeps, ctx: Context): Promise<void> {
  await ctx.tx.flush();
  await raiseRevision(ctx.tx);
  ctx.tx.afterCommit(() => registry.clear());
}

export async function addKey(deps: AdministerDeps, ctx: Context, member: { id: string; organisation: string }, key: NewKey, renews: string | null): Promise<RegisteredKey> {
  const publicKey = deps.crypto.publicKeyOf(Buffer.from(key.publicKey, 'base64'));
  if (publicKey === undefined) throw errors.publicKeyInvalid();
  if (!deps.crypto.verify(Buffer.from(keyStatement(member.organisation, key.publicKey), 'utf8'), Buffer.from(key.proof, 'base64'), publicKey)) throw errors.proofWrong();
  const keyId = deps.crypto.sm3(publicKey).subarray(0, 16).toString('hex');
  if ((await findKey(ctx.tx, keyId)) !== undefined) throw errors.keyTaken();
  const validTo = new Date(ctx.now.getTime() + keyDays * dayMs);
  ctx.tx.insert('exchange.key', { id: keyId, member_id: member.id, public_key: publicKey, renews, valid_from: ctx.now.toISOString(), valid_to: validTo.toISOString(), at: ctx.now.toISOString() });
  deps.ledger.append(ctx.tx, { kind: 'exchange.keyRegistered', subject: keyId, data: { member: member.id, organisation: member.organisation, renews } });
  await changed(deps, ctx);
  return { memberId: member.id, keyId, validFrom: ctx.now, validTo };
}

/** 接入登记: a machine of an organisation and its first key; the same name again gets a further key. */
export async function registerMember(deps: AdministerDeps, ctx: Context, m: NewMember, kind: 'machine' | 'peer' = 'machine'): Promise<RegisteredKey> {
  const known = await memberNamed(ctx.tx, m.organisation, m.name);
  if (known !== undefined && (known.kind !== kind || known.endedAt !== null)) throw errors.memberUnknown();
  const id = known?.id ?? ctx.newId();
  if (known === undefined) {
    ctx.tx.insert('exchange.member', { id, organisation: m.organisation, name: m.name, kind, at: ctx.now.toISOString() });
    await ctx.tx.flush();
  }
  return addKey(deps, ctx, { id, organisation: m.organisation }, m, null);
}

/** Ends a member, a key or a grant now, everywhere; ending it again changes nothing: false. */
async function end(deps: AdministerDeps, ctx: Context, kind: string, subject: string, reason: string): Promise<boolean> {
  const done = await ctx.tx.query('insert into exchange.ended (subject, at, by_name, reason) values ($1, $2, $3, $4) on conflict do nothing returning 1', [subject, ctx.now, ctx.actor.name, reason]);
  if (done.length === 0) return false;
  deps.ledger.append(ctx.tx, { kind, subject, data: { by: ctx.actor.accountId } });
  await changed(deps, ctx);
  return true;
}

export async function endMember(deps: AdministerDeps, ctx: Context, input: { memberId: string; reason: string }): Promise<void> {
  if ((await findMember(ctx.tx, input.memberId)) === undefined) throw errors.memberUnknown();
  await end(deps, ctx, 'exchange.memberEnded', input.memberId, input.reason);
}

export async function endKey(deps: AdministerDeps, ctx: Context, input: { keyId: string; reason: string }): Promise<void> {
  if ((await findKey(ctx.tx, input.keyId)) === undefined) throw errors.keyUnknown();
  await end(deps, ctx, 'exchange.keyEnded', input.keyId, input.reason);
}

const invalid = (why: string): Error => errors.grantInvalid({ why });

const readsRecords: ReadonlySet<string> = new Set(['verify', 'query', 'batch', 'changes']);

/** 授权: what a decision (a case) gave. Fields and masks are checked against the service; one that follows changes opens its topic. */
export async function grantService(deps: AdministerDeps, ctx: Context, g: NewGrant): Promise<string> {
  const service = await deps.registry.service(g.service);
  if (service === undefined) throw errors.serviceUnknown({ service: g.service });
  const ofRegister = service.register !== undefined;
  if (ofRegister && g.fields.length === 0) throw invalid('fields');
  const odd = g.fields.find((f) => ofRegister && !service.fields.includes(f) && !(service.origin === 'desk' && service.fields.length === 0));
  if (odd !== undefined) throw invalid(odd);
  const oddMask = Object.keys(g.masks ?? {}).find((f) => !g.fields.includes(f));
  if (oddMask !== undefined) throw invalid(oddMask);
  const division = g.division ?? null;
  if (division !== null && (!/^\d{2,12}$/.test(division) || service.register === undefined || deps.registers.find(service.register)?.divided !== true)) throw invalid('division');
  if (g.validTo <= ctx.now || g.validTo <= (g.validFrom ?? ctx.now)) throw invalid('validTo');
  if (!/^[a-z][a-z0-9-]{1,59}$/.test(g.purposeCode)) throw invalid('purposeCode');
  if (deps.registers.byConsent?.(g.purposeCode) === true && !readsRecords.has(service.mode)) throw invalid('purposeCode');
  if (g.ratePerSecond < 1 || g.dailyQuota < 1) throw invalid('ratePerSecond, dailyQuota');
  if (g.memberId !== undefined && g.memberId !== null && (await findMember(ctx.tx, g.memberId))?.organisation !== g.organisation) throw errors.memberUnknown();
  if (service.mode === 'changes') await deps.topics.open(ctx, service.register!);
  const id = ctx.newId();
  ctx.tx.insert('exchange.granted', {
    id, service: g.service, organisation: g.organisation, member_id: g.memberId ?? null, purpose_code: g.purposeCode, purpose: g.purpose, legal_basis: g.legalBasis, fields: g.fields, masks: g.masks ?? {}, division,
    rate_per_second: g.ratePerSecond, daily_quota: g.dailyQuota, valid_from: (g.validFrom ?? ctx.now).toISOString(), valid_to: g.validTo.toISOString(), case_id: g.caseId ?? null, by_name: ctx.actor.name, at: ctx.now.toISOString(),
  });
  noteTerm(ctx.tx, id, g.validTo);
  deps.ledger.append(ctx.tx, { kind: 'exchange.granted', subject: id, data: { service: g.service, organisation: g.organisation, fields: [...g.fields], division, until: g.validTo.toISOString(), case: g.caseId ?? null } });
  await changed(deps, ctx);
  return id;
}

/** 收回: at once, and whoever was handed copies is told to delete them; not where another house tells them, with its own day. */
export async function withdrawGrant(deps: AdministerDeps, ctx: Context, input: { grantId: string; reason: string; toldByPeer?: boolean | undefined }): Promise<void> {
  const row = await ctx.tx.maybe<{ service: string }>('select service from exchange.granted where id = $1', [input.grantId]);
  if (row === undefined) throw errors.grantUnknown();
  if (!(await end(deps, ctx, 'exchange.withdrawn', input.grantId, input.reason)) || !(await dropTerm(ctx, input.grantId)) || input.toldByPeer === true) return;
  const title = (await deps.registry.service(row.service))?.title ?? row.service;
  orderErasure(deps, ctx, { cause: 'grant', subject: input.grantId, title: textIn(title, 'zh'), reason: input.reason, of: { grants: [input.grantId] } });
}

/** 数据服务 made or changed at the desk, or one of content suspended and resumed; `version` is the one it was based on, 0 for a new one. */
export async function putService(deps: AdministerDeps, ctx: Context, input: { id: string; version: number; definition: unknown; state: 'active' | 'suspended'; reason: string }): Promise<{ version: number }> {
  const row = await findServiceRow(ctx.tx, input.id);
  const declared = deps.registry.declared().some((s) => s.id === input.id);
  if (reserved.has(input.id) || !/^[a-z][a-z0-9-]{1,79}(\.[a-z]{3,10})?$/.test(input.id) || (declared && input.definition !== null)) throw errors.definitionInvalid({ why: 'id' });
  const based = row?.version ?? (declared ? 1 : 0);
  if (based !== input.version) throw errors.stale({ version: based });
  const definition = input.definition === null ? (row?.definition ?? null) : checkedDefinition(deps, input.definition);
  if (definition === null && !declared) throw errors.serviceUnknown({ service: input.id });
  ctx.tx.insert('exchange.service', { id: input.id, version: based + 1, definition, state: input.state, reason: input.reason, by_name: ctx.actor.name, at: ctx.now.toISOString() });
  deps.ledger.append(ctx.tx, { kind: 'exchange.serviceChanged', subject: input.id, data: { version: based + 1, state: input.state, digest: deps.crypto.sm3(Buffer.from(JSON.stringify(definition), 'utf8')).toString('hex') } });
  await changed(deps, ctx);
  return { version: based + 1 };
}

function checkedDefinition(deps: AdministerDeps, input: unknown): ServiceDefinition {
  const parsed = serviceSchema.safeParse(input);
  if (!parsed.success) throw errors.definitionInvalid({ why: `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}` });
  const { register, fields } = parsed.data;
  if (register === undefined) return parsed.data;
  const known = deps.registers.find(register);
  if (known === undefined) throw errors.definitionInvalid({ why: `register: ${register}` });
  const odd = fields.find((f) => !known.fields.some((k) => k.id === f));
  if (odd !== undefined) throw errors.definitionInvalid({ why: `fields: ${odd}` });
  return { ...parsed.data, fields: fields.length === 0 ? known.fields.map((f) => f.id) : fields };
}
