import { checkField, strangers, type CodeCheck, type Data, type FieldFault } from './check-data.ts';
import type { FieldType, Value } from './field-types.ts';
import { cellWriter, type CellWriter } from './cell-writer.ts';
import { idCell, type Portion } from './portion.ts';
import { foreignSubjects, identifiersOf, type Column, type RegisterTable } from './register-table.ts';
import { digestPartsOf, type FieldCrypto } from './row-codec.ts';

export interface SealDeps {
  crypto: FieldCrypto;
  hasCode: CodeCheck;
  newId: () => string;
  /** Ids of new records, where something outside fixes them. */
  idOf?: ((data: Readonly<Data>) => string | undefined) | undefined;
  /** What a row does not say is another source's word: it is asked for where the record is not there yet (`complete-rows.ts`). */
  partial?: boolean | undefined;
}

export interface Sealer {
  /** Checks one row, seals it and puts it behind the others of its portion; or gives its faults and writes nothing. */
  seal(line: number, row: Readonly<Record<string, unknown>>, to: Portion): FieldFault[];
  /** Begins another portion. */
  begin(): void;
}

const lookedName = (t: RegisterTable, field: string): string => `record_looked_${t.byField.get(field)!.name}`;

/** Keyed digests that are no column of the register: of plain identifiers, and of what leads to a subject elsewhere. */
export const lookedOf = (t: RegisterTable): { field: string; name: string }[] =>
  [...new Set([...identifiersOf(t).map((c) => c.field.id), ...foreignSubjects(t)])].filter((field) => t.byField.get(field)!.blind === undefined).map((field) => ({ field, name: lookedName(t, field) }));

/** Columns by which the database judges a row: of its key, of what no other record may have, of what leads to other records. */
export const judgedOf = (t: RegisterTable): Column[] => {
  const foreign = new Set(foreignSubjects(t));
  return t.columns.filter(({ field, blind }) => t.definition.key.includes(field.id) || field.unique || field.identifier || field.register !== undefined || field.type === 'reference' || (blind !== undefined && foreign.has(field.id)));
};

/** Columns of the stage, in the order in which rows are written. */
export const stageColumns = (t: RegisterTable): string[] => ['record_row', 'id', 'record_digest', ...judgedOf(t).map((c) => c.blind ?? c.name), ...lookedOf(t).map((l) => l.name)];

/** Columns of a record behind its head, in the order in which rows are written. */
export const recordColumns = (t: RegisterTable): string[] => [...ownColumns(t), 'record_digest'];
export const ownColumns = (t: RegisterTable): string[] => t.columns.flatMap((c) => (c.blind === undefined ? [c.name] : [c.name, c.blind]));

/** 文件中重复: what the checks beside the database and in it say of a key or a unique value that another row of the file has. */
export const twice = { zh: '文件中重复', en: 'is in the file twice' };

/** Where the keyed digest of a field stands in the stage. */
export const lookedColumn = (t: RegisterTable, field: string): string => `"${t.byField.get(field)!.blind ?? lookedName(t, field)}"`;

interface Step {
  id: string;
  field: Column['field'];
  sealed: boolean;
  write: (to: CellWriter, value: unknown) => void;
  json: (value: Value) => string;
  /** Its place in what the action keeps: in jsonb's own order of names, which the database then need not sort. */
  place: number;
  /** In the text of the digest, and in what the action keeps. */
  inDigest: string;
  inAction: string;
}

/** Texts that their checks leave without anything that JSON escapes. */
const plainTypes: ReadonlySet<FieldType> = new Set(['date', 'timestamp', 'code', 'division', 'identity-number', 'credit-code', 'phone', 'reference']);
const jsonOf = (type: FieldType): ((value: Value) => string) => (plainTypes.has(type) ? (value) => `"${value as string}"` : (value) => JSON.stringify(value));

/**
 * 入库的一行: made once from the register's definition, so that a row is one pass over its fields to check them and one to write them.
 * A value's JSON serves the digest (`digestOf`) and the action (`actionData`) alike.
 */
