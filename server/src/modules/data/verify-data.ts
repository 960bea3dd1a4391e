import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { errors } from './errors.ts';
import type { Data } from './registers.ts';

/** Written forms that mean the same: blanks and letters' case do not count. */
const plain = (value: unknown): string => String(value ?? '').normalize('NFKC').replace(/\s/g, '').toUpperCase();

/**
 * 核验: whether what a caller says agrees with the register. She names the record by its identifiers and learns yes or no
 * for each field, never a value; who is asked about sees that she was.
 */
export async function verifyData({ records }: Data, ctx: Context, input: ParsedInputOf<typeof c.verifyData>): Promise<OutputOf<typeof c.verifyData>> {
  const { actor } = ctx;
  if (actor.kind !== 'machine' && !(actor.kind === 'officer' && actor.permissions.has('registers.view'))) throw errors.notForYou();
  const { fields } = records.definition(input.register);
  const identifiers = fields.filter((f) => f.identifier || f.unique).map((f) => f.id);
  if (!Object.keys(input.key).some((name) => identifiers.includes(name))) throw errors.keyInvalid({ fields: identifiers.join('、') });
  const asked = Object.keys(input.fields);
  const odd = asked.find((name) => !fields.some((f) => f.id === name && f.type !== 'json'));
  if (odd !== undefined) throw errors.fieldInvalid({ register: input.register, field: odd });
  const found = await records.lookUp(ctx, input.register, input.key, { purpose: { duty: 'verification', text: input.purpose }, fields: [...new Set([...Object.keys(input.key), ...asked])] });
  const standing = found.find((r) => r.endedOn === null);
  if (standing === undefined) return { found: false, matches: Object.fromEntries(asked.map((name) => [name, false])), all: false };
  const matches = Object.fromEntries(asked.map((name) => [name, plain(standing.data[name]) === plain(input.fields[name])]));
  return { found: true, matches, all: Object.values(matches).every(Boolean) };
}
