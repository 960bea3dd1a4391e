import type { Actor } from '#kernel/context';
import { prefixTypes } from './field-types.ts';
import { subjectIsRecord, type RegisterTable } from './register-table.ts';

/**
 * What row-level security lets an actor see of a register, as far as a list can go straight to it: the policy alone would read through
 * all rows of others before it finds those of one person, or none. `scope`: rows of her territories or organisations; `own`: rows whose
 * subject she is.
 */
export type Reach = 'all' | 'scope' | 'own';

/** 属地 of an actor: what the policy reads of her, too. */
export const territoriesOf = (actor: Actor): readonly string[] => actor.territories ?? actor.divisions;

export function reachOf({ definition }: RegisterTable, actor: Actor): Reach {
  const { open, divisionField, organisationField } = definition;
  // a machine under a grant reads on a transaction of the house, which sees every row: the policy alone decides
  if (open || actor.kind === 'system' || actor.kind === 'machine') return 'all';
  if (actor.kind !== 'officer') return 'own';
  if (divisionField === undefined && organisationField === undefined) return 'all';
  const lies = territoriesOf(actor).length > 0;
  return (divisionField !== undefined && lies) || (organisationField !== undefined && (actor.organisations.length > 0 || lies)) ? 'scope' : 'own';
}

type Place = (value: unknown) => string;

/** Her own rows, found before anything else is asked of them. */
export function ownRows(t: RegisterTable, actor: Actor, place: Place): string {
  const own = [actor.personId, actor.partyId].filter((id) => id !== null);
  if (own.length === 0 || t.definition.subjects.length === 0) return `(select * from ${t.table} where false)`;
  const which = subjectIsRecord(t) ? `id = any (${place(own)}::uuid[])` : `record_subjects && ${place(own)}::uuid[]`;
  return `(select * from ${t.table} where ${which} offset 0)`;
}

/** The column in whose order an official's whole list goes: her divisions stand together there, however far they lie apart in order of making. */
export function scopeColumnOf(t: RegisterTable, actor: Actor): string | undefined {
  const { divisionField, organisationField } = t.definition;
  if (actor.kind !== 'officer' || divisionField === undefined || territoriesOf(actor).length === 0 || (organisationField !== undefined && (actor.organisations.length > 0 || territoriesOf(actor).length > 0))) return undefined;
  const { field, name } = t.byField.get(divisionField)!;
  return prefixTypes.has(field.type) ? name : undefined;
}

/** Everything between the first and the last of her divisions; row-level security takes out what lies between them. */
export function scopeRange(column: string, divisions: readonly string[], place: Place): string {
  const sorted = divisions.toSorted();
  return `"${column}" >= ${place(sorted[0])} and "${column}" < ${place(`${sorted.at(-1)!}\u{10FFFF}`)}`;
}
