import type { Db } from '#kernel/db';
import type { CodeCheck, FieldFault } from './check-data.ts';
import { Portion } from './portion.ts';
import { outside } from './read-portions.ts';
import { identifiersOf, type RegisterTable } from './register-table.ts';
import { recordOf, type FieldCrypto, type JsonRow } from './row-codec.ts';
import { createSealer } from './seal-rows.ts';

type Client = Parameters<Parameters<Db['owner']>[0]>[0];

/** Takes out of the stage what it completes or refuses, and gives the whole rows. */
export type Completion = (client: Client, portion: Portion, stage: string, drop: (rows: readonly { record_row: number }[]) => void) => Promise<Portion>;

interface Options {
  within: string | undefined;
  source: string;
  actorName: string;
  at: string;
  refuse: (line: number, faults: FieldFault[]) => void;
}

/**
 * 一数一源 of a load: its rows say only what is their source's to say. A row that names a record is completed by what the others said of it,
 * each of their fields with its own provenance; a row without a record must say all that a record needs. Records are held until the load ends.
 */
export function completion(t: RegisterTable, deps: { crypto: FieldCrypto; hasCode: CodeCheck; newId: () => string }, options: Options): Completion {
  const sealer = createSealer(t, deps);
  const whole = new Portion(identifiersOf(t).length);
  const told = { at: options.at, by: options.actorName, source: options.source };
  const division = t.definition.divisionField;
  const strays = (data: Readonly<Record<string, unknown>>): boolean => options.within !== undefined && division !== undefined && !String(data[division] ?? '').startsWith(options.within);
  return async (client, portion, stage, drop) => {
    whole.clear();
    sealer.begin();
    if (portion.said.some((s) => s.unsaid.length > 0)) {
      const { rows } = await client.query<{ record_row: number }>(`select record_row from ${stage} where record_based is null`);
      const wanting = rows.filter((r) => portion.said[r.record_row]!.unsaid.length > 0);
      for (const { record_row: row } of wanting) options.refuse(portion.lines[row]!, portion.said[row]!.unsaid);
      drop(wanting);
      await client.query(`delete from ${stage} where record_row = any ($1)`, [wanting.map((r) => r.record_row)]);
    }
    const { rows: found } = await client.query<{ record_row: number; row: JsonRow }>(
      `with named as (delete from ${stage} where record_based is not null returning record_row, id) select n.record_row, to_jsonb(r.*) as row from named n join ${t.table} r on r.id = n.id for update of r`);
    drop(found);
    for (const { record_row: at, row } of found.toSorted((a, b) => a.record_row - b.record_row)) {
      const line = portion.lines[at]!;
      const said = Object.fromEntries(Object.entries(portion.said[at]!.row).filter(([, value]) => value !== undefined));
      const standing = recordOf(t, row, deps.crypto).data;
      const faults = division !== undefined && !(division in said) && strays(standing) ? [{ field: division, ...outside }] : sealer.seal(line, { ...standing, ...said }, whole);
      if (faults.length > 0) options.refuse(line, faults);
      else whole.provenance.set(whole.rows - 1, JSON.stringify({ ...(row['record_provenance'] as object), ...Object.fromEntries(Object.keys(said).map((f) => [f, told])) }));
    }
    return whole;
  };
}
