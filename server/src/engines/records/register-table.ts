import { columnTypes } from './field-types.ts';
import type { FieldDefinition, RegisterDefinition } from './register-kind.ts';

/** A field's place in its table; a sensitive field has a sealed column and a column of keyed digests. */
export interface Column {
  readonly field: FieldDefinition;
  readonly name: string;
  readonly type: string;
  readonly blind: string | undefined;
}

/** A register tied to its table: what all statements are made of, so that no name ever comes from outside. */
export interface RegisterTable {
  readonly id: string;
  readonly version: number;
  readonly table: string;
  readonly definition: RegisterDefinition;
  readonly columns: readonly Column[];
  readonly byField: ReadonlyMap<string, Column>;
  /** Reading it needs a purpose and is logged. */
  readonly personal: boolean;
}

export const snake = (id: string): string => id.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** PostgreSQL cuts names at 63 bytes; indexes add a suffix. */
export const tableName = (registerId: string): string => {
  const name = registerId.replaceAll('-', '_');
  if (!/^[a-z][a-z0-9_]{0,44}$/.test(name)) throw new Error(`a register's id has lower-case letters, digits and dashes, 45 at the most: ${registerId}`);
  return name;
};

export function tableOf(id: string, version: number, definition: RegisterDefinition): RegisterTable {
  const columns = definition.fields.map((field): Column => {
    const name = snake(field.id);
    return { field, name, type: field.sensitive ? 'bytea' : columnTypes[field.type], blind: field.sensitive ? `${name}_blind` : undefined };
  });
  return {
    id, version, definition, columns,
    table: `reg.${tableName(id)}`,
    byField: new Map(columns.map((c) => [c.field.id, c])),
    personal: definition.subjects.length > 0 || columns.some((c) => c.field.sensitive),
  };
}

/** Fields whose value, kept as a keyed digest, leads to the record from elsewhere. */
export const identifiersOf = (t: RegisterTable): Column[] => t.columns.filter((c) => c.field.identifier);

/** Fields through which a subject is found in another register. */
export const foreignSubjects = (t: RegisterTable): string[] => [...new Set(t.definition.subjects.flatMap((s) => (s !== 'self' && 'register' in s ? [s.field] : [])))];

/** Every record is its own and only subject: the id says whose it is. */
export const subjectIsRecord = (t: RegisterTable): boolean => t.definition.subjects.length === 1 && t.definition.subjects[0] === 'self';
