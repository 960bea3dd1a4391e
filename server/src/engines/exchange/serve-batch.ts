import { Refusal, toProblem } from '#kernel/errors';
import type { Admission } from './admit.ts';
import { noSums, type Answer, type Sums } from './answer.ts';
import { errors } from './errors.ts';
import { readQuery } from './request-path.ts';
import { project, readFor, withActor, type ServeDeps } from './serve-deps.ts';

const portion = 100;
const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

/**
 * 批量: all standing records as JSON lines, read portion by portion as fast as the caller takes them. The last line says where
 * it ended: `{"end":{"rows":…,"next":null}}`. Before each portion the grant is looked at anew; when it has ended the last line
 * is `{"problem":{…},"next":"…"}`, from where a later call goes on.
 */
export function serveBatch(deps: ServeDeps, a: Admission): Answer {
  const query = readQuery(a.path.query);
  const limit = Number(query['limit'] ?? Number.MAX_SAFE_INTEGER);
  if (!Number.isSafeInteger(limit) || limit < 1 || (query['cursor'] ?? '').length > 500) throw errors.cursorInvalid();
  const sums: Sums = noSums();
  return { kind: 'parts', status: 200, type: 'application/x-ndjson; charset=utf-8', headers: {}, parts: lines(deps, a, query['cursor'], limit, sums), sums };
}

async function* lines(deps: ServeDeps, a: Admission, from: string | undefined, limit: number, sums: Sums): AsyncGenerator<Uint8Array> {
  let cursor: string | null | undefined = from;
  try {
    do {
      await deps.admit.admittedNow(a);
      const page = await withActor(deps, a, (ctx) => deps.registers.page(ctx, a.service.register!, { cursor: cursor ?? undefined, limit: Math.min(portion, limit - sums.rows) }, readFor(a, a.grant.fields)));
      cursor = page.next;
      sums.rows += page.records.length;
      if (page.records.length > 0) yield Buffer.from(page.records.map((r) => line({ id: r.id, version: r.version, data: project(deps, a, r.data) })).join(''), 'utf8');
    } while (cursor !== null && sums.rows < limit);
    yield Buffer.from(line({ end: { rows: sums.rows, next: cursor } }), 'utf8');
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    sums.outcome = error.code;
    yield Buffer.from(line({ problem: toProblem(error, 'zh', a.callId), rows: sums.rows, next: cursor ?? null }), 'utf8');
  }
}
