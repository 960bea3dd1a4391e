import { createHash } from 'node:crypto';
import type { RegisterRecord } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { eraseSupply } from '../collection/index.ts';
import { findAgreement, today, writeAction, type Agreement, type Disposal } from './agreements.ts';
import type { Enterprise } from './deps.ts';
import { atEndOf, type Terms } from './scenes.ts';
import { tellFirm } from './tell-firm.ts';

export const disposeJob = 'enterprise.dispose';
const dayMs = 86_400_000;
const nothing: Disposal = { rows: 0, digest: '', files: [], at: null, proof: null };

/** 处置日 of an agreement that ended on a day: so many days after it, or when the law that keeps the data lets it go. */
export function disposeOn(terms: Pick<Terms, 'atEnd'>, endedOn: string): string {
  const { days, keep } = atEndOf(terms);
  if (keep === undefined) return dayInChina(new Date(new Date(`${endedOn}T12:00:00+08:00`).getTime() + days * dayMs));
  return `${Number(endedOn.slice(0, 4)) + keep.years}${endedOn.slice(4).replace('02-29', '02-28')}`;
}

/** Set when the agreement ends, in its transaction; something came in under it. */
export async function planDisposal({ jobs }: Pick<Enterprise, 'jobs'>, ctx: Context, a: Agreement): Promise<void> {
  if (a.source_id === null || a.terms.inbound === null) return;
  const on = disposeOn(a.terms, today(ctx));
  await ctx.tx.query('update enterprise.agreement set dispose_on = $2 where id = $1', [a.id, on]);
  jobs.plan(ctx.tx, { kind: disposeJob, key: `${a.id} 0`, payload: { agreementId: a.id, part: 0 }, runAt: new Date(`${on}T00:30:00+08:00`) });
}

/** Another agreement of the firm under which the same rows are held: in force, or ended and not yet due. */
const heldByAnother = (ctx: Context, a: Agreement): Promise<{ number: string } | undefined> => ctx.tx.maybe<{ number: string }>(
  `select number from enterprise.agreement where company_code = $1 and id <> $2 and source_id is not null and terms #>> '{inbound,register}' = $3 and (state = 'active' or dispose_on > $4::date) limit 1`, [a.company_code, a.id, a.terms.inbound!.register, today(ctx)]);

const lineOf = (r: RegisterRecord): string => `${JSON.stringify({ effectiveOn: r.effectiveOn, endedOn: r.endedOn, source: r.source, recordedAt: r.recordedAt, data: r.data })}\n`;

/** 退还: the rows as the register has them, a file of the firm's own, before they go. */
const giveBack = async (o: Enterprise, ctx: Context, a: Agreement, ids: readonly string[], part: number): Promise<string> =>
  o.files.storeBytes(ctx, Buffer.from((await o.records.rowsToArchive(ctx, a.terms.inbound!.register, ids)).map(lineOf).join(''), 'utf8'), { name: `${a.number}-${part + 1}.jsonl`, claimedType: 'text/plain', partyId: a.party_id, purpose: `退还协议 ${a.number} 项下数据` });

/**
 * 期满处置: what the agreement promised of the firm's rows, done by the house: given back where it says so, removed with history and originals,
 * proved in the ledger, told to the firm. A portion a transaction; the digests of the portions are chained.
 */
export async function disposeSupplied(o: Enterprise, ctx: Context, { agreementId, part }: { agreementId: string; part: number }): Promise<void> {
  if ((await ctx.tx.maybe("select 1 as there from enterprise.agreement where id = $1 and state = 'ended' for update", [agreementId])) === undefined) return;
  const a = await findAgreement(ctx.tx, agreementId);
  if (a === undefined || a.terms.inbound === null || (a.disposal !== null && a.disposal.at !== null)) return;
  const other = await heldByAnother(ctx, a);
  const { register, firmField } = a.terms.inbound;
  const held = other === undefined ? await o.records.held(ctx, register, { field: firmField, equals: a.company_code }) : { ids: [], digest: '', rows: 0 };
  const before = a.disposal ?? nothing;
  const { what, keep } = atEndOf(a.terms);
  const done: Disposal = held.ids.length === 0 ? before : {
    ...before, rows: before.rows + held.ids.length, digest: createHash('sm3').update(`${before.digest}${held.digest}`).digest('hex'), files: what === 'return' ? [...before.files, await giveBack(o, ctx, a, held.ids, part)] : before.files,
  };
  await ctx.tx.flush();
  if (held.ids.length > 0) await o.records.dispose(ctx, register, held.ids);
  if (held.rows > held.ids.length) {
    await keepDisposal(ctx, a, done);
    return void o.jobs.plan(ctx.tx, { kind: disposeJob, key: `${a.id} ${part + 1}`, payload: { agreementId, part: part + 1 } });
  }
  const originals = await eraseSupply(o.collection, ctx, a.source_id!);
  const proof = o.ledger.append(ctx.tx, { kind: 'enterprise.dataDisposed', subject: a.id, data: { number: a.number, register, what, law: keep?.law ?? null, rows: done.rows, digest: done.digest, originals, heldBy: other?.number ?? null } });
  await keepDisposal(ctx, a, { ...done, heldBy: other?.number ?? null, at: ctx.now.toISOString(), proof });
  await writeAction(ctx, a.id, other !== undefined ? 'passedOn' : what === 'return' ? 'returned' : 'deleted', other?.number ?? String(done.rows));
  if (other === undefined) tellFirm(o, ctx, a, 'data-disposed', { rows: done.rows, what: what === 'return' ? { zh: '已退还并删除', en: 'given back and deleted' } : { zh: '已删除', en: 'deleted' } });
  ctx.tx.afterCommit(() => o.analysis.remove(`register:${register}`));
}

const keepDisposal = (ctx: Context, a: Agreement, disposal: Disposal): Promise<unknown> => ctx.tx.query('update enterprise.agreement set disposal = $2, version = version + 1 where id = $1', [a.id, JSON.stringify(disposal)]);
