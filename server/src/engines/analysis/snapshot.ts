/**
 * 分析快照: a register or a file as it was at one moment, in one columnar file, read by the analytical engine only.
 *
 * Kinds of columns: `digest` is a sealed field's keyed digest (equal values, equal digests, nothing else can be told).
 */
export const columnKinds = ['text', 'integer', 'decimal', 'money', 'date', 'timestamp', 'boolean', 'digest'] as const;
export type ColumnKind = (typeof columnKinds)[number];

export interface SnapshotColumn {
  /** `recordId`, a register's field, or `c1`, `c2` … of a file: never a name that a stranger chose. */
  readonly name: string;
  readonly kind: ColumnKind;
  /** As people call it; may be anything. */
  readonly title?: string;
  /** How people are shown its values (a rule of the engine `records`); kept for who reads the snapshot, the engine does not look at it. */
  readonly mask?: string;
}

export interface Snapshot {
  /** `register:population`, `file:<id>`. */
  readonly name: string;
  /** The moment that it shows, ISO 8601. */
  readonly at: string;
  readonly rows: number;
  /** SM3 (hex) of the rows as they came. */
  readonly digest: string;
  readonly bytes: number;
  readonly columns: readonly SnapshotColumn[];
  /** Holds data of persons: only figures may leave it. */
  readonly personal: boolean;
}

export interface SnapshotSource {
  name: string;
  at: Date;
  columns: readonly SnapshotColumn[];
  personal: boolean;
  /** CSV without header: text quoted, an empty unquoted cell is null, booleans t and f, moments in UTC. */
  rows: AsyncIterable<Uint8Array>;
}

/** Types of the engine's files by kind; moments are UTC. */
export const sqlTypes: Record<ColumnKind, string> = { text: 'varchar', integer: 'bigint', decimal: 'double', money: 'decimal(18, 2)', date: 'date', timestamp: 'timestamp', boolean: 'boolean', digest: 'varchar' };

export const nameRule = /^[a-z][a-z0-9-]{0,20}:[a-zA-Z0-9._-]{1,80}$/;
export const columnRule = /^[a-z][a-zA-Z0-9]{0,63}$/;

/** A name from a snapshot's own list, quoted: what is not in the list never gets here. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
