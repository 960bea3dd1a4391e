import type { Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { errors } from './errors.ts';

/** 使用目的 (个人信息保护法 6; rule 7 of the house): what the look is for, and its reason in words. */
export type Purpose = ({ caseId: string } | { consentId: string } | { duty: string }) & { text: string };

export interface Access {
  register: string;
  recordId: string | null;
  subjects: readonly string[];
  fields: readonly string[];
}

/** One look at somebody's data, as she and the auditors see it. */
export interface AccessEntry {
  id: string;
  at: string;
  register: string;
  recordId: string | null;
  subject: string | null;
  fields: string[];
  purposeKind: 'case' | 'consent' | 'duty';
  purposeRef: string;
  purpose: string;
  actorKind: string;
  accountId: string | null;
  personId: string | null;
  actorName: string;
  organisation: string | null;
}

export interface AccessLog {
  /** Resolves when the looks are durable: data is handed out only then, also from a transaction that only reads. */
  note(ctx: Context, accesses: readonly Access[], purpose: Purpose): Promise<void>;
}

const purposeOf = (p: Purpose): { purpose_kind: string; purpose_ref: string } =>
  'caseId' in p ? { purpose_kind: 'case', purpose_ref: p.caseId } : 'consentId' in p ? { purpose_kind: 'consent', purpose_ref: p.consentId } : { purpose_kind: 'duty', purpose_ref: p.duty };

export function requirePurpose(purpose: Purpose | undefined): Purpose {
  if (purpose === undefined) throw errors.purposeMissing();
  const { purpose_ref: ref } = purposeOf(purpose);
  if (typeof ref !== 'string' || ref.trim() === '' || ref.length > 200 || purpose.text.trim() === '' || purpose.text.length > 500) throw errors.purposeMissing();
  return purpose;
}

const insertSql = 'insert into records.access_log select * from jsonb_populate_recordset(null::records.access_log, $1::jsonb)';

interface Waiting {
  rows: Record<string, unknown>[];
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Looks are gathered while a batch is under way and committed together on the owner's connection: the reader's own
 * transaction may be read-only, and a reader that fails afterwards has looked all the same.
 */
export function createAccessLog(db: Pick<Db, 'owner'>): AccessLog {
  let waiting: Waiting[] = [];
  let busy = false;
  const next = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    busy = true;
    try {
      await db.owner((client) => client.query({ name: 'records-access', text: insertSql, values: [JSON.stringify(batch.flatMap((w) => w.rows))] }));
      for (const w of batch) w.done();
    } catch (error) {
      for (const w of batch) w.failed(error);
    } finally {
      busy = false;
    }
    void next();
  };
  return {
    note: (ctx, accesses, purpose) => {
      const rows = accesses.flatMap((a) => (a.subjects.length === 0 ? [null] : a.subjects).map((subject) => ({
        id: ctx.newId(), at: ctx.now.toISOString(), register: a.register, record_id: a.recordId, subject, fields: a.fields,
        ...purposeOf(purpose), purpose: purpose.text,
        actor_kind: ctx.actor.kind, account_id: ctx.actor.accountId, person_id: ctx.actor.personId, actor_name: ctx.actor.name, organisation: ctx.actor.organisations[0] ?? null, request_id: ctx.requestId,
      })));
      if (rows.length === 0) return Promise.resolve();
      return new Promise((done, failed) => {
        waiting.push({ rows, done, failed });
        if (!busy && waiting.length === 1) setImmediate(() => { if (!busy) void next(); });
      });
    },
  };
}

interface AccessRow {
  id: string; at: Date; register: string; record_id: string | null; subject: string | null; fields: string[]; purpose_kind: AccessEntry['purposeKind']; purpose_ref: string; purpose: string;
  actor_kind: string; account_id: string | null; person_id: string | null; actor_name: string; organisation: string | null;
}

/** Who looked at one person's or party's data, newest first; `before` is the last id of the page before. Row-level security: hers, or her organisation's own looks. */
export async function accessesOf(ctx: Pick<Context, 'tx'>, subject: string, page: { before?: string | undefined; limit?: number } = {}): Promise<AccessEntry[]> {
  const rows = await ctx.tx.query<AccessRow>('select * from records.access_log where subject = $1 and ($2::uuid is null or id < $2) order by id desc limit $3', [subject, page.before ?? null, Math.min(page.limit ?? 50, 100)]);
  return rows.map((r) => ({
    id: r.id, at: r.at.toISOString(), register: r.register, recordId: r.record_id, subject: r.subject, fields: r.fields, purposeKind: r.purpose_kind, purposeRef: r.purpose_ref, purpose: r.purpose,
    actorKind: r.actor_kind, accountId: r.account_id, personId: r.person_id, actorName: r.actor_name, organisation: r.organisation,
  }));
}
