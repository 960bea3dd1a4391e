import type { Exchange, Grant, Key } from '#engines/exchange';
import { exchangeErrors } from '#engines/exchange';
import type { Ledger } from '#engines/ledger';
import type { Context } from '#kernel/context';
import { Refusal, refusalDefinition, type RefusalParameters } from '#kernel/errors';
import { fill, textIn, type Locale } from '#kernel/i18n';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';

export interface Sharing {
  exchange: Exchange;
  /** Name of an organisation by its credit code. */
  nameOf: (organisation: string, locale: Locale) => string | undefined;
  /** Name of a company that was granted something under an agreement. */
  companyName: (creditCode: string) => Promise<string | undefined>;
  /** Whether rows of a register belong to divisions that can be asked for. */
  divided: (register: string) => boolean;
  ledger: Pick<Ledger, 'entriesOf' | 'receipt' | 'append'>;
}

type ServiceView = OutputOf<typeof c.listServices>['services'][number];

export async function listServices({ exchange, nameOf, divided }: Sharing, ctx: Context, { mode, text, cursor, limit }: ParsedInputOf<typeof c.listServices>): Promise<OutputOf<typeof c.listServices>> {
  const sought = text?.toLowerCase() ?? '';
  const collator = new Intl.Collator(ctx.locale === 'zh' ? 'zh-CN' : 'en');
  const found = (await exchange.services())
    .filter((s) => mode === undefined || s.mode === mode)
    .map((s): ServiceView => ({
      id: s.id, version: s.version, title: textIn(s.title, ctx.locale), mode: s.mode, provider: s.provider, providerName: s.provider === null ? null : (nameOf(s.provider, ctx.locale) ?? s.provider), register: s.register ?? null, divided: s.register !== undefined && divided(s.register), fields: [...s.fields], methods: [...(s.upstream?.methods ?? [])], state: s.state, origin: s.origin, sla: s.sla ?? null, path: `/exchange/v1/${s.id}`,
    }))
    .filter((s) => sought === '' || [s.title, s.providerName ?? '', s.id].some((words) => words.toLowerCase().includes(sought)))
    .toSorted((a, b) => collator.compare(a.title, b.title) || (a.id < b.id ? -1 : 1));
  // a cursor whose service is gone begins anew: the list is short and nothing is missed
  const from = cursor === undefined ? 0 : found.findIndex((s) => s.id === cursor) + 1;
  const services = found.slice(from, from + limit);
  return { services, next: from + limit < found.length ? (services.at(-1)?.id ?? null) : null, total: found.length };
}

/** Names of bodies and companies as they are met, each asked for once; a code that nobody knows any more stands for itself. */
async function namesOf({ nameOf, companyName }: Pick<Sharing, 'nameOf' | 'companyName'>, locale: Locale, codes: readonly string[]): Promise<(code: string) => string> {
  const names = new Map<string, string>();
  for (const code of new Set(codes)) names.set(code, nameOf(code, locale) ?? (await companyName(code)) ?? code);
  return (code) => names.get(code) ?? code;
}

const stateOf = (g: Grant, now: Date): OutputOf<typeof c.listGrants>['grants'][number]['state'] => (g.endedAt !== null ? 'withdrawn' : now >= g.validTo ? 'over' : now < g.validFrom ? 'waiting' : 'active');

export async function listGrants(sharing: Sharing, ctx: Context, input: ParsedInputOf<typeof c.listGrants>): Promise<OutputOf<typeof c.listGrants>> {
  const { exchange } = sharing;
  const found = await exchange.grants(ctx.tx, { ...input, limit: input.limit + 1 });
  const grants = found.slice(0, input.limit);
  const name = await namesOf(sharing, ctx.locale, grants.map((g) => g.organisation));
  const services = new Map((await exchange.services()).map((s) => [s.id, s]));
  return {
    grants: grants.map((g) => ({
      ...g, serviceTitle: textIn(services.get(g.service)?.title ?? g.service, ctx.locale), mode: services.get(g.service)?.mode ?? null, organisationName: name(g.organisation), fields: [...g.fields], masks: { ...g.masks }, validFrom: g.validFrom.toISOString(), validTo: g.validTo.toISOString(), at: g.at.toISOString(), endedAt: g.endedAt?.toISOString() ?? null, state: stateOf(g, ctx.now),
    })),
    next: found.length > input.limit ? (grants.at(-1)?.id ?? null) : null,
  };
}

