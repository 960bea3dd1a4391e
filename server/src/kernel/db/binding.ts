import type { Actor } from '../context/index.ts';

/** What row-level security reads of whoever acts, each in a setting `yiwang.<name>` of the transaction. */
export const settingNames = ['kind', 'account', 'person', 'party', 'organisations', 'divisions', 'territories'] as const;

/** An array in PostgreSQL's text form; codes have no other characters. */
const list = (items: readonly string[]): string => (items.length === 0 ? '' : `{${items.map((i) => i.replace(/[^\w-]/g, '')).join(',')}}`);

const bindings = new WeakMap<Actor, readonly string[]>();

/** The values of the settings, in the order of their names; an empty one says that the actor has none. */
export function bindingOf(actor: Actor): readonly string[] {
  let binding = bindings.get(actor);
  if (binding === undefined) {
    binding = [actor.kind, actor.accountId ?? '', actor.personId ?? '', actor.partyId ?? '', list(actor.organisations), list(actor.divisions), list(actor.territories ?? actor.divisions)];
    bindings.set(actor, binding);
  }
  return binding;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const statements = new WeakMap<Actor, string>();

/** A setting that is empty is so in every transaction. `set local`, for a `select` would be planned and answered. */
function bindingSql(actor: Actor): string {
  let sql = statements.get(actor);
  if (sql === undefined) {
    const binding = bindingOf(actor);
    sql = settingNames.flatMap((name, i) => (binding[i] === '' ? [] : [`set local yiwang.${name} = ${literal(binding[i]!)}`])).join('; ');
    statements.set(actor, sql);
  }
  return sql;
}

/** Opens the transaction and binds it to the actor, in one round trip. */
export const openingSql = (actor: Actor, readOnly: boolean): string => `begin${readOnly ? ' read only' : ''}; ${bindingSql(actor)}`;
