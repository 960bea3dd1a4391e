import { ProblemError } from '../../api/call.ts';

export interface SentTable {
  runId: string;
  bytes: number;
}

/** How far a table has gone out; `waiting` while its connection is broken. */
export interface Sending {
  /** 0 to 1. */
  part: number;
  waiting: boolean;
}

/** Bytes of one request: what is sent again at the most when a connection breaks. */
const sliceBytes = 8 << 20;
/** Seconds to wait before each further try. */
const waits = [1, 2, 4, 8, 15, 30, 60];

async function answered(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const problem = (await answer.json().catch(() => ({}))) as { code?: string; title?: string };
  throw new ProblemError({ code: problem.code ?? 'collection.failed', status: answer.status, title: problem.title ?? '' });
}

/** A house that starts anew, or the gateway before it, says so: as good as a broken connection. */
const isRefused = (error: unknown): boolean => error instanceof ProblemError && error.problem.status !== 429 && error.problem.status < 500;

/** Where an upload stands; undefined where the house does not know it. */
async function stateOf(place: string): Promise<{ offset: number; complete: boolean } | undefined> {
  const known = await fetch(place, { method: 'HEAD' });
  return known.ok ? { offset: Number(known.headers.get('upload-offset')), complete: known.headers.get('upload-complete') === '?1' } : undefined;
}

/**
 * Sends a table slice by slice (断点续传), telling how far it is; where the connection breaks it asks how far it came and goes on. The
 * upload's place is remembered until its end: who closed the page and chooses the same file again goes on there, within a day.
 */
export async function sendTable(sourceId: string, file: File, told: (sending: Sending) => void): Promise<SentTable> {
  const memory = `yiwang.upload ${sourceId} ${file.name} ${file.size} ${file.lastModified}`;
  const begin = async (): Promise<{ place: string; at: number }> => {
    const before = localStorage.getItem(memory);
    const state = before === null ? undefined : await stateOf(before);
    if (before !== null && state?.complete === false && state.offset <= file.size) return { place: before, at: state.offset };
    const made = await answered(await fetch(`/api/desk/collection/sources/${sourceId}/uploads?name=${encodeURIComponent(file.name)}`, { method: 'POST' }));
    const place = made.headers.get('location')!;
    localStorage.setItem(memory, place);
    return { place, at: 0 };
  };
  const { place, at: from } = await begin();
  const send = async (at: number): Promise<SentTable | number> => {
    const to = Math.min(at + sliceBytes, file.size);
    const answer = await fetch(place, { method: 'PATCH', headers: { 'content-type': 'application/partial-upload', 'upload-offset': String(at), 'upload-complete': to === file.size ? '?1' : '?0' }, body: file.slice(at, to) });
    if (answer.status === 409) return Number(answer.headers.get('upload-offset'));
    return (await answered(answer)).status === 204 ? to : ((await answer.json()) as SentTable);
  };
  for (let [at, tries] = [from, 0]; ; ) {
    told({ part: file.size === 0 ? 0 : at / file.size, waiting: tries > 0 });
    try {
      const done = await send(at);
      if (typeof done === 'number') {
        [at, tries] = [done, 0];
        continue;
      }
      localStorage.removeItem(memory);
      return done;
    } catch (error) {
      if (isRefused(error)) localStorage.removeItem(memory);
      if (isRefused(error) || tries === waits.length) throw error;
      told({ part: at / file.size, waiting: true });
      await new Promise((wait) => setTimeout(wait, waits[tries++]! * 1000));
      at = (await stateOf(place).catch(() => undefined))?.offset ?? at;
    }
  }
}