const keyOf = (k: Key): { keyId: string; validFrom: string; validTo: string; endedAt: string | null } => ({ keyId: k.id, validFrom: k.validFrom.toISOString(), validTo: k.validTo.toISOString(), endedAt: k.endedAt?.toISOString() ?? null });

export async function listMembers(sharing: Sharing, ctx: Context, input: ParsedInputOf<typeof c.listMembers>): Promise<OutputOf<typeof c.listMembers>> {
  const { exchange } = sharing;
  const found = await exchange.members(ctx.tx, { ...input, limit: input.limit + 1 });
  const members = found.slice(0, input.limit);
  const name = await namesOf(sharing, ctx.locale, members.map((m) => m.organisation));
  const told: OutputOf<typeof c.listMembers>['members'] = [];
  for (const m of members) told.push({ id: m.id, organisation: m.organisation, organisationName: name(m.organisation), name: m.name, kind: m.kind, endedAt: m.endedAt?.toISOString() ?? null, keys: (await exchange.keysOf(ctx.tx, m.id)).map(keyOf) });
  return { members: told, next: found.length > input.limit ? (members.at(-1)?.id ?? null) : null };
}

export async function endingKeys({ exchange }: Sharing, ctx: Context, { days }: ParsedInputOf<typeof c.listEndingKeys>): Promise<OutputOf<typeof c.listEndingKeys>> {
  const keys = await exchange.keysEnding(ctx, days);
  return { keys: keys.map((k) => ({ ...keyOf(k), memberId: k.member.id, organisation: k.member.organisation, name: k.member.name })) };
}

/** The organisation is that of the machine's own sign-in, never what it says. */
export async function registerKey({ exchange }: Sharing, ctx: Context, input: ParsedInputOf<typeof c.registerKey>): Promise<OutputOf<typeof c.registerKey>> {
  const [organisation] = ctx.actor.organisations;
  if (organisation === undefined) throw exchangeErrors.memberUnknown();
  const key = await exchange.registerMember(ctx, { ...input, organisation });
  return { memberId: key.memberId, keyId: key.keyId, validFrom: key.validFrom.toISOString(), validTo: key.validTo.toISOString() };
}

/** A refusal of which the code is kept, in the reader's language; what was not kept beside it stands as an ellipsis. */
const refusalWords = (code: string, locale: Locale, parameters: RefusalParameters = {}): string => fill(refusalDefinition(code)?.[locale] ?? code, parameters, locale).replace(/\{\w+\}/g, '…');
const outcomeWords = (outcome: string, locale: Locale): string | null => (outcome === 'done' ? null : refusalWords(outcome, locale));

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

export async function listCalls(sharing: Sharing, ctx: Context, input: ParsedInputOf<typeof c.listCalls>): Promise<OutputOf<typeof c.listCalls>> {
  const calls = await sharing.exchange.calls(ctx.tx, input);
  const name = await namesOf(sharing, ctx.locale, calls.map((r) => r.organisation));
  return {
    calls: calls.map((r) => ({
      id: r.id, phase: r.phase, at: r.at.toISOString(), organisation: r.organisation, organisationName: name(r.organisation), keyId: r.key_id, grantId: r.grant_id, service: r.service, method: r.method, path: r.path, purpose: r.purpose, reference: r.reference,
      outcome: r.outcome, outcomeWords: outcomeWords(r.outcome, ctx.locale), rows: r.rows, bytes: r.bytes, tookMs: r.took_ms, requestDigest: hex(r.request_digest), answerDigest: r.answer_digest === null ? null : hex(r.answer_digest), evidence: hex(r.evidence), batchId: r.batch_id,
    })),
  };
}

