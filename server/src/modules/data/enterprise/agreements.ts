import { dayInChina } from '#kernel/clock';
import { ownTransaction, type Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { conditionsOf, type ReadTx } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Enterprise } from './deps.ts';
import { errors } from './errors.ts';
import { figuresOf } from './figures.ts';
import { atEndOf, termsView, type Terms } from './scenes.ts';

type View = OutputOf<typeof c.getAgreement>;
type Summary = OutputOf<typeof c.listAgreements>['agreements'][number];
export type State = Summary['state'];

export interface FirmInterface { url: string; rows?: string | undefined; next?: string | undefined; positionParameter?: string | undefined }
/** 期满处置, as far as it went: `at` once it is done. `heldBy`: another agreement under which the rows are held on. */
export interface Disposal { rows: number; digest: string; files: string[]; heldBy?: string | null; at: string | null; proof: string | null }
/** 政企共享协议. */
export interface Agreement {
  id: string; number: string; scene: string; terms: Terms; organisation: string; organisation_name: string; division: string; party_id: string; company_code: string; company: string; purpose: string; valid_until: string | null; state: State; offered_by: string | null;
  interface: FirmInterface | null; secret: Buffer | null; contract_file: string | null; company_contract: string | null; contract_digest: string | null; source_id: string | null; grants: { service: string; grantId: string }[]; dispose_on: string | null; disposal: Disposal | null; reason: string | null; ended_by: Summary['endedBy']; version: number; at: Date; active_at: Date | null; ended_at: Date | null;
}
const columns = 'id, number, scene, terms, organisation, organisation_name, division, party_id, company_code, company, purpose, valid_until::text as valid_until, state, offered_by, interface, secret, contract_file, company_contract, contract_digest, source_id, grants, dispose_on::text as dispose_on, disposal, reason, ended_by, version, at, active_at, ended_at';

export const findAgreement = (tx: ReadTx, id: string): Promise<Agreement | undefined> => tx.maybe<Agreement>(`select ${columns} from enterprise.agreement where id = $1`, [id]);

/** Locked, of the version that was seen, in one of these states. */
export async function lockAgreement(ctx: Context, id: string, version: number, states: readonly State[]): Promise<Agreement> {
  const row = await ctx.tx.maybe<Agreement>(`select ${columns} from enterprise.agreement where id = $1 for update`, [id]);
  if (row === undefined) throw errors.notFound();
  if (row.version !== version) throw errors.stale({ version: row.version });
  if (!states.includes(row.state)) throw errors.notNow({ state: row.state });
  return row;
}

/** 经过: what was done, by whom. */
export const writeAction = (ctx: Context, id: string, kind: string, note: string | null): Promise<unknown> =>
  ctx.tx.query('insert into enterprise.action (agreement_id, seq, at, kind, note, by_name) select $1, coalesce(max(seq), 0) + 1, $2, $3, $4, $5 from enterprise.action where agreement_id = $1', [id, ctx.now, kind, note, ctx.actor.name]);

/** As `writeAction`, and into the ledger. */
export async function noteAction(o: Pick<Enterprise, 'ledger'>, ctx: Context, id: string, kind: string, note: string | null, data: Record<string, unknown> = {}): Promise<void> {
  await writeAction(ctx, id, kind, note);
  o.ledger.append(ctx.tx, { kind: `enterprise.${kind}`, subject: id, data: { by: ctx.actor.accountId, ...data } });
}

const summaryOf = (o: Pick<Enterprise, 'organisation'>, ctx: Context, a: Agreement): Summary => ({
  id: a.id, number: a.number, scene: a.scene, title: textIn(a.terms.title, ctx.locale), trade: a.terms.trade, organisation: a.organisation, organisationName: ctx.locale === 'en' ? (o.organisation(a.organisation)?.englishName ?? a.organisation_name) : a.organisation_name, companyCode: a.company_code, company: a.company, purpose: a.purpose, validUntil: a.valid_until, state: a.state,
  reason: a.reason, endedBy: a.ended_by, version: a.version, at: a.at.toISOString(), activeAt: a.active_at?.toISOString() ?? null, endedAt: a.ended_at?.toISOString() ?? null,
});

