import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { Refusal } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import { sm3 } from '#engines/signing';
import type * as c from './contract.ts';
import { asHouse, bureauOf, type Protection } from './deps.ts';
import { errors } from './errors.ts';
import { retentionOf, termOf } from './retention-rules.ts';

export const disposeJob = 'protection.dispose';

interface Row {
  id: string; number: string; register: string; kind: 'archive' | 'destroy'; basis: string; reason: string; field: string | null; before: string; rows: number; digest: string; state: 'proposed' | 'approved' | 'refused' | 'done' | 'failed'; proposed_account: string;
  proposed_by: string; proposed_at: Date; decided_by: string | null; decision: string | null; decided_account: string | null; decided_at: Date | null; done_at: Date | null; archive_file: string | null; archive_digest: string | null; proof: string | null; problem: string | null; version: number;
}
const columns = 'id, number, register, kind, basis, reason, field, before::text, rows, digest, state, proposed_account, proposed_by, proposed_at, decided_account, decided_by, decision, decided_at, done_at, archive_file, archive_digest, proof, problem, version';

const titleOf = (deps: Pick<Protection, 'records'>, ctx: Pick<Context, 'locale'>, register: string): string => textIn(deps.records.definition(register).title, ctx.locale);

const viewOf = (deps: Protection, ctx: Context, r: Row): OutputOf<typeof c.listDisposals>['disposals'][number] => ({
  id: r.id, number: r.number, register: r.register, registerTitle: titleOf(deps, ctx, r.register), kind: r.kind, basis: r.basis, reason: r.reason, before: r.before, rows: r.rows, digest: r.digest, state: r.state, proposedBy: r.proposed_by, proposedAt: r.proposed_at.toISOString(),
  decidedBy: r.decided_by, decision: r.decision, decidedAt: r.decided_at?.toISOString() ?? null, doneAt: r.done_at?.toISOString() ?? null, archiveDigest: r.archive_digest, problem: r.problem, mine: r.proposed_account === ctx.actor.accountId, version: r.version,
});

/** 留存期限与到期数据: each register with a term, and what is past it. Counted over the whole register, whatever the asker sees of its rows. */
export async function listRetention(deps: Protection, ctx: Context): Promise<OutputOf<typeof c.listRetention>> {
  const terms = [...retentionOf(deps)];
  const due = await asHouse(ctx, async () => {
    const counted = new Map<string, number>();
    for (const [register, rule] of terms) counted.set(register, (await deps.records.due(ctx, register, termOf(rule, ctx.now), 1)).rows);
    return counted;
  });
  return {
    terms: terms.map(([register, rule]) => ({ register, registerTitle: titleOf(deps, ctx, register), years: rule.years, from: rule.from ?? null, disposal: rule.disposal, basis: textIn(rule.basis, ctx.locale), before: termOf(rule, ctx.now).before, due: due.get(register) ?? 0 })).toSorted((a, b) => b.due - a.due),
  };
}

/** 处置申请: which rows is fixed by their digest, so that what is approved is what was proposed. */
export async function proposeDisposal(deps: Protection, ctx: Context, { register, reason }: ParsedInputOf<typeof c.proposeDisposal>): Promise<OutputOf<typeof c.proposeDisposal>> {
  const rule = retentionOf(deps).get(register);
  if (rule === undefined) throw errors.noTerm({ register });
  const term = termOf(rule, ctx.now);
  const { due, n, standing } = await asHouse(ctx, async () => ({
    due: await deps.records.due(ctx, register, term),
    n: (await ctx.tx.one<{ n: number }>("select nextval('protection.number') as n")).n,
    standing: await ctx.tx.maybe("select 1 from protection.disposal where register = $1 and state in ('proposed', 'approved')", [register]),
  }));
  if (standing !== undefined) throw errors.standing({ register });
  if (due.ids.length === 0) throw errors.nothingDue({ register });
  const id = ctx.newId();
  const number = `CZ${ctx.now.toISOString().slice(0, 10).replaceAll('-', '')}${String(n).padStart(6, '0')}`;
  ctx.tx.insert('protection.disposal', {
    id, number, register, kind: rule.disposal, basis: textIn(rule.basis, 'zh'), reason, field: rule.from ?? null, before: term.before, rows: due.ids.length, digest: due.digest, division: bureauOf(deps).division, state: 'proposed',
    proposed_account: ctx.actor.accountId, proposed_by: ctx.actor.name, proposed_at: ctx.now,
  });
  deps.ledger.append(ctx.tx, { kind: 'protection.disposalProposed', subject: id, data: { register, kind: rule.disposal, rows: due.ids.length, digest: due.digest, by: ctx.actor.accountId } });
  return { id, number, rows: due.ids.length, version: 1 };
}

