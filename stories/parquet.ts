import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A Parquet file as another program writes it, of the rows of a query. */
export async function parquetOf(sql: string): Promise<Uint8Array> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-made-'));
  try {
    const { DuckDBInstance } = await import('@yiwang/duckdb');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const file = path.join(folder, 'made.parquet');
    await connection.run(`copy (${sql}) to '${file}' (format parquet)`);
    connection.closeSync();
    instance.closeSync();
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