const pageSize = 50;

/** Row-level security says whose: a body's own, those of the territory; a company's own. */
export async function listAgreements(o: Pick<Enterprise, 'organisation'>, ctx: Context, { state, cursor }: { state?: State | undefined; cursor?: string | undefined }): Promise<OutputOf<typeof c.listAgreements>> {
  const { where, values } = conditionsOf([['state = ?', state], ['id < ?', cursor]]);
  const rows = await ctx.tx.query<Agreement>(`select ${columns} from enterprise.agreement where ${where} order by id desc limit ${pageSize + 1}`, values);
  const shown = rows.slice(0, pageSize);
  return { agreements: shown.map((a) => summaryOf(o, ctx, a)), next: rows.length > pageSize ? shown.at(-1)!.id : null };
}

/** What becomes, or became, of the firm's rows; the files given back are the firm's alone. */
function disposalView(a: Agreement, mine: View['mine']): View['disposal'] {
  if (a.dispose_on === null) return null;
  const { what, keep } = atEndOf(a.terms);
  const d = a.disposal;
  return { what, dueOn: a.dispose_on, law: keep?.law ?? null, rows: d?.rows ?? 0, digest: d === null || d.digest === '' ? null : d.digest, doneAt: d?.at ?? null, heldBy: d?.heldBy ?? null, files: mine === 'company' ? (d?.files ?? []).map((id) => `/api/files/${id}`) : [], proved: d !== null && d.proof !== null };
}

/** 处置证明: the ledger's receipt, to be checked offline. */
export async function disposalProof(o: Enterprise, ctx: Context, { agreementId }: { agreementId: string }): Promise<OutputOf<typeof c.myDisposalProof>> {
  const a = await findAgreement(ctx.tx, agreementId);
  const proof = a?.disposal?.proof;
  if (proof == null) throw errors.notFound();
  return { number: a!.number, receipt: JSON.parse(JSON.stringify(await ownTransaction(o, (inside) => o.ledger.receipt(inside.tx, proof)))) as Record<string, unknown> };
}

const sideOf = (ctx: Context, a: Agreement): View['mine'] => (ctx.actor.kind === 'citizen' ? 'company' : ctx.actor.organisations.includes(a.organisation) ? 'body' : 'overseer');

export async function getAgreement(o: Enterprise, ctx: Context, { agreementId }: { agreementId: string }): Promise<View> {
  const a = await findAgreement(ctx.tx, agreementId);
  if (a === undefined) throw errors.notFound();
  const mine = sideOf(ctx, a);
  const actions = await ctx.tx.query<{ at: Date; kind: string; note: string | null; by_name: string }>('select at, kind, note, by_name from enterprise.action where agreement_id = $1 order by seq', [a.id]);
  const file = mine === 'company' ? a.company_contract : mine === 'body' ? a.contract_file : null;
  const { trade, ...terms } = await termsView(o, ctx, a.terms);
  return {
    ...summaryOf(o, ctx, a), terms: { trade, ...terms }, interfaceUrl: a.interface?.url ?? null, contractUrl: file === null ? null : `/api/files/${file}`, contractDigest: a.contract_digest, ...(await figuresOf(o, ctx, a)), disposal: disposalView(a, mine),
    actions: actions.map((x) => ({ at: x.at.toISOString(), kind: x.kind, note: x.note, by: x.by_name })), mine,
  };
}

/** The last moment of a day in China. */
export const endOfDay = (day: string): Date => new Date(`${day}T23:59:59+08:00`);
export const today = (ctx: Pick<Context, 'now'>): string => dayInChina(ctx.now);
