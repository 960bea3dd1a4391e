import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { exchangeMachine, type ExchangeMachine } from './exchange-machine.ts';

/**
 * 平台企业的系统, as a firm runs it: a program of its own with its own interface, token and words, which knows nothing of us but the
 * gateway's address. It hands out what it has page by page at `/open/v2/items`, and asks the gateway before it does something of its own.
 * Told over `/play` what it has, to answer nonsense, to hold its answer until it is told again.
 */
interface Play { token: string; rows: Record<string, unknown>[]; mode: 'ok' | 'wrong' | 'hold'; now: string; organisation: string; pageSize: number }
interface Ask { method?: string; path: string; grant: string; purpose: string; body?: unknown }

function serve(house: string): void {
  const play: Play = { token: 'firm-token', rows: [], mode: 'ok', now: '2026-11-23T09:00:00+08:00', organisation: '', pageSize: 2 };
  let toldAt = Date.now();
  const asked: string[] = [];
  const held: (() => void)[] = [];
  let machine: ExchangeMachine | undefined;
  const machineNow = async (): Promise<ExchangeMachine> => (machine ??= await exchangeMachine(house, () => new Date(Date.parse(play.now) + Date.now() - toldAt)));
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => void answer(new URL(request.url ?? '/', 'http://firm'), Buffer.concat(parts).toString('utf8')).catch((error: unknown) => response.writeHead(500).end(String(error))));
    const say = (value: unknown): void => void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    async function answer(url: URL, text: string): Promise<void> {
      if (url.pathname === '/play') {
        Object.assign(play, JSON.parse(text) as Partial<Play>);
        toldAt = Date.now();
        if (play.mode !== 'hold') for (const go of held.splice(0)) go();
        return say({ asked });
      }
      if (url.pathname === '/key') return say(await (await machineNow()).offer(play.organisation));
      if (url.pathname === '/ask') {
        const ask = JSON.parse(text) as Ask;
        const { status, json } = await (await machineNow()).call(ask.method ?? 'POST', ask.path, { grant: ask.grant, purpose: ask.purpose, ...(ask.body === undefined ? {} : { body: ask.body }) });
        return say({ status, json });
      }
      asked.push(request.url ?? '');
      if (play.mode === 'wrong') return void response.setHeader('content-type', 'text/html').end('<html>系统升级中</html>');
      if (request.headers.authorization !== `Bearer ${play.token}`) return void response.writeHead(401).end();
      if (play.mode === 'hold') await new Promise<void>((go) => void held.push(go));
      const from = Number(url.searchParams.get('since') ?? 0);
      return say({ code: 0, result: { list: play.rows.slice(from, from + play.pageSize), mark: Math.min(from + play.pageSize, play.rows.length) } });
    }
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as { port: number }).port}\n`));
}

/** The firm's platform as a story handles it. */
export interface FirmPlatform {
  readonly url: string;
  /** Tells it what it has; answers which pages it was asked for. */
  play(told: Partial<Play>): Promise<string[]>;
  /** Its public key with the proof of possession. */
  key(): Promise<{ publicKey: string; proof: string }>;
  /** It calls the gateway, signed with its own key. */
  ask(ask: Ask): Promise<{ status: number; json: Record<string, unknown> }>;
}

export async function startFirmPlatform(t: { after(fn: () => void): void }, house: string): Promise<FirmPlatform> {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), house], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => void child.kill('SIGKILL'));
  const port = await new Promise<number>((done, failed) => {
    child.stdout.once('data', (line: Buffer) => done(Number(line.toString('utf8').trim())));
    child.once('exit', () => failed(new Error('the platform did not start')));
  });
  const url = `http://127.0.0.1:${port}`;
  const post = async (path: string, body: unknown): Promise<unknown> => (await fetch(url + path, { method: 'POST', body: JSON.stringify(body) })).json();
  return {
    url,
    play: async (told) => ((await post('/play', told)) as { asked: string[] }).asked,
    key: async () => (await post('/key', {})) as { publicKey: string; proof: string },
    ask: async (ask) => (await post('/ask', ask)) as { status: number; json: Record<string, unknown> },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(process.argv[2]!);
