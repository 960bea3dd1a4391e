import { checkField, strangers, type CodeCheck, type Data, type FieldFault } from './check-data.ts';
import type { Value } from './field-types.ts';
import { cellWriter, type PortionWriter } from './portion-writer.ts';
import { foreignSubjects, identifiersOf, type RegisterTable } from './register-table.ts';
import { digestPartsOf, type FieldCrypto } from './row-codec.ts';

export interface SealDeps {
  crypto: FieldCrypto;
  hasCode: CodeCheck;
  newId: () => string;
  /** Ids of new records, where something outside fixes them. */
  idOf?: ((data: Readonly<Data>) => string | undefined) | undefined;
}

export interface Sealer {
  /** Checks one row, seals it and writes it behind the others of its portion; or gives its faults and writes nothing. */
  seal(line: number, row: Readonly<Record<string, unknown>>, to: PortionWriter): FieldFault[];
  /** Ends a portion: the fields that its rows have. */
  end(): ReadonlySet<string>;
}

/** Columns of a portion, in the order in which rows are written. */
export const portionColumns = (t: RegisterTable): string[] => [
  'record_line', 'id', 'record_digest', 'record_data', ...t.columns.flatMap((c) => (c.blind === undefined ? [c.name] : [c.name, c.blind])), ...lookedOf(t).map((l) => l.name),
];

const lookedName = (t: RegisterTable, field: string): string => `record_looked_${t.byField.get(field)!.name}`;

/** Keyed digests that are no column of the register: of plain identifiers, and of what leads to a subject elsewhere. */
export const lookedOf = (t: RegisterTable): { field: string; name: string }[] =>
  [...new Set([...identifiersOf(t).map((c) => c.field.id), ...foreignSubjects(t)])].filter((field) => t.byField.get(field)!.blind === undefined).map((field) => ({ field, name: lookedName(t, field) }));

/** 文件中重复: what the checks beside the database and in it say of a key or a unique value that another row of the file has. */
export const twice = { zh: '文件中重复', en: 'is in the file twice' };

/** Where the keyed digest of a field stands in a portion. */
export const lookedColumn = (t: RegisterTable, field: string): string => `"${t.byField.get(field)!.blind ?? lookedName(t, field)}"`;

interface Step {
  id: string;
  field: RegisterTable['columns'][number]['field'];
  sealed: boolean;
  write: (to: PortionWriter, value: unknown) => void;
  /** In the text of the digest, and in what the action keeps. */
  inDigest: string;
  inAction: string;
}

/**
 * 入库的一行: made once from the register's definition, so that a row is one pass over its fields to check them and one to write them.
 * A value's JSON serves the digest (`digestOf`) and the action (`actionData`) alike.
 */
export function createSealer(t: RegisterTable, { crypto, hasCode, newId, idOf }: SealDeps): Sealer {
  const inDigest = digestPartsOf(t);
  const steps = t.columns.map((column, i): Step => ({ id: column.field.id, field: column.field, sealed: column.blind !== undefined, write: cellWriter(column), inDigest: inDigest[i]!, inAction: `${JSON.stringify(column.field.id)}:` }));
  const looked = lookedOf(t).map(({ field }) => steps.findIndex((s) => s.id === field));
  const cellCount = portionColumns(t).length;
  const values = Array.from<Value | undefined>({ length: steps.length });
  const seals = Array.from<Uint8Array | undefined>({ length: steps.length });
  const placeOf = (field: string): number => steps.findIndex((s) => s.id === field);
  const { key } = t.definition;
  // what no two rows of a portion share; the database tells of other portions and of what was there before
  const alone = [...(key.length === 0 ? [] : [key]), ...t.columns.filter((c) => (c.field.unique || c.field.identifier) && !(key.length === 1 && key[0] === c.field.id)).map((c) => [c.field.id])]
    .map((fields) => ({ name: fields.join('+'), places: fields.map(placeOf), seen: new Set<string>() }));
  let given = new Set<string>();
  const seal: Sealer['seal'] = (line, row, to) => {
    const faults = strangers(t, Object.keys(row));
    for (let i = 0; i < steps.length; i += 1) {
      const { id, field } = steps[i]!;
      const checked = checkField(field, row[id], hasCode);
      values[i] = undefined;
      if (checked?.ok === true) values[i] = checked.value;
      else if (checked !== undefined) faults.push({ field: id, ...checked.fault });
    }
    if (faults.length > 0) return faults;
    const shown = alone.map(({ places }) => (places.some((i) => values[i] === undefined) ? undefined : places.length === 1 ? String(values[places[0]!]) : JSON.stringify(places.map((i) => values[i]))));
    for (let i = 0; i < alone.length; i += 1) if (shown[i] !== undefined && alone[i]!.seen.has(shown[i]!)) return [{ field: alone[i]!.name, ...twice }];
    for (let i = 0; i < alone.length; i += 1) if (shown[i] !== undefined) alone[i]!.seen.add(shown[i]!);
    let [digest, action] = ['', ''];
    for (let i = 0; i < steps.length; i += 1) {
      const step = steps[i]!;
      const value = values[i];
      if (value === undefined) {
        digest += `${step.inDigest}null`;
        continue;
      }
      given.add(step.id);
      const json = JSON.stringify(value);
      digest += step.inDigest + json;
      action += action === '' ? '{' : ',';
      if (step.sealed) {
        const seal = crypto.seal(value as string);
        seals[i] = seal;
        action += `${step.inAction}"${Buffer.from(seal.buffer, seal.byteOffset, seal.length).toString('base64')}"`;
      } else action += step.inAction + json;
    }
    to.row(cellCount);
    to.int4(line);
    to.uuid(idOf?.(dataOf(steps, values)) ?? newId());
    to.bytes(crypto.blind(`${digest}]]`));
    to.json(action === '' ? '{}' : `${action}}`);
    for (let i = 0; i < steps.length; i += 1) {
      const { sealed, write } = steps[i]!;
      const value = values[i];
      if (value === undefined) {
        to.null();
        if (sealed) to.null();
      } else if (sealed) {
        to.bytes(seals[i]!);
        to.bytes(crypto.blind(value as string));
      } else write(to, value);
    }
    for (const i of looked) {
      const value = values[i];
      if (value === undefined) to.null();
      else to.bytes(crypto.blind(String(value)));
    }
    return faults;
  };
  return {
    seal,
    end() {
      for (const { seen } of alone) seen.clear();
      const had = given;
      given = new Set();
      return had;
    },
  };
}

const dataOf = (steps: readonly Step[], values: readonly (Value | undefined)[]): Data => {
  const data: Data = {};
  steps.forEach(({ id }, i) => {
    const value = values[i];
    if (value !== undefined) data[id] = value;
  });
  return data;
};
