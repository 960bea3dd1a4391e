import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#kernel/clock';
import { readSettings, SettingsError, type Settings } from '#kernel/config';
import { startEmbedded, type EmbeddedDatabase } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import { createLog } from '#kernel/log';
import { mountApps } from './apps.ts';
import { buildApps } from './build-apps.ts';
import { composeHouse, type House } from './compose/compose-house.ts';
import { returnMemoryWhenQuiet } from './return-memory.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const began = Date.now();
const tell = (line: string): void => void process.stderr.write(`[${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s] ${line}\n`);

/** The secret under which everything is encrypted at rest; a demonstration makes its own and keeps it in its data folder. */
function secretOf(settings: Settings): string {
  if (settings.masterSecret !== undefined) return settings.masterSecret;
  const file = path.join(settings.dataFolder, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

let database: EmbeddedDatabase | undefined;
let house: House | undefined;
let stopping = false;

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await house?.close().catch(() => {});
  await database?.stop().catch(() => {});
  process.exit(code);
}

async function start(): Promise<void> {
  const settings = readSettings(process.env, root);
  const log = createLog(settings.logLevel);
  mkdirSync(settings.dataFolder, { recursive: true });
  const built = buildApps(root, tell);
  if (settings.databaseUrl === undefined) {
    tell('启动内置数据库 · Starting the embedded PostgreSQL');
    database = await startEmbedded({ folder: path.join(settings.dataFolder, 'postgres') });
  }
  tell('升级数据结构、装载内容 · Migrating, loading content');
  house = await composeHouse({ settings, databaseUrl: settings.databaseUrl ?? database!.url, secret: secretOf(settings), clock: systemClock, log, told: (line) => settings.logLevel === 'debug' && tell(line) });
  tell('装配应用 · Building the apps');
  await built;
  await mountApps(house, root, settings, log);
  const address = await house.http.app.listen({ port: settings.port, host: settings.host });
  house.work();
  returnMemoryWhenQuiet();
  tell(`已就绪 · Ready`);
  announce(settings, address);
}

function announce(settings: Settings, address: string): void {
  const url = settings.publicUrl.endsWith(':0') ? address : settings.publicUrl;
  const lines = ['', `  群众企业办事大厅 Portal      ${url}/`, `  政务工作台 Desk              ${url}/desk/`, `  接口 OpenAPI                 ${url}/openapi.json`];
  if (settings.demonstration) {
    lines.push(`  演示手机 Demonstration phone ${url}/phone`, '', '  演示账号（口令均为 Yiwang-2026）Demonstration accounts, password Yiwang-2026:', '    p001 王雨桐（云杉餐饮法定代表人） owner of a restaurant    p002 李思远 a father-to-be', '    o001 吴辉睿（南关区综合窗口） window clerk                 更多 more: content/jilin/demo/officers.csv', '');
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
process.on('SIGHUP', () => void stop(0));

start().catch(async (error: unknown) => {
  if (error instanceof SettingsError) tell(error.message);
  else if (error instanceof Refusal) tell(`${error.words('zh')}\n${error.words('en')}\n${JSON.stringify(error.parameters, undefined, 1).slice(0, 6000)}`);
  else tell(String((error as Error)?.stack ?? error));
  await stop(1);
});
