import { ProblemError } from '../../api/call.ts';

export interface SentTable {
  runId: string;
  bytes: number;
}

/** Sends a table as it is, telling what part of it has gone out (0 to 1): `fetch` does not tell. */
export const sendTable = (sourceId: string, file: File, told: (part: number) => void): Promise<SentTable> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/desk/collection/sources/${sourceId}/file?name=${encodeURIComponent(file.name)}`);
    request.responseType = 'json';
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('idempotency-key', crypto.randomUUID());
    request.upload.onprogress = (event) => told(event.total === 0 ? 1 : event.loaded / event.total);
    request.onload = () => {
      const answer = (request.response ?? {}) as SentTable & { code?: string; title?: string };
      if (request.status < 300) resolve(answer);
      else reject(new ProblemError({ code: answer.code ?? 'collection.failed', status: request.status, title: answer.title ?? '' }));
    };
    request.onerror = () => reject(new Error('network'));
    request.send(file);
  });
