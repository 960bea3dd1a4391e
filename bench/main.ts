import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';

/**
 * All measurements in one run, as ratios to a limit or a peer of the same run.
 *   npm run bench                     all
 *   npm run bench -- cases process    some
 */
const root = path.resolve(import.meta.dirname, '..');
const parts: [name: string, title: string, file: string][] = [
  ['cases', '申报与办件 Submissions and life cycles', 'bench/cases.ts'],
  ['signing', '国密签名 SM2, SM3, SM4', 'server/src/engines/signing/bench.ts'],
  ['documents', '版式文书 OFD', 'server/src/engines/documents/measure.ts'],
  ['process', '流程 Process engine', 'bench/process.ts'],
  ['catalogue', '目录检索 Catalogue search', 'bench/catalogue.ts'],
  ['gateway', '交换网关 Exchange gateway', 'bench/gateway.ts'],
  ['analysis', '数据稽核与比对 Quality rules and comparison', 'bench/analysis.ts'],
  ['registers', '登记簿入库与翻页 Registers: loads and pages', 'bench/registers.ts'],
  ['open-data', '开放数据导出 Open-data export', 'bench/open-data.ts'],
  ['start', '启动与首屏 Start and first load', 'bench/start.ts'],
];
const wanted = new Set(process.argv.slice(2));
console.log(`${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, Node.js ${process.version}`);
let failed = 0;
for (const [name, title, file] of parts) {
  if ((wanted.size > 0 && !wanted.has(name)) || !existsSync(path.join(root, file))) continue;
  console.log(`\n== ${title}`);
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, file)], { stdio: 'inherit', cwd: root });
  if (done.status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
