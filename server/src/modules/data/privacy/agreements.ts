import { verifyMessage } from '#engines/signing';
import { registerKind, type Filter } from '#engines/records';
import { ownTransaction, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import { errors } from './errors.ts';
import { lineTo, say } from './peers.ts';
import { agreementSchema, type Agreement, type Outcome, type PartyRow } from './psi/agreement.ts';
import { digestOf, type Verify } from './psi/envelope.ts';
import { valueMax } from './psi/grouped-sums.ts';

export interface Dataset {
  register: string;
  field: string;
  group?: { field: string; values: string[] } | undefined;
  value?: string | undefined;
  where: Filter[];
}
export interface AgreementRow {
  id: string;
  peer: string;
  url: string;
  public_key: Buffer;
  initiates: boolean;
  text: string;
  digest: string;
  dataset: Dataset;
  own_signature: string;
  peer_signature: string | null;
  refused_why: string | null;
  by_name: string;
  valid_to: Date;
  ended_at: Date | null;
}
export const select = 'select a.*, p.url, p.public_key from privacy.agreement a join privacy.peer p on p.id = a.peer';
const dayMs = 86_400_000;
/** Who signs stands in what is signed: one party's signature never passes for the other's. */
export const bytesOf = (text: string, as: 'initiator' | 'responder'): Buffer => Buffer.from(`yiwang-privacy-agreement-v1\n${as}\n${text}`);
export const verifierOf = (publicKey: Uint8Array): Verify => (bytes, signature) => verifyMessage(bytes, signature, publicKey);

/** Only fields that the register has; the responder of a grouped computation says group and value. */
function checkDataset({ content }: Privacy, d: Dataset, agreement: Agreement, responds: boolean): void {
  const fields = content.find(registerKind, d.register)?.value.fields ?? [];
  const odd = [d.field, d.group?.field, d.value].find((f) => f !== undefined && !fields.some((x) => x.id === f));
  if (fields.length === 0 || odd !== undefined) throw errors.invalid({ why: odd ?? d.register });
  const grouped = responds && agreement.what === 'grouped';
  if (grouped !== (d.group !== undefined) || (d.group !== undefined && d.group.values.length !== agreement.groups.length) || (grouped && agreement.value !== null) !== (d.value !== undefined)) throw errors.invalid({ why: 'dataset' });
}

async function keep(p: Privacy, ctx: Context, agreement: Agreement, text: string, initiates: boolean, dataset: Dataset, peer: string, peerSignature: string | null): Promise<string> {
  const own = Buffer.from(await p.house.sign(bytesOf(text, initiates ? 'initiator' : 'responder'))).toString('base64');
  ctx.tx.insert('privacy.agreement', {
    id: agreement.id, peer, initiates, text, digest: digestOf(text), dataset, own_signature: own, peer_signature: peerSignature, by_name: ctx.actor.name, valid_to: agreement.validTo, at: ctx.now,
  });
  p.ledger.append(ctx.tx, { kind: 'privacy.agreement-signed', subject: agreement.id, data: { digest: digestOf(text), peer, purpose: agreement.purpose, what: agreement.what } });
  return own;
}

export async function proposeAgreement(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.proposeAgreement>): Promise<OutputOf<typeof c.proposeAgreement>> {
  const { peer, days, dataset, ...terms } = input;
  const line = await lineTo(p, ctx, peer);
  if (line === undefined && (await ctx.tx.maybe('select 1 from privacy.peer where id = $1', [peer])) === undefined) throw errors.notFound();
  const made = agreementSchema.safeParse({ ...terms, id: ctx.newId(), initiator: p.house.name, responder: peer, validTo: new Date(ctx.now.getTime() + days * dayMs).toISOString() });
  if (!made.success) throw errors.invalid({ why: made.error.issues[0]?.path.join('.') ?? '' });
  checkDataset(p, dataset as Dataset, made.data, false);
  const text = JSON.stringify(made.data);
  const signature = await keep(p, ctx, made.data, text, true, dataset as Dataset, peer, null);
  if (line !== undefined) say(p, ctx, line, { do: 'propose', text, signature });
  return { id: made.data.id, text, signature, sent: line !== undefined };
}

/** 签署 (应答方): the text must name this house, be signed by its initiator to the letter, and not be known yet. */
export async function acceptAgreement(p: Privacy, ctx: Context, input: ParsedInputOf<typeof c.acceptAgreement>): Promise<OutputOf<typeof c.acceptAgreement>> {
  const agreement = agreementSchema.safeParse(parsed(input.text)).data;
  if (agreement === undefined || agreement.responder !== p.house.name || Date.parse(agreement.validTo) <= ctx.now.getTime()) throw errors.invalid({ why: 'text' });
  const peer = await ctx.tx.maybe<{ public_key: Buffer }>('select public_key from privacy.peer where id = $1', [agreement.initiator]);
  if (peer === undefined || !verifierOf(peer.public_key)(bytesOf(input.text, 'initiator'), Buffer.from(input.signature, 'base64'))) throw errors.signatureWrong();
  if ((await ctx.tx.maybe('select 1 from privacy.agreement where id = $1', [agreement.id])) !== undefined) throw errors.invalid({ why: agreement.id });
  checkDataset(p, input.dataset as Dataset, agreement, true);
  return { id: agreement.id, signature: await keep(p, ctx, agreement, input.text, false, input.dataset as Dataset, agreement.initiator, input.signature) };
}

export async function confirmAgreement(p: Privacy, ctx: Context, input: { agreementId: string; signature: string }, from?: string): Promise<{ done: true }> {
  const row = await ctx.tx.maybe<AgreementRow>(`${select} where a.id = $1 and a.initiates and a.ended_at is null and ($2::text is null or a.peer = $2) for update of a`, [input.agreementId, from ?? null]);
  if (row === undefined) throw errors.agreementUnknown();
  if (!verifierOf(row.public_key)(bytesOf(row.text, 'responder'), Buffer.from(input.signature, 'base64'))) throw errors.signatureWrong();
  if (row.peer_signature !== null) return { done: true };
  await ctx.tx.query('update privacy.agreement set peer_signature = $2 where id = $1', [row.id, input.signature]);
  p.ledger.append(ctx.tx, { kind: 'privacy.agreement-active', subject: row.id, data: { digest: row.digest } });
  return { done: true };
}

/** 终止: by either side, at once here; a joined house is told. */
export async function endAgreement(p: Privacy, ctx: Context, { agreementId }: { agreementId: string }): Promise<{ done: true }> {
  const [row] = await ctx.tx.query<{ peer: string }>('update privacy.agreement set ended_at = $2 where id = $1 and ended_at is null returning peer', [agreementId, ctx.now]);
  if (row === undefined) throw errors.agreementUnknown();
  p.ledger.append(ctx.tx, { kind: 'privacy.agreement-ended', subject: agreementId, data: { by: ctx.actor.name } });
  const line = await lineTo(p, ctx, row.peer);
  if (line !== undefined) say(p, ctx, line, { do: 'end', id: agreementId });
  return { done: true };
}

/** Signed by both, not ended, not over. */
export async function activeAgreement(ctx: Pick<Context, 'tx' | 'now'>, id: string, initiates: boolean): Promise<(AgreementRow & { agreement: Agreement }) | undefined> {
  const row = await ctx.tx.maybe<AgreementRow>(`${select} where a.id = $1 and a.initiates = $2 and a.peer_signature is not null and a.ended_at is null and a.valid_to > $3`, [id, initiates, ctx.now]);
  return row && { ...row, agreement: agreementSchema.parse(parsed(row.text)) };
}

/** One of the day's runs, and one with this id; false when there is none left. */
export async function takeRun(p: Privacy, ctx: Context, agreement: Agreement, run: string, by: string): Promise<boolean> {
  await ctx.tx.query('select 1 from privacy.agreement where id = $1 for update', [agreement.id]);
  const { n } = await ctx.tx.one<{ n: number }>("select count(*)::int as n from privacy.run where agreement_id = $1 and (at at time zone 'Asia/Shanghai')::date = ($2::timestamptz at time zone 'Asia/Shanghai')::date", [agreement.id, ctx.now]);
  const known = await ctx.tx.maybe('select 1 from privacy.run where id = $1', [run]);
  if (n >= agreement.runsPerDay || known !== undefined) return false;
  ctx.tx.insert('privacy.run', { id: run, agreement_id: agreement.id, state: 'running', by_name: by, at: ctx.now });
  p.ledger.append(ctx.tx, { kind: 'privacy.run-begun', subject: run, data: { agreement: agreement.id } });
  return true;
}

export async function endRun(p: Privacy, ctx: Context, run: string, outcome: Outcome | null, why: string | null): Promise<void> {
  await ctx.tx.query("update privacy.run set state = $2, outcome = $3, why = $4, ended_at = $5 where id = $1 and state = 'running'", [run, outcome === null ? 'refused' : 'done', outcome === null ? null : JSON.stringify(outcome), why, ctx.now]);
  p.ledger.append(ctx.tx, { kind: 'privacy.run-ended', subject: run, data: { count: outcome?.count ?? null, done: outcome !== null, why } });
}

/** Our rows of the computation, each look noted with the agreement as its purpose. */
export const rowsOf = (p: Privacy, { agreement, dataset }: { agreement: Agreement; dataset: Dataset }): Promise<PartyRow[]> =>
  ownTransaction(p, async (ctx) => {
    const rows: PartyRow[] = [];
    const fields = [dataset.field, ...(dataset.group === undefined ? [] : [dataset.group.field]), ...(dataset.value === undefined ? [] : [dataset.value])];
    for (let cursor: string | undefined; ;) {
      const page = await p.records.list(ctx, dataset.register, { where: dataset.where, limit: 100, cursor, fields, purpose: { duty: `agreement:${agreement.id}`, text: `隐私计算：${agreement.purpose}` } });
      for (const { data } of page.records) {
        const id = data[dataset.field];
        const group = dataset.group === undefined ? -1 : dataset.group.values.indexOf(String(data[dataset.group.field] ?? ''));
        const value = dataset.value === undefined ? 0 : Math.round(Number(data[dataset.value] ?? 0));
        if (typeof id === 'string') rows.push({ id, ...(group < 0 ? {} : { group }), value: value >= 0 && value <= valueMax ? value : 0 });
      }
      if (page.next === null || rows.length > agreement.rowsMax) return rows;
      cursor = page.next;
    }
  });

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
