import type { Bound } from './duckdb.ts';

/** Values of one statement: each gets its place, nothing of it stands in the SQL. */
export class Bindings {
  readonly values: Bound[] = [];
  place(value: Bound): string {
    return `$${this.values.push(value)}`;
  }
}
