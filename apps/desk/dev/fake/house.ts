import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import path from 'node:path';
import type { Contract } from '@yiwang/server/kernel/contract';
import type { FakeAnswer } from './answer.ts';
import { answers } from './answers.ts';
import { pagesOfDocument, picture } from './pictures.ts';

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.json': 'application/json' };

const routes = answers.map((answer: FakeAnswer) => ({ ...answer, names: [...answer.contract.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? ''), shape: new RegExp(`^${answer.contract.path.replace(/:\w+/g, '([^/]+)')}$`) }));

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/**
 * A house made of fixtures for looking at screens: it serves the built desk under /desk/ and answers the API. Every
 * answer is parsed by its contract's output schema, so that a screen is never shown what the server could not say.
 */
export function fakeHouse(dist: string): Server {
  return createServer((request, response) => {
    void (async () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const json = (status: number, value: unknown): void => void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(value));
      if (url.pathname.startsWith('/desk/')) {
        const file = path.join(dist, url.pathname.slice('/desk/'.length));
        const found = file.startsWith(dist) && existsSync(file) && statSync(file).isFile() ? file : path.join(dist, 'index.html');
        response.writeHead(200, { 'content-type': types[path.extname(found)] ?? 'application/octet-stream' });
        createReadStream(found).pipe(response);
        return;
      }
      if (url.pathname === '/api/files' && request.method === 'POST') {
        await bodyOf(request);
        return json(200, { files: [{ id: crypto.randomUUID(), name: '现场照片.png', bytes: 184_320, type: 'image/png' }] });
      }
      if (/^\/api\/files\/[^/]+\/preview$/.test(url.pathname) || url.pathname.startsWith('/api/fake/preview')) return json(200, { pages: pagesOfDocument() });
      if (url.pathname.startsWith('/api/files/') || url.pathname.startsWith('/api/fake/picture')) {
        response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(picture(url.pathname));
        return;
      }
      for (const { contract, names, shape, give } of routes) {
        const match = contract.method === request.method ? shape.exec(url.pathname) : null;
        if (match === null) continue;
        const parameters = Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(match[at + 1] ?? '')]));
        const rest: unknown = request.method === 'GET' ? Object.fromEntries(url.searchParams) : JSON.parse((await bodyOf(request)).toString() || '{}');
        const input = (contract as Contract).input.safeParse({ ...parameters, ...(rest as object) });
        if (!input.success) return json(422, { code: 'http.invalidInput', title: `输入有误：${input.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('；')}`, status: 422 });
        const answer = give(input.data as never);
        if (typeof answer === 'object' && answer !== null && 'refusal' in answer) return json((answer as { refusal: { status: number } }).refusal.status, (answer as { refusal: unknown }).refusal);
        return json(200, (contract as Contract).output.parse(answer));
      }
      json(404, { code: 'http.notFound', title: `没有这个接口：${url.pathname}`, status: 404 });
    })().catch((error: unknown) => {
      console.error(error);
      response.writeHead(500, { 'content-type': 'application/json' }).end(JSON.stringify({ code: 'http.failed', title: String(error), status: 500 }));
    });
  });
}

/** Starts it on a free port (or the one given) of this machine. */
export const listen = (server: Server, port = 0): Promise<string> => new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}`)));
