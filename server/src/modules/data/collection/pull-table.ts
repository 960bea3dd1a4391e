import pg from 'pg';
import type { Settings, Source } from './collection-queries.ts';
import { errors } from './errors.ts';
import type { PullDeps, Pulled } from './pull-rows.ts';
import { tlsOf } from './table-tls.ts';
import { failed } from './why-failed.ts';

/** Rows fetched at a time: what is held of a table however long it is. */
const portionRows = 500;
const cellLengthMax = 100_000;
/** How far back each run reads again where the source does not say: seconds of a time, units of a number. */
const overlapUsual = 600;

/** 列名、表名: letters, digits and underscores, Chinese too; quoted in statements all the same. */
const namePattern = /^[A-Za-z_\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff]{0,62}$/;
const quote = (name: string): string => {
  if (!namePattern.test(name)) throw errors.settingsInvalid({ why: { zh: `“${name}”不是表名或列名`, en: `"${name}" is no name of a table or a column` } });
  return `"${name}"`;
};

interface Names {
  table: string;
  watermark: string;
  columns: string[];
}

/** Quoted; refuses what is no name. */
export function tableNames(s: Settings, mapping: Source['mapping']): Names {
  const parts = s.table!.split('.');
  if (parts.length > 2) throw errors.settingsInvalid({ why: { zh: `“${s.table!}”不是表名`, en: `"${s.table!}" is no name of a table` } });
  return { table: parts.map(quote).join('.'), watermark: quote(s.watermark!), columns: mapping.map((m) => quote(m.column)) };
}

const times = new Set(['timestamp without time zone', 'timestamp with time zone', 'date']);
const numbers = new Set(['smallint', 'integer', 'bigint', 'numeric']);

/** The columns that are there, by name; one that went away is told by its name. */
async function watermarkType(client: pg.Client, names: Names, s: Settings, mapping: Source['mapping']): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>('select attname as name, format_type(atttypid, null) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped', [names.table]);
  const types = new Map(rows.map((r) => [r.name, r.type]));
  const gone = [...mapping.map((m) => m.column), s.watermark!].filter((column) => !types.has(column));
  if (gone.length > 0) throw errors.sourceFailed({ why: { zh: `表 ${s.table!} 中没有列 ${gone.join('、')}`, en: `the table ${s.table!} has no column ${gone.join(', ')}` } });
  return types.get(s.watermark!)!;
}

/**
 * Rows from the watermark on, in its order. A row that was committed late, with a watermark that an earlier run has passed, is found
 * because each run reads the last stretch again: records that are there already stay as they are, by the register's key. Without a key,
 * and where the column is neither a time nor a number, nothing is read twice.
 */
export function tableSql(names: Names, type: string, overlap: number): string {
  const { table, watermark, columns } = names;
  const back = overlap === 0 || !(times.has(type) || numbers.has(type)) ? undefined : times.has(type) ? `- make_interval(secs => ${overlap})` : `- ${overlap}`;
  const from = back === undefined ? `${watermark} > $1::text::${type}` : `${watermark} > $1::text::${type} ${back}`;
  return `select ${[...columns.map((c, i) => `left(${c}::text, ${cellLengthMax + 1}) as c${i}`), `${watermark}::text as at`, `${watermark} > $1::text::${type} as fresh`].join(', ')} from ${table} where ${watermark} is not null and ($1::text is null or ${from}) order by ${watermark}`;
}

/** A department's PostgreSQL, in a read-only session: a cursor over one snapshot of it, a portion at a time. */
export function pullTable(deps: PullDeps, source: Source): Pulled {
  const { settings: s, mapping } = source;
  const names = tableNames(s, mapping);
  let position = source.position;
  let more = false;
  async function* rows(): AsyncGenerator<Record<string, unknown>> {
    if (!deps.mayReach(s.host!)) throw errors.hostRefused({ host: s.host! });
    const client = new pg.Client({
      host: s.host, port: s.port ?? 5432, database: s.database, user: s.user, password: source.secret === null ? undefined : deps.crypto.open(source.secret), ssl: tlsOf(s), connectionTimeoutMillis: 10_000, query_timeout: deps.statementMs + 10_000,
      options: `-c default_transaction_read_only=on -c statement_timeout=${deps.statementMs} -c lock_timeout=10s -c idle_in_transaction_session_timeout=10min -c timezone=UTC -c datestyle=ISO`, application_name: 'yiwang-collection',
    });
    // a connection that breaks while it waits is told by the next statement
    client.on('error', () => {});
    try {
      await client.connect();
      await client.query('begin transaction isolation level repeatable read read only');
      const sql = tableSql(names, await watermarkType(client, names, s, mapping), deps.keyed ? (s.overlap ?? overlapUsual) : 0);
      await client.query(`declare yiwang no scroll cursor for ${sql}`, [source.position]);
      let fresh = 0;
      for (;;) {
        const portion = (await client.query<(string | boolean | null)[]>({ text: `fetch ${portionRows} from yiwang`, rowMode: 'array' })).rows;
        if (portion.length === 0) return;
        for (const row of portion) {
          const at = row[mapping.length] as string;
          if (row[mapping.length + 1] !== false) {
            // those that share the last watermark come with it: the next run begins behind them
            if (fresh >= deps.rowsMax && at !== position) {
              more = true;
              return;
            }
            fresh += 1;
            position = at;
          }
          const long = mapping.find((_, i) => typeof row[i] === 'string' && row[i].length > cellLengthMax);
          if (long !== undefined) throw errors.sourceFailed({ why: { zh: `列 ${long.column} 超过 ${cellLengthMax} 字`, en: `column ${long.column} has more than ${cellLengthMax} characters` } });
          yield Object.fromEntries(mapping.map((m, i) => [m.column, row[i]]));
        }
      }
    } catch (error) {
      throw failed(error);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return { rows: rows(), position: () => position, more: () => more };
}
