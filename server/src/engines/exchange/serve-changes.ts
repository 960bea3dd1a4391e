import { setTimeout as sleep } from 'node:timers/promises';
import type { Admission } from './admit.ts';
import { json, type Answer } from './answer.ts';
import { errors } from './errors.ts';
import { readQuery } from './request-path.ts';
import { project, readFor, withActor, type Reading, type ServeDeps } from './serve-deps.ts';
import type { Change } from './topics.ts';

const limitMax = 100;
const waitMax = 30;
const pollMs = 400;
const waitersMax = 2_000;
let waiters = 0;

/**
 * 变更订阅: changes after a position, `?after=0&limit=100&wait=20`. With `wait` the answer is held back so many seconds until there
 * is one. The caller keeps its position: `next` of one answer is `after` of the following; `after=end` asks where the end is.
 */
export async function serveChanges(deps: ServeDeps, a: Admission): Promise<Answer> {
  const query = readQuery(a.path.query);
  const register = a.service.register!;
  if (query['after'] === 'end') return json({ changes: [], next: await deps.topics.last(register) });
  const [after, limit, wait] = [Number(query['after'] ?? '0'), Number(query['limit'] ?? limitMax), Number(query['wait'] ?? '0')];
  if (![after, limit, wait].every(Number.isSafeInteger) || after < 0 || limit < 1 || limit > limitMax || wait < 0 || wait > waitMax) throw errors.cursorInvalid();
  const changes = await waitFor(() => deps.topics.read(register, after, limit), wait);
  // the grant may have ended while nothing happened
  if (wait > 0) await deps.admit.admittedNow(a);
  const views = (await Promise.all(changes.map((c) => viewOf(deps, a, c)))).filter((v) => v !== undefined);
  return json({ changes: views, next: changes.at(-1)?.position ?? after }, views.length);
}

async function waitFor(read: () => Promise<Change[]>, seconds: number): Promise<Change[]> {
  const until = performance.now() + seconds * 1000;
  if (seconds > 0 && waiters >= waitersMax) throw errors.busy();
  waiters++;
  try {
    for (;;) {
      const found = await read();
      if (found.length > 0 || performance.now() + pollMs > until) return found;
      await sleep(pollMs);
    }
  } finally {
    waiters--;
  }
}

/** Who is told of changes: fetching them, or sent them. */
export type Reader = Reading & Pick<Admission, 'service'>;

/** What a record that came or went is to who follows: one more, or one less. */
const kinds = { entered: 'create', left: 'end' } as const;

/**
 * What the change set, as far as granted; a record's end has no data. Undefined for what is not told to this reader: rows of another division,
 * persons who do not consent. Where the grant is for the rows of one division, a record that came into it is told whole, as created; one that left it is told as ended, without anything of it (`moved`).
 */
export async function viewOf(deps: Omit<ServeDeps, 'admit'>, a: Reader, change: Change): Promise<Record<string, unknown> | undefined> {
  const action = await withActor(deps, a, (ctx) => deps.registers.action(ctx, a.service.register!, change.recordId, change.version, readFor(a, a.grant.fields)));
  if (action === null) return undefined;
  const { moved } = action ?? {};
  return {
    position: change.position, id: change.recordId, version: change.version, kind: moved === undefined ? change.kind : kinds[moved], ...(moved === undefined ? {} : { moved }), at: change.at.toISOString(), effectiveOn: action?.effectiveOn ?? null,
    data: action === undefined || moved === 'left' ? {} : project(deps, a, action.data),
  };
}
