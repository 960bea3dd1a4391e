import path from 'node:path';

/** Settings of one process, read once from the environment; a wrong one is refused by its name with what would be right. */
export interface Settings {
  port: number;
  host: string;
  dataFolder: string;
  /** Undefined: the embedded PostgreSQL in the data folder. */
  databaseUrl: string | undefined;
  contentFolders: string[];
  /** Example content, demonstration accounts and the sandbox authority. */
  demonstration: boolean;
  publicUrl: string;
  masterSecret: string | undefined;
  logLevel: string;
  smtpUrl: string | undefined;
  smtpFrom: string;
}

export class SettingsError extends Error {}

const refuse = (name: string, value: string | undefined, right: string): never => {
  throw new SettingsError(`设置 ${name}${value === undefined ? ' 缺失' : `=${JSON.stringify(value)} 不正确`}：${right}\nSetting ${name}${value === undefined ? ' is missing' : `=${JSON.stringify(value)} is not right`}: ${right}`);
};

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const port = Number(env['YIWANG_PORT'] ?? '8080');
  if (!Number.isInteger(port) || port < 0 || port > 65535) refuse('YIWANG_PORT', env['YIWANG_PORT'], '1 到 65535 之间的整数 (a whole number from 1 to 65535)');
  const databaseUrl = env['DATABASE_URL'];
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\/.+/.test(databaseUrl)) refuse('DATABASE_URL', databaseUrl, 'postgresql://用户:密码@主机:5432/数据库 (user:password@host/database, PostgreSQL ≥ 15)');
  const demonstration = flag(env, 'YIWANG_DEMONSTRATION', true);
  const host = env['YIWANG_HOST'] ?? '127.0.0.1';
  if (demonstration && !loopback.has(host) && !flag(env, 'YIWANG_DEMONSTRATION_PUBLIC', false)) {
    refuse('YIWANG_HOST', host, '演示账号只能在本机地址使用；确需对外演示请设 YIWANG_DEMONSTRATION_PUBLIC=yes，正式运行请设 YIWANG_DEMONSTRATION=no (demonstration accounts stay on a loopback address unless YIWANG_DEMONSTRATION_PUBLIC=yes)');
  }
  const masterSecret = env['YIWANG_SECRET'];
  if (masterSecret !== undefined && masterSecret.length < 32) refuse('YIWANG_SECRET', '…', '至少 32 个字符的随机密钥 (at least 32 random characters)');
  if (!demonstration && masterSecret === undefined) refuse('YIWANG_SECRET', undefined, '正式运行必须设置至少 32 个字符的随机密钥 (a real start needs a secret of its own, at least 32 random characters)');
  const logLevel = env['YIWANG_LOG'] ?? 'warn';
  if (!['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'].includes(logLevel)) refuse('YIWANG_LOG', logLevel, 'trace, debug, info, warn, error, fatal, silent');
  const publicUrl = env['YIWANG_URL'] ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  if (!URL.canParse(publicUrl)) refuse('YIWANG_URL', publicUrl, 'https://www.example.gov.cn');
  const extra = (env['YIWANG_CONTENT'] ?? '').split(path.delimiter).filter((f) => f !== '');
  return {
    port,
    host,
    dataFolder: path.resolve(root, env['YIWANG_DATA'] ?? '.data'),
    databaseUrl,
    contentFolders: extra.length > 0 ? extra.map((f) => path.resolve(root, f)) : [path.join(root, 'content/national'), path.join(root, 'content/jilin')],
    demonstration,
    publicUrl: publicUrl.replace(/\/$/, ''),
    masterSecret,
    logLevel,
    smtpUrl: env['YIWANG_SMTP_URL'],
    smtpFrom: env['YIWANG_SMTP_FROM'] ?? '一网 <no-reply@localhost>',
  };
}

function flag(env: NodeJS.ProcessEnv, name: string, otherwise: boolean): boolean {
  const value = env[name];
  if (value === undefined || value === '') return otherwise;
  if (['yes', 'true', '1'].includes(value)) return true;
  if (['no', 'false', '0'].includes(value)) return false;
  return refuse(name, value, 'yes 或 no (yes or no)');
}