export function createSealer(t: RegisterTable, { crypto, hasCode, newId, idOf, partial = false }: SealDeps): Sealer {
  const inDigest = digestPartsOf(t);
  const kept = t.columns.map((c) => Buffer.from(c.field.id)).toSorted((a, b) => a.length - b.length || a.compare(b)).map(String);
  const parts = kept.map(() => '');
  const steps = t.columns.map((column, i): Step => ({
    id: column.field.id, field: column.field, place: kept.indexOf(column.field.id), sealed: column.blind !== undefined, write: cellWriter(column), json: jsonOf(column.field.type), inDigest: inDigest[i]!, inAction: `${JSON.stringify(column.field.id)}:`,
  }));
  const placeOf = (field: string): number => steps.findIndex((s) => s.id === field);
  const looked = lookedOf(t).map(({ field }) => placeOf(field));
  const judged = judgedOf(t).map(({ field }) => placeOf(field.id));
  const identifiers = identifiersOf(t).map(({ field }) => placeOf(field.id));
  const scopes = [t.definition.divisionField, t.definition.organisationField].map((field) => (field === undefined ? undefined : placeOf(field)));
  const cellCount = stageColumns(t).length;
  const values = Array.from<Value | undefined>({ length: steps.length });
  const blinds = Array.from<Uint8Array | undefined>({ length: steps.length });
  const { key } = t.definition;
  // what no two rows of a portion share; the database tells of other portions and of what was there before
  const alone = [...(key.length === 0 ? [] : [key]), ...t.columns.filter((c) => (c.field.unique || c.field.identifier) && !(key.length === 1 && key[0] === c.field.id)).map((c) => [c.field.id])]
    .map((fields) => ({ name: fields.join('+'), places: fields.map(placeOf), seen: new Set<string>() }));

  let unsaid: FieldFault[] = [];
  const check = (row: Readonly<Record<string, unknown>>): FieldFault[] => {
    unsaid = [];
    const faults = strangers(t, Object.keys(row));
    for (let i = 0; i < steps.length; i += 1) {
      const { id, field } = steps[i]!;
      const checked = checkField(field, row[id], hasCode);
      values[i] = undefined;
      if (checked?.ok === true) values[i] = checked.value;
      else if (checked !== undefined) (partial && row[id] === undefined ? unsaid : faults).push({ field: id, ...checked.fault });
    }
    return faults;
  };
  /** The row's record and what its action keeps; gives its digest. */
  const writeCells = (to: Portion): Uint8Array => {
    const { records, actions } = to;
    for (const i of scopes) {
      if (i === undefined) actions.null();
      else actions.text((values[i] as string | undefined) ?? '');
    }
    to.dataStarts.push(actions.at);
    let digest = '';
    for (let i = 0; i < steps.length; i += 1) {
      const step = steps[i]!;
      const value = values[i];
      if (value === undefined) {
        digest += `${step.inDigest}null`;
        parts[step.place] = '';
        records.null();
        if (step.sealed) records.null();
        continue;
      }
      to.given.add(step.id);
      const json = step.json(value);
      digest += step.inDigest + json;
      if (step.sealed) {
        const seal = crypto.seal(value as string);
        parts[step.place] = `${step.inAction}"${Buffer.from(seal.buffer, seal.byteOffset, seal.length).toString('base64')}"`;
        records.cell(seal);
        records.cell((blinds[i] = crypto.blind(value as string)));
      } else {
        parts[step.place] = step.inAction + json;
        step.write(records, value);
      }
    }
    let data = '';
    for (const part of parts) if (part !== '') data += data === '' ? part : `,${part}`;
    actions.chars(`${data}}`);
    to.actionEnds.push(actions.at);
    const digested = crypto.blind(`${digest}]]`);
    records.cell(digested);
    to.recordEnds.push(records.at);
    return digested;
  };
  const seal: Sealer['seal'] = (line, row, to) => {
    const faults = check(row);
    if (faults.length > 0) return faults;
    const shown = alone.map(({ places }) => (places.some((i) => values[i] === undefined) ? undefined : standing(places.length === 1 ? String(values[places[0]!]) : JSON.stringify(places.map((i) => values[i])))));
    for (let i = 0; i < alone.length; i += 1) if (shown[i] !== undefined && alone[i]!.seen.has(shown[i]!)) return [{ field: alone[i]!.name, ...twice }];
    for (let i = 0; i < alone.length; i += 1) if (shown[i] !== undefined) alone[i]!.seen.add(shown[i]!);
    const id = idOf?.(dataOf(steps, values)) ?? newId();
    const digest = writeCells(to);
    const { keys, ids } = to;
    keys.int16(cellCount);
    keys.int4(to.rows);
    ids.uuid(id);
    keys.rawOf(ids, ids.at - idCell);
    keys.cell(digest);
    for (const i of judged) {
      const { sealed, write } = steps[i]!;
      const value = values[i];
      if (value === undefined) keys.null();
      else if (sealed) keys.cell(blinds[i]!);
      else write(keys, value);
    }
    for (const i of looked) {
      const value = values[i];
      if (value === undefined) keys.null();
      else keys.cell((blinds[i] = crypto.blind(String(value))));
    }
    identifiers.forEach((i, n) => {
      const [cells, ends] = [to.identifiers[n]!, to.identifierEnds[n]!];
      if (values[i] === undefined) cells.null();
      else cells.cell(blinds[i]!);
      ends.push(cells.at);
    });
    to.lines.push(line);
    if (partial) to.said.push({ row, unsaid });
    return faults;
  };
  return {
    seal,
    begin() {
      for (const { seen } of alone) seen.clear();
    },
  };
}

/** The same text for itself: a part of a line would keep the whole piece of the file, portion after portion. */
const standing = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

const dataOf = (steps: readonly Step[], values: readonly (Value | undefined)[]): Data => {
  const data: Data = {};
  steps.forEach(({ id }, i) => {
    const value = values[i];
    if (value !== undefined) data[id] = value;
  });
  return data;
};
