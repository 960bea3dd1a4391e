import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';
import { builtPortal } from './built.ts';
import { fakeCall, type Sent } from './fixtures/fake-call.ts';
import { anonymous, citizen, requestFor } from './fixtures/request.ts';

const types: Record<string, string> = { '.css': 'text/css', '.js': 'text/javascript', '.woff2': 'font/woff2' };

export interface Served {
  base: string;
  sent: Sent[];
  close: () => Promise<void>;
}

/** The built portal on a port of its own, over fixtures; language, 适老 and sign-in by cookie as in earnest. */
export async function servePortal(): Promise<Served> {
  const { createPortal, client } = await builtPortal();
  const portal = createPortal({ onError: (error) => console.error(error) });
  const sent: Sent[] = [];
  const server = createServer((incoming, outgoing) => void answer(incoming).then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body)));

  async function answer(incoming: IncomingMessage): Promise<{ status: number; headers: Record<string, string | string[]>; body: string | Buffer }> {
    const address = incoming.url ?? '/';
    const path = new URL(address, 'http://portal.invalid').pathname;
    if (path.startsWith('/assets/portal/')) {
      const file = await readFile(join(client, basename(path))).catch(() => null);
      return file === null ? { status: 404, headers: {}, body: '' } : { status: 200, headers: { 'content-type': types[extname(path)] ?? 'application/octet-stream' }, body: file };
    }
    const cookies = incoming.headers.cookie ?? '';
    const locale = cookies.includes('yiwang_language=en') ? 'en' : 'zh';
    const post = incoming.method === 'POST';
    const fields: Record<string, string | string[]> = {};
    if (post) {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      for (const [name, value] of new URLSearchParams(Buffer.concat(chunks).toString())) {
        const before = fields[name];
        fields[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
      }
    }
    const request = requestFor(address, { method: post ? 'POST' : 'GET', locale, elder: cookies.includes('yiwang_elder=1'), actor: cookies.includes('anonymous=1') ? anonymous : citizen(locale), ...(post ? { body: { fields, files: {} } } : {}) });
    return portal.render(request, fakeCall(locale, sent));
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sent, close: () => new Promise((done) => { server.closeAllConnections(); server.close(() => done()); }) };
}
