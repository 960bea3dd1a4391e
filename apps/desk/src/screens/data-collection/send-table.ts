import { ProblemError } from '../../api/call.ts';

export interface SentTable {
  runId: string;
  bytes: number;
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

/** Sends a table slice by slice (断点续传), telling what part of it has gone out (0 to 1); where the connection breaks it asks how far it came and goes on. */
export async function sendTable(sourceId: string, file: File, told: (part: number) => void): Promise<SentTable> {
  const made = await answered(await fetch(`/api/desk/collection/sources/${sourceId}/uploads?name=${encodeURIComponent(file.name)}`, { method: 'POST' }));
  const place = made.headers.get('location')!;
  const send = async (from: number): Promise<SentTable | number> => {
    const to = Math.min(from + sliceBytes, file.size);
    const answer = await fetch(place, { method: 'PATCH', headers: { 'content-type': 'application/partial-upload', 'upload-offset': String(from), 'upload-complete': to === file.size ? '?1' : '?0' }, body: file.slice(from, to) });
    if (answer.status === 409) return Number(answer.headers.get('upload-offset'));
    return (await answered(answer)).status === 204 ? to : ((await answer.json()) as SentTable);
  };
  for (let [at, tries] = [0, 0]; ; ) {
    try {
      const done = await send(at);
      if (typeof done !== 'number') return done;
      [at, tries] = [done, 0];
      told(at / file.size);
    } catch (error) {
      if (error instanceof ProblemError || tries === waits.length) throw error;
      await new Promise((wait) => setTimeout(wait, waits[tries++]! * 1000));
      const known = await fetch(place, { method: 'HEAD' }).catch(() => undefined);
      if (known?.ok === true) at = Number(known.headers.get('upload-offset'));
    }
  }
}