const batchMax = 1_000;

export async function callEvidence({ exchange, ledger }: Sharing, ctx: Context, { batchId }: ParsedInputOf<typeof c.callEvidence>): Promise<OutputOf<typeof c.callEvidence>> {
  const [entry] = await ledger.entriesOf(ctx.tx, batchId, { limit: 1 });
  if (entry === undefined) throw exchangeErrors.notLogged();
  const calls = await exchange.calls(ctx.tx, { batchId, limit: batchMax });
  const { calls: count, root } = entry.data as { calls: number; root: string };
  const receipt = await ledger.receipt(ctx.tx, entry.id).catch((error: unknown) => {
    if (error instanceof Refusal) return null;
    throw error;
  });
  return { entryId: entry.id, calls: count, root, leaves: calls.map((r) => hex(r.evidence)), receipt: receipt as OutputOf<typeof c.callEvidence>['receipt'] };
}

export async function readMeter({ exchange }: Sharing, ctx: Context, input: ParsedInputOf<typeof c.readMeter>): Promise<OutputOf<typeof c.readMeter>> {
  const days = await exchange.meter(ctx.tx, input);
  return {
    days: days.map((m) => ({ day: m.day, grantId: m.grant_id, service: m.service, organisation: m.organisation, calls: m.calls, refused: m.refused, rows: m.rows, bytes: m.bytes, maxMs: m.took_ms_max, averageMs: m.calls + m.refused === 0 ? 0 : m.took_ms / (m.calls + m.refused) })),
  };
}

const hourMs = 3_600_000;

export async function monitor({ exchange }: Sharing, ctx: Context, { hours }: ParsedInputOf<typeof c.monitor>): Promise<OutputOf<typeof c.monitor>> {
  const rows = await exchange.health(ctx.tx, new Date(ctx.now.getTime() - hours * hourMs));
  const known = new Map((await exchange.services()).map((s) => [s.id, s]));
  return {
    services: rows.flatMap((r) => {
      const service = known.get(r.service);
      if (service === undefined) return [];
      return [{ ...r, title: textIn(service.title, ctx.locale), provider: service.provider, state: service.state, promisedMs: service.sla?.answerMs ?? null, lastAt: r.lastAt.toISOString(), lastFailureWords: r.lastFailure === null ? null : outcomeWords(r.lastFailure, ctx.locale) }];
    }),
  };
}

/** Why a push waits or ended: a refusal as code and parameters, or the words of a fault. */
function problemWords(kept: string | null, locale: Locale): string | null {
  if (kept === null || !kept.startsWith('{')) return kept;
  const { code, parameters } = JSON.parse(kept) as { code: string; parameters: RefusalParameters };
  return refusalWords(code, locale, parameters);
}

export async function listPushes(sharing: Sharing, ctx: Context): Promise<OutputOf<typeof c.listPushes>> {
  const pushes = await sharing.exchange.pushes(ctx.tx);
  const name = await namesOf(sharing, ctx.locale, pushes.map((p) => p.organisation));
  const titles = new Map((await sharing.exchange.services()).flatMap((s) => (s.mode === 'changes' && s.register !== undefined ? [[s.register, textIn(s.title, ctx.locale)] as const] : [])));
  return {
    pushes: pushes.map((p) => ({
      id: p.id, grantId: p.grant_id, organisation: p.organisation, organisationName: name(p.organisation), serviceTitle: titles.get(p.register) ?? p.register, memberId: p.member_id, register: p.register, url: p.url, position: p.position, state: p.state, failures: p.failures, nextAt: p.next_at.toISOString(), lastError: problemWords(p.last_error, ctx.locale), lastSentAt: p.last_sent_at?.toISOString() ?? null,
      sent: Number(p.sent), version: p.version, by: p.by_name, at: p.at.toISOString(),
    })),
  };
}
