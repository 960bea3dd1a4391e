import type { ReadTx } from '#kernel/db';
import type { FieldCrypto } from '#engines/records';
import type { Settings, Source } from './collection-queries.ts';
import { errors } from './errors.ts';
import { pullTable, tableNames } from './pull-table.ts';
import { deeper, depthMax } from './table-rows.ts';
import { checkAuthorities } from './table-tls.ts';
import { failed } from './why-failed.ts';

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
  /** Refuses when the source was stopped meanwhile. */
  stillOpen: () => Promise<void>;
  /** The register has a key: a row that is read twice is the same record. */
  keyed: boolean;
  /** New rows of a table in one run; a longer one is handed in by several. */
  rowsMax: number;
  /** Milliseconds that one statement may take at a department's database. */
  statementMs: number;
}

/** What is right outside of tests. */
export const pullLimits = { rowsMax: 1_000_000, statementMs: 290_000 };
/** Rows of an interface or a topic in one run. */
const rowsAtOnceMax = 50_000;
const answerBytesMax = 20 << 20;
const pagesMax = 1_000;
const answerMsMax = 30_000;

/** Refuses what could not run: missing settings, names that are none, hosts that are not on the list. */
export function checkSettings(kind: Source['kind'], s: Settings, mapping: Source['mapping'], mayReach: (host: string) => boolean): void {
  const need = (value: unknown, [zh, en]: readonly [string, string]): void => {
    if (value === undefined || value === '') throw errors.settingsInvalid({ why: { zh: `缺少${zh}`, en: `${en} is missing` } });
  };
  const reach = (host: string): void => {
    if (!mayReach(host)) throw errors.hostRefused({ host });
  };
  if (kind === 'table') {
    for (const [value, what] of [[s.host, ['主机', 'the host']], [s.database, ['数据库', 'the database']], [s.user, ['用户', 'the user']], [s.table, ['表名', 'the table']], [s.watermark, ['增量列', 'the column that grows']]] as const) need(value, what);
    if (mapping.length === 0) throw errors.settingsInvalid({ why: { zh: '库表归集须写明列与字段的对照', en: 'a table needs a mapping of its columns to fields' } });
    tableNames(s, mapping);
    checkAuthorities(s);
    reach(s.host!);
  }
  if (kind === 'interface') {
    need(s.url, ['接口地址', 'the address']);
    const url = new URL(s.url!);
    if (!/^https?:$/.test(url.protocol) || url.username !== '') throw errors.settingsInvalid({ why: { zh: '接口地址须为 http 或 https，且不含账号', en: 'the address must be http or https, without an account in it' } });
    reach(url.hostname);
  }
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
      if (size > answerBytesMax) throw errors.sourceFailed({ why: { zh: `一页超过 ${answerBytesMax >> 20} MB`, en: `a page of more than ${answerBytesMax >> 20} MB` } });
      parts.push(part);
    }
    const answered: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts)));
    if (deeper(answered, depthMax)) throw errors.sourceFailed({ why: { zh: `嵌套超过 ${depthMax} 层`, en: `nested more than ${depthMax} deep` } });
    return answered;
  } catch (error) {
    throw failed(error);
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
      await deps.stillOpen();
      const url = new URL(s.url!);
      if (!deps.mayReach(url.hostname)) throw errors.hostRefused({ host: url.hostname });
      if (position !== null) url.searchParams.set(s.positionParameter ?? 'cursor', position);
      const answer = await readAnswer(url, source.secret === null ? undefined : deps.crypto.open(source.secret));
      const found = at(answer, s.rows ?? 'data');
      if (!Array.isArray(found)) throw errors.sourceFailed({ why: { zh: `“${s.rows ?? 'data'}”不是数组`, en: `"${s.rows ?? 'data'}" is no array` } });
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

export const pullRows = (deps: PullDeps, source: Source): Pulled =>
  source.kind === 'table' ? pullTable(deps, source) : source.kind === 'interface' ? pullInterface(deps, source) : pullTopic(deps, source);
