import { Readable } from 'node:stream';
import pg from 'pg';
import type { ReadTx } from '#kernel/db';
import type { FieldCrypto } from '#engines/records';
import type { Settings, Source } from './collection-queries.ts';
import { errors } from './errors.ts';

/** Rows that came since the source's position, and the position behind them. */
export interface Pulled {
  rows: AsyncIterable<Record<string, unknown>>;
  /** To be asked when all rows were read. */
  position: () => string | null;
  /** More waits: the next run begins at once. */
  more: () => boolean;
}

export interface PullDeps {
  crypto: FieldCrypto;
  mayReach: (host: string) => boolean;
  read: <T>(use: (tx: ReadTx) => Promise<T>) => Promise<T>;
}

/** Rows of one run; a long table is handed in by several. */
export const rowsAtOnceMax = 50_000;
const answerBytesMax = 20 << 20;
const pagesMax = 1_000;
const answerMsMax = 30_000;

/** 列名、表名: letters, digits and underscores, Chinese too; quoted in statements all the same. */
const namePattern = /^[A-Za-z_\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff]{0,62}$/;
const quote = (name: string): string => {
  if (!namePattern.test(name)) throw errors.settingsInvalid({ why: `“${name}”不是表名或列名` });
  return `"${name}"`;
};

/** Refuses what could not run: missing settings, names that are none, hosts that are not on the list. */
export function checkSettings(kind: Source['kind'], s: Settings, mapping: Source['mapping'], mayReach: (host: string) => boolean): void {
  const need = (value: unknown, what: string): void => {
    if (value === undefined || value === '') throw errors.settingsInvalid({ why: `缺少${what}` });
  };
  const reach = (host: string): void => {
    if (!mayReach(host)) throw errors.hostRefused({ host });
  };
  if (kind === 'table') {
    for (const [value, what] of [[s.host, '主机'], [s.database, '数据库'], [s.user, '用户'], [s.table, '表名'], [s.watermark, '增量列']]) need(value, what!);
    if (mapping.length === 0) throw errors.settingsInvalid({ why: '库表归集须写明列与字段的对照' });
    tableSql(s, mapping);
    reach(s.host!);
  }
  if (kind === 'interface') {
    need(s.url, '接口地址');
    const url = new URL(s.url!);
    if (!/^https?:$/.test(url.protocol) || url.username !== '') throw errors.settingsInvalid({ why: '接口地址须为 http 或 https，且不含账号' });
    reach(url.hostname);
  }
}

/** Rows after the watermark, with all that share the last one: none is passed over, none waits for ever. */
function tableSql(s: Settings, mapping: Source['mapping']): string {
  const table = s.table!.split('.').map(quote).join('.');
  const watermark = quote(s.watermark!);
  const columns = mapping.map((m) => `${quote(m.column)}::text as ${quote(m.column)}`).join(', ');
  return `select ${columns}, ${watermark}::text as "yiwang position" from ${table} where $1::text is null or ${watermark} > (select w from (select (jsonb_populate_record(null::${table}, jsonb_build_object('${s.watermark!}', $1::text))).${watermark} as w) p) order by ${watermark} fetch first ${rowsAtOnceMax} rows with ties`;
}

async function pullTable(deps: PullDeps, source: Source): Promise<Pulled> {
  const { settings: s } = source;
  const client = new pg.Client({
    host: s.host, port: s.port ?? 5432, database: s.database, user: s.user, password: source.secret === null ? undefined : deps.crypto.open(source.secret),
    connectionTimeoutMillis: 10_000, query_timeout: 300_000, options: '-c default_transaction_read_only=on -c statement_timeout=290s -c timezone=UTC', application_name: 'yiwang-collection',
  });
  client.on('error', () => {});
  let rows: Record<string, unknown>[];
  try {
    await client.connect();
    rows = (await client.query<Record<string, unknown>>(tableSql(s, source.mapping), [source.position])).rows;
  } catch (error) {
    throw errors.sourceFailed({ why: error instanceof Error ? error.message.slice(0, 200) : '' });
  } finally {
    await client.end().catch(() => {});
  }
  const position = (rows.at(-1)?.['yiwang position'] as string | undefined) ?? source.position;
  for (const row of rows) delete row['yiwang position'];
  return { rows: Readable.from(rows), position: () => position, more: () => rows.length >= rowsAtOnceMax };
}

const at = (value: unknown, path: string): unknown => path.split('.').reduce<unknown>((v, step) => (typeof v === 'object' && v !== null && Object.hasOwn(v, step) ? (v as Record<string, unknown>)[step] : undefined), value);

async function readAnswer(url: URL, token: string | undefined): Promise<unknown> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(answerMsMax), headers: { accept: 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) } });
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const part of answer.body ?? []) {
      size += part.length;
      if (size > answerBytesMax) throw new Error(`> ${answerBytesMax >> 20} MiB`);
      parts.push(part);
    }
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
  } catch (error) {
    throw errors.sourceFailed({ why: error instanceof Error ? error.message.slice(0, 200) : '' });
  }
}

/** Pages of an interface, each telling the position of the next; what a page says twice ends the reading. */
function pullInterface(deps: PullDeps, source: Source): Pulled {
  const { settings: s } = source;
  let position = source.position;
  let more = false;
  async function* rows(): AsyncGenerator<Record<string, unknown>> {
    let count = 0;
    for (let page = 0; page < pagesMax; page += 1) {
      const url = new URL(s.url!);
      if (!deps.mayReach(url.hostname)) throw errors.hostRefused({ host: url.hostname });
      if (position !== null) url.searchParams.set(s.positionParameter ?? 'cursor', position);
      const answer = await readAnswer(url, source.secret === null ? undefined : deps.crypto.open(source.secret));
      const found = at(answer, s.rows ?? 'data');
      if (!Array.isArray(found)) throw errors.sourceFailed({ why: `${s.rows ?? 'data'}：不是数组` });
      for (const row of found) yield typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : { '': row };
      count += found.length;
      const next = at(answer, s.next ?? 'next');
      if ((typeof next !== 'string' && typeof next !== 'number') || String(next) === position) return;
      position = String(next);
      if (found.length === 0) return;
      more = count >= rowsAtOnceMax;
      if (more) return;
    }
  }
  return { rows: rows(), position: () => position, more: () => more };
}

function pullTopic(deps: PullDeps, source: Source): Pulled {
  let position = source.position;
  let count = 0;
  async function* rows(): AsyncGenerator<Record<string, unknown>> {
    while (count < rowsAtOnceMax) {
      const messages = await deps.read((tx) =>
        tx.query<{ first_offset: number; row_count: number; body: Buffer }>('select first_offset, row_count, body from collection.message where source_id = $1 and first_offset >= $2 order by first_offset limit 20', [source.id, position ?? 0]));
      if (messages.length === 0) return;
      for (const m of messages) {
        yield* JSON.parse(deps.crypto.open(m.body)) as Record<string, unknown>[];
        position = String(m.first_offset + m.row_count);
        count += m.row_count;
      }
    }
  }
  return { rows: rows(), position: () => position, more: () => count >= rowsAtOnceMax };
}

export const pullRows = async (deps: PullDeps, source: Source): Promise<Pulled> =>
  source.kind === 'table' ? pullTable(deps, source) : source.kind === 'interface' ? pullInterface(deps, source) : pullTopic(deps, source);
