import type { Purpose, RegisterRecord } from '#engines/records';
import { Refusal } from '#kernel/errors';
import type { Context } from '#kernel/context';
import type { CompiledForm } from '@yiwang/ui/form-logic/compile-form.ts';
import type { Field } from '@yiwang/ui/form-logic/form.ts';
import type { WantedSource } from '@yiwang/ui/form-logic/sources.ts';
import type { ApplicationRow } from './application-queries.ts';
import type { LookedUp } from './find-applicant.ts';
import type { Hall } from '../hall.ts';

export interface Fetched {
  /** By path. */
  values: Record<string, unknown>;
  sources: ApplicationRow['sources'];
}

/**
 * 数据来源: what the registers hold for the wanted fields; one look a record, none at the applicant's own where it was looked
 * at already. What the actor may not see is not found.
 */
export async function fetchSources(hall: Pick<Hall, 'records'>, ctx: Context, form: CompiledForm, wanted: readonly WantedSource[], purpose: Purpose, own?: LookedUp): Promise<Fetched> {
  const fetched: Fetched = { values: {}, sources: {} };
  for (const group of Map.groupBy(wanted, (w) => `${w.register} ${w.key}`).values()) {
    const { register, key } = group[0]!;
    const record = own?.register === register && own.key === key && own.record.endedOn === null ? own.record : await findByKey(hall, ctx, register, key, purpose);
    if (record === undefined) continue;
    for (const w of group) {
      const value = answerOf(form.fields.get(w.path.split('.').at(-1)!)?.field.field, record.data[w.field], record);
      if (value === undefined) continue;
      fetched.values[w.path] = value;
      fetched.sources[w.path] = { register, at: ctx.now.toISOString(), locked: w.locked };
    }
  }
  return fetched;
}

/** A key that is still being typed is no fault: nothing is found. */
async function findByKey(hall: Pick<Hall, 'records'>, ctx: Context, register: string, key: string, purpose: Purpose): Promise<RegisterRecord | undefined> {
  const { key: [field] } = hall.records.definition(register);
  if (field === undefined) return undefined;
  try {
    return (await hall.records.lookUp(ctx, register, { [field]: key }, { purpose })).find((r) => r.endedOn === null);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'records.filterInvalid') return undefined;
    throw error;
  }
}

/** A register's value as the field's answer: money in fen, an address with its division. */
function answerOf(field: Field | undefined, value: unknown, record: RegisterRecord): unknown {
  if (field === undefined || value === undefined || value === null) return undefined;
  if (field.type === 'money') return Math.round(Number(value) * 100);
  if (field.type === 'address' && typeof value === 'string') return { region: String(record.data['division'] ?? ''), detail: value };
  if (field.type === 'text' && typeof value !== 'string') return String(value);
  return value;
}
