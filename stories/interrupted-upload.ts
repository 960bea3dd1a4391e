import assert from 'node:assert/strict';
import http from 'node:http';
import type { Persona } from './harness.ts';

interface Said {
  status: number;
  offset: number;
  complete: string;
  body: { runId?: string; code?: string };
}

/** A sender of resumable uploads 断点续传 who can lose her connection half-way. */
export function uploader(who: Persona, url: string, sourceId: string): { begin(name: string): Promise<string>; send(place: string, offset: number, bytes: Uint8Array, last: boolean): Promise<Said>; lose(place: string, offset: number, bytes: Uint8Array, length: number): Promise<void>; ask(place: string, as?: Persona): Promise<Said> } {
  const said = async (answer: Response): Promise<Said> => ({ status: answer.status, offset: Number(answer.headers.get('upload-offset') ?? -1), complete: answer.headers.get('upload-complete') ?? '', body: answer.body !== null && answer.headers.get('content-type')?.includes('json') === true ? ((await answer.json()) as Said['body']) : {} });
  const headers = (offset: number, last: boolean): Record<string, string> => ({ cookie: who.cookie, 'content-type': 'application/partial-upload', 'upload-offset': String(offset), 'upload-complete': last ? '?1' : '?0' });
  return {
    async begin(name) {
      const answer = await fetch(`${url}/api/desk/collection/sources/${sourceId}/uploads?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { cookie: who.cookie } });
      assert.equal(answer.status, 201, await answer.clone().text());
      assert.match(answer.headers.get('upload-limit') ?? '', /max-size=\d+, max-age=\d+/);
      return answer.headers.get('location')!;
    },
    send: async (place, offset, bytes, last) => said(await fetch(url + place, { method: 'PATCH', headers: headers(offset, last), body: bytes as Uint8Array<ArrayBuffer> })),
    // says that `length` bytes come, sends these, and the cable is cut
    lose: (place, offset, bytes, length) => new Promise((done) => {
      const request = http.request(url + place, { method: 'PATCH', headers: { ...headers(offset, true), 'content-length': length } });
      request.on('error', () => {});
      request.on('close', () => done());
      request.write(bytes, () => request.destroy());
    }),
    ask: async (place, as = who) => {
      const { status, headers: told } = await fetch(url + place, { method: 'HEAD', headers: { cookie: as.cookie } });
      return said(new Response(null, { status, headers: told }));
    },
  };
}
