import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { fileURLToPath } from 'node:url';
import { spawn, type ChildProcess } from 'node:child_process';

/**
 * 道路运政系统, as a department of the nation runs it: a program of its own that speaks its own dialect and knows nothing of us.
 * `node vertical-system.ts PORT FILE` keeps its applications in FILE, so that it may die and come back. Told over `/play` to be slow, to
 * answer nonsense, to lose its answer, to refuse.
 */
interface Application { lsh: string; bjbh: string; rq: string; zt: string; xkzh?: string; spyj?: string; body: Record<string, unknown> }
interface Play { mode: 'ok' | 'slow' | 'wrong' | 'lost' | 'refuse'; day: string }

function serve(port: number, file: string): void {
  const kept: Application[] = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Application[]) : [];
  const keep = (): void => writeFileSync(file, JSON.stringify(kept));
  const play: Play = { mode: 'ok', day: '2026-11-23' };
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://peer');
      const text = Buffer.concat(parts).toString('utf8');
      const answer = (value: unknown): void => void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
      if (url.pathname === '/play') {
        const told = JSON.parse(text) as Partial<Play> & { set?: Partial<Application> & { bjbh: string }; forget?: string };
        Object.assign(play, { ...(told.mode === undefined ? {} : { mode: told.mode }), ...(told.day === undefined ? {} : { day: told.day }) });
        if (told.set !== undefined) Object.assign(kept.find((a) => a.bjbh === told.set!.bjbh)!, told.set);
        if (told.forget !== undefined) kept.splice(kept.findIndex((a) => a.bjbh === told.forget), 1);
        keep();
        return answer(kept);
      }
      if (play.mode === 'slow') return void setTimeout(() => answer({}), 30_000).unref();
      if (play.mode === 'wrong') return void response.setHeader('content-type', 'text/html').end('<html>系统升级中</html>');
      if (request.headers['x-access-key'] !== 'JL22-key') return answer({ code: '9001', msg: '接入密钥无效' });
      if (url.pathname === '/ywxt/api/acceptApply') {
        const { head, body } = JSON.parse(text) as { head: { bjbh: string }; body: Record<string, unknown> };
        if (play.mode === 'refuse') return answer({ code: '3002', msg: '拟投入车辆数与企业规模不符' });
        const there = kept.find((a) => a.bjbh === head.bjbh);
        if (there !== undefined) return answer({ code: '0001', msg: '已存在', data: { lsh: there.lsh } });
        const made: Application = { lsh: `YZ${play.day.replaceAll('-', '')}${String(kept.length + 1 + Math.floor(performance.now())).padStart(8, '0')}`, bjbh: head.bjbh, rq: play.day, zt: '10', body };
        kept.push(made);
        keep();
        if (play.mode === 'lost') return void request.socket.destroy();
        return answer({ code: '0000', msg: '成功', data: { lsh: made.lsh } });
      }
      if (url.pathname === '/ywxt/api/progress') {
        const found = kept.find((a) => a.lsh === url.searchParams.get('lsh'));
        return answer(found === undefined ? { code: '4004', msg: '无此流水号' } : { code: '0000', data: { lsh: found.lsh, zt: found.zt, xkzh: found.xkzh ?? null, spyj: found.spyj ?? null } });
      }
      if (url.pathname === '/ywxt/api/dayList') return answer({ code: '0000', data: { lshs: kept.filter((a) => a.rq === url.searchParams.get('rq')).map((a) => a.lsh) } });
      response.statusCode = 404;
      answer({});
    });
  });
  server.listen(port, '127.0.0.1', () => process.stdout.write(`${(server.address() as { port: number }).port}\n`));
}

/** 省不动产登记系统, docked by redirect: a browser arrives with a ticket; it asks the house who that is, by its own way in, and opens a session. */
export interface RedirectedSystem {
  /** Somebody comes with this address; what her session there knows of her, or what was answered instead. */
  arrive(address: string): Promise<{ status: number; session: Record<string, unknown> | undefined; code: string | undefined }>;
}
export const redirectedSystem = (house: string, token: () => Promise<string>, system: string): RedirectedSystem => ({
  async arrive(address) {
    const ticket = new URL(address).searchParams.get('ticket');
    const answer = await fetch(`${house}/api/docking/${system}/handovers/redeem`, {
      method: 'POST', headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() }, body: JSON.stringify({ ticket }),
    });
    const body = (await answer.json()) as Record<string, unknown>;
    return { status: answer.status, session: answer.ok ? body : undefined, code: typeof body['code'] === 'string' ? body['code'] : undefined };
  },
});

/** The peer as a story handles it. */
export interface VerticalSystem {
  readonly url: string;
  play(told: Partial<Play> & { set?: Partial<Application> & { bjbh: string }; forget?: string }): Promise<Application[]>;
  /** Killed as a machine dies: nothing is said. */
  die(): Promise<void>;
  rise(): Promise<void>;
}

export async function startVerticalSystem(t: { after(fn: () => void): void }, file: string): Promise<VerticalSystem> {
  let child: ChildProcess | undefined;
  let port = 0;
  const rise = async (): Promise<void> => {
    const started = spawn(process.execPath, [fileURLToPath(import.meta.url), String(port), file], { stdio: ['ignore', 'pipe', 'inherit'] });
    child = started;
    port = await new Promise<number>((done, failed) => {
      started.stdout.once('data', (line: Buffer) => done(Number(line.toString('utf8').trim())));
      started.once('exit', () => failed(new Error('the peer did not start')));
    });
  };
  const die = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child!.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  };
  t.after(() => void die());
  await rise();
  return {
    url: `http://127.0.0.1:${port}`,
    play: async (told) => (await (await fetch(`http://127.0.0.1:${port}/play`, { method: 'POST', body: JSON.stringify(told) })).json()) as Application[],
    die, rise,
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(Number(process.argv[2]), process.argv[3]!);
