import type { Actor, Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import type { Content } from '#engines/content';
import { accessesOf, createAccessLog, requirePurpose, type Access, type AccessEntry, type Purpose } from './access-log.ts';
import { checkData, createCodeCheck, type FieldFault } from './check-data.ts';
import { errors } from './errors.ts';
import { listRecords, type ListOptions, type Page } from './list-records.ts';
import { loadLines, loadRecords, type LinesOptions, type LoadOptions, type LoadReport } from './load-records.ts';
import type { Line } from './read-lines.ts';
import { disposeRows, dueRows, heldRows, rowsToArchive, type DueRows, type Term } from './dispose-records.ts';
import { decideMask, houseRules, type Channel, type Grade, type Lift } from './decide-mask.ts';
import { maskBy, maskRuleOf } from './mask-value.ts';
import type { MaskingRules } from './masking-kind.ts';
import { prepareRegisters } from './prepare-register.ts';
import { findRecord, lookUpRecords, type ReadOptions } from './read-records.ts';
import { foldActions, historyOf, placesAround, type Action, type PlacesAround, type RecordAsOf } from './record-history.ts';
import type { Value } from './field-types.ts';
import { registerKind, type FieldDefinition, type MaskRule, type RegisterDefinition } from './register-kind.ts';
import type { RegisterTable } from './register-table.ts';
import type { FieldCrypto, RegisterRecord } from './row-codec.ts';
import { snapshotRegister, type RegisterSnapshot } from './snapshot-register.ts';
import { changeRecord, createRecord, endRecord, type ChangeOptions, type WriteOptions } from './write-record.ts';

/** 登记 engine: registers made of content, their records, who looked at them. */
export interface Records {
  /** Makes or extends the tables of all registers of the content; after every load of it. Refuses what would lose data. */
  prepare(): Promise<void>;
  definition(register: string): RegisterDefinition;
  /** All faults of a draft, without writing. */
  check(register: string, data: Readonly<Record<string, unknown>>): FieldFault[];

  /** Creates a record in the use case's transaction; `id` where the caller knows it (a person's record is the person). */
  put(ctx: Context, register: string, data: Readonly<Record<string, unknown>>, options: WriteOptions & { id?: string | undefined }): Promise<{ id: string; version: number }>;
  /** Changes some fields from a day on; null empties one. Refuses another version (`records.stale`). Not for gathered routes. */
  change(ctx: Context, register: string, id: string, changes: Readonly<Record<string, unknown>>, options: ChangeOptions): Promise<{ id: string; version: number }>;
  /** 更正: the record was wrong; counts from `effectiveOn`. */
  correct(ctx: Context, register: string, id: string, changes: Readonly<Record<string, unknown>>, options: ChangeOptions): Promise<{ id: string; version: number }>;
  /** 恢复: a record that ended stands again, as it is said now, from a day that is not before its end. */
  resume(ctx: Context, register: string, id: string, changes: Readonly<Record<string, unknown>>, options: ChangeOptions): Promise<{ id: string; version: number }>;
  end(ctx: Context, register: string, id: string, options: ChangeOptions): Promise<{ id: string; version: number }>;

  /** Reading a personal register needs `purpose` (`records.purposeMissing`) and is in the access log before it returns. */
  get(ctx: Context, register: string, id: string, options?: ReadOptions): Promise<RegisterRecord>;
  find(ctx: Context, register: string, id: string, options?: ReadOptions): Promise<RegisterRecord | undefined>;
  /** Exact values; 20 records at the most. Sensitive fields are found by their keyed digests. */
  lookUp(ctx: Context, register: string, by: Readonly<Record<string, unknown>>, options?: ReadOptions): Promise<RegisterRecord[]>;
  list(ctx: Context, register: string, options?: ListOptions): Promise<Page>;
  history(ctx: Context, register: string, id: string, options?: ReadOptions): Promise<Action[]>;
  /** 归属变化 of one action: no look at the record, so nothing is logged. */
  placesAround(ctx: Pick<Context, 'tx'>, register: string, id: string, version: number): Promise<PlacesAround | undefined>;
  /** What the record said on a day (`YYYY-MM-DD`); undefined before its beginning. */
  asOf(ctx: Context, register: string, id: string, on: string, options?: ReadOptions): Promise<RecordAsOf | undefined>;
  /** For display: masked by grade unless the actor is its subject; `records.unmask` lifts what the content lets it. */
  mask(register: string, record: RegisterRecord, actor: Actor): RegisterRecord;
  /** 脱敏: values as they may go through a channel; a field that may not is left out. */
  maskFor(register: string, data: Readonly<Record<string, Value>>, how: { channel: Channel; holds?: Lift | undefined; asked?: Readonly<Record<string, string>> }): Record<string, Value>;
  /** How one field goes through a channel; `none` for what every record has beside its fields. */
  maskOf(register: string, field: string, how: { channel: Channel; holds?: Lift | undefined; asked?: string | undefined }): MaskRule | 'suppress';

  /** Notes a look at personal data that lies outside the registers (a case, an application): durable when it resolves, seen by its subjects. */
  noteAccess(ctx: Context, access: Access, purpose: Purpose): Promise<void>;
  /** Who looked at a person's or party's data, newest first. */
  accessesOf(ctx: Context, subject: string, page?: { before?: string | undefined; limit?: number }): Promise<AccessEntry[]>;
  /** 登记簿快照 for analysis inside the house, streamed as it is read; sealed fields as keyed digests. `fields`: only these. */
  snapshot(register: string, fields?: readonly string[]): RegisterSnapshot;
  /** 到期数据 whose retention term is over; asked, archived and disposed of by the system alone, when two people have agreed. */
  due(ctx: Context, register: string, term: Term, limit?: number): Promise<DueRows>;
  /** 某方数据: rows of one party, by the field that says whose they are; by the system alone. */
  held(ctx: Context, register: string, of: { field: string; equals: string }, limit?: number): Promise<DueRows>;
  rowsToArchive(ctx: Context, register: string, ids: readonly string[]): Promise<RegisterRecord[]>;
  dispose(ctx: Context, register: string, ids: readonly string[]): Promise<number>;
  /** 批量入库, on the owner's connection; one at a time in this process. */
  load(register: string, source: AsyncIterable<Uint8Array>, options: LoadOptions): Promise<LoadReport>;
  /** The same for rows that others read: a workbook, a table, an interface; in batches, as they come. */
  loadLines(register: string, lines: AsyncIterable<readonly Line[]>, options: LinesOptions): Promise<LoadReport>;
}

export interface RecordsDeps {
  db: Pick<Db, 'owner'>;
  content: Pick<Content, 'find' | 'list'>;
  crypto: FieldCrypto;
  /** 数据级别 that people confirmed for a field; undefined: by the register's own word. */
  gradeOf?: (register: string, field: string) => Grade | undefined;
  /** 脱敏规范 of the content; without one, each field's own rule. */
  masking?: () => MaskingRules | undefined;
}

const gradeByRegister = (f: FieldDefinition): Grade => (f.sensitive ? 'general-4' : maskRuleOf(f) === 'none' ? 'general-1' : 'general-2');

export function createRecords({ db, content, crypto, gradeOf = () => undefined, masking = () => undefined }: RecordsDeps): Records {
  const hasCode = createCodeCheck(content);
  const accessLog = createAccessLog(db);
  const write = { crypto, hasCode };
  const read = { crypto, accessLog };
  const tableFor = (register: string): RegisterTable => {
    const found = content.find(registerKind, register);
    if (found === undefined) throw errors.unknownRegister({ register });
    return found.compiled;
  };
  const maskOf: Records['maskOf'] = (register, id, { channel, holds, asked }) => {
    const field = tableFor(register).byField.get(id)?.field;
    if (field === undefined) return 'none';
    return decideMask(masking()?.rules ?? houseRules, { channel, grade: gradeOf(register, id) ?? gradeByRegister(field), rule: maskRuleOf(field), holds, asked: asked as MaskRule | undefined });
  };
  const maskFor: Records['maskFor'] = (register, data, { channel, holds, asked = {} }) =>
    Object.fromEntries(Object.entries(data).flatMap(([id, value]) => {
      const mask = maskOf(register, id, { channel, holds, asked: asked[id] });
      return mask === 'suppress' ? [] : [[id, maskBy(mask, value)]];
    }));
  const load = { db, crypto, hasCode };
  let loading: Promise<unknown> = Promise.resolve();
  const inTurn = (work: () => Promise<LoadReport>): Promise<LoadReport> => {
    const next = loading.then(work);
    loading = next.catch(() => undefined);
    return next;
  };
  return {
    prepare: () => db.owner((client) => prepareRegisters(client, content.list(registerKind).map((d) => d.compiled))),
    definition: (register) => tableFor(register).definition,
    check: (register, data) => checkData(tableFor(register), data, hasCode).faults,
    put: (ctx, register, data, options) => createRecord(write, ctx, tableFor(register), data, options),
    change: (ctx, register, id, changes, options) => changeRecord(write, ctx, tableFor(register), id, 'change', changes, options),
    correct: (ctx, register, id, changes, options) => changeRecord(write, ctx, tableFor(register), id, 'correct', changes, options),
    resume: (ctx, register, id, changes, options) => changeRecord(write, ctx, tableFor(register), id, 'resume', changes, options),
    end: (ctx, register, id, options) => endRecord(write, ctx, tableFor(register), id, options),
    async get(ctx, register, id, options = {}) {
      const found = await findRecord(read, ctx, tableFor(register), id, options);
      if (found === undefined) throw errors.notFound({ register });
      return found;
    },
    find: async (ctx, register, id, options = {}) => findRecord(read, ctx, tableFor(register), id, options),
    lookUp: async (ctx, register, by, options = {}) => lookUpRecords(read, ctx, tableFor(register), by, options),
    list: async (ctx, register, options = {}) => listRecords(read, ctx, tableFor(register), options),
    placesAround: (ctx, register, id, version) => placesAround(ctx, tableFor(register), id, version),
    history: async (ctx, register, id, options = {}) => historyOf(read, ctx, tableFor(register), id, options),
    asOf: async (ctx, register, id, on, options = {}) => foldActions(await historyOf(read, ctx, tableFor(register), id, options), on),
    mask(register, record, actor) {
      const mine = record.subjects.some((s) => s === actor.personId || s === actor.partyId);
      return mine ? record : { ...record, data: maskFor(register, record.data, { channel: 'screen', holds: actor.permissions.has('records.unmask') ? 'permission' : undefined }) };
    },
    maskFor,
    maskOf,
    noteAccess: async (ctx, access, purpose) => accessLog.note(ctx, [access], requirePurpose(purpose)),
    accessesOf,
    snapshot: (register, fields) => snapshotRegister(db, tableFor(register), fields),
    due: async (ctx, register, term, limit) => dueRows(ctx, tableFor(register), term, limit),
    held: async (ctx, register, of, limit) => heldRows(ctx, tableFor(register), of, limit),
    rowsToArchive: async (ctx, register, ids) => rowsToArchive(read, ctx, tableFor(register), ids),
    dispose: async (ctx, register, ids) => disposeRows(ctx, tableFor(register), ids),
    load: (register, source, options) => inTurn(() => loadRecords(load, tableFor(register), source, options)),
    loadLines: (register, lines, options) => inTurn(() => loadLines(load, tableFor(register), lines, options)),
  };
}