/** 双人审批: by another than who proposed it. */
export async function decideDisposal(deps: Protection, ctx: Context, i: ParsedInputOf<typeof c.decideDisposal>): Promise<{ version: number }> {
  const row = await ctx.tx.maybe<Row>(`select ${columns} from protection.disposal where id = $1 for update`, [i.disposalId]);
  if (row === undefined) throw errors.notFound();
  if (row.version !== i.version) throw errors.stale({ version: row.version });
  if (row.state !== 'proposed') throw errors.decided();
  if (row.proposed_account === ctx.actor.accountId) throw errors.sameHand();
  await ctx.tx.query('update protection.disposal set state = $2, decided_account = $3, decided_by = $4, decision = $5, decided_at = $6, version = version + 1 where id = $1', [row.id, i.approve ? 'approved' : 'refused', ctx.actor.accountId, ctx.actor.name, i.reason, ctx.now]);
  if (i.approve) deps.jobs.plan(ctx.tx, { kind: disposeJob, payload: { disposalId: row.id }, key: row.id });
  deps.ledger.append(ctx.tx, { kind: 'protection.disposalDecided', subject: row.id, data: { approved: i.approve, by: ctx.actor.accountId } });
  return { version: row.version + 1 };
}

/** 执行: archive first, then remove, then prove; all in one transaction, or nothing. Snapshots for analysis go with the rows. */
export async function dispose(deps: Protection, ctx: Context, { disposalId }: { disposalId: string }): Promise<void> {
  const row = await ctx.tx.maybe<Row>(`select ${columns} from protection.disposal where id = $1 and state = 'approved' for update`, [disposalId]);
  if (row === undefined) return;
  const due = await deps.records.due(ctx, row.register, { field: row.field ?? undefined, before: row.before }, row.rows);
  if (due.digest !== row.digest) return fail(ctx, row, errors.changedSince());
  const archive = row.kind === 'archive' ? await keep(deps, ctx, row, due.ids) : null;
  // in a savepoint: a refusal leaves the rows and the word about them
  await ctx.tx.flush();
  await ctx.tx.query('savepoint disposal');
  try {
    await deps.records.dispose(ctx, row.register, due.ids);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await ctx.tx.query('rollback to savepoint disposal');
    return fail(ctx, row, error);
  }
  const proof = deps.ledger.append(ctx.tx, {
    kind: 'protection.disposed', subject: row.id,
    data: { number: row.number, register: row.register, kind: row.kind, basis: row.basis, before: row.before, rows: due.ids.length, digest: row.digest, proposedBy: row.proposed_account, decidedBy: row.decided_account, archive: archive?.digest ?? null },
  });
  await ctx.tx.query("update protection.disposal set state = 'done', done_at = $2, archive_file = $3, archive_digest = $4, proof = $5, version = version + 1 where id = $1", [row.id, ctx.now, archive?.file ?? null, archive?.digest ?? null, proof]);
  ctx.tx.afterCommit(() => deps.analysis.remove(`register:${row.register}`));
}

async function fail(ctx: Context, row: Row, why: Refusal): Promise<void> {
  await ctx.tx.query("update protection.disposal set state = 'failed', problem = $2, done_at = $3, version = version + 1 where id = $1", [row.id, why.words('zh'), ctx.now]);
}

/** 归档包: one record a line, sealed at rest like every file; its digest goes into the proof. */
async function keep(deps: Protection, ctx: Context, row: Row, ids: readonly string[]): Promise<{ file: string; digest: string }> {
  const records = await deps.records.rowsToArchive(ctx, row.register, ids);
  const bytes = Buffer.from(records.map((r) => `${JSON.stringify({ id: r.id, version: r.version, effectiveOn: r.effectiveOn, endedOn: r.endedOn, source: r.source, recordedAt: r.recordedAt, data: r.data })}\n`).join(''), 'utf8');
  const file = await deps.files.storeBytes(ctx, bytes, { name: `${row.number}.jsonl`, claimedType: 'text/plain', organisation: bureauOf(deps).id, purpose: `归档 ${row.number}：${row.basis}` });
  return { file, digest: Buffer.from(sm3(bytes)).toString('hex') };
}

export async function listDisposals(deps: Protection, ctx: Context): Promise<OutputOf<typeof c.listDisposals>> {
  return { disposals: (await ctx.tx.query<Row>(`select ${columns} from protection.disposal order by id desc limit 100`)).map((r) => viewOf(deps, ctx, r)) };
}

/** 处置证明: the ledger's receipt, to be checked offline by whoever asks what became of the data. */
export async function disposalProof(deps: Protection, ctx: Context, { disposalId }: { disposalId: string }): Promise<OutputOf<typeof c.disposalProof>> {
  const row = await ctx.tx.maybe<Row>(`select ${columns} from protection.disposal where id = $1`, [disposalId]);
  if (row === undefined) throw errors.notFound();
  if (row.proof === null) throw errors.noProof();
  return { disposal: viewOf(deps, ctx, row), receipt: JSON.parse(JSON.stringify(await deps.ledger.receipt(ctx.tx, row.proof))) as Record<string, unknown> };
}
