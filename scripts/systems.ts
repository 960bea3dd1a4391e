import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readInventory, readSystems, type SystemRow } from './read-systems.ts';

/**
 * The matrix of the 384 systems: what each is called, where it lives, whether its story passed in the last run.
 *   npm run systems                       a table
 *   npm run --silent systems -- --json    for programs
 *   npm run systems -- --write            docs/systems.md anew
 */
const root = path.resolve(import.meta.dirname, '..');
const options = new Set(process.argv.slice(2));
const rows = readSystems(root);
const groups = readInventory(root).groups;
const count = (state: SystemRow['state']): number => rows.filter((r) => r.state === state).length;
const summary = { systems: rows.length, claimed: rows.filter((r) => r.place !== undefined).length, passed: count('passed'), failed: count('failed'), open: count('open') };

const marks: Record<SystemRow['state'], [sign: string, words: string]> = { passed: ['✔', '通过 passed'], failed: ['✖', '未过 failed'], open: ['·', '待办 open'] };
const summaryLine = `${summary.systems} 个系统：已归属 ${summary.claimed}，故事通过 ${summary.passed}，未过 ${summary.failed}，待办 ${summary.open} · ${summary.systems} systems: ${summary.claimed} claimed, ${summary.passed} passed, ${summary.failed} failed, ${summary.open} open`;

/** Columns of a terminal: a Chinese character takes two. */
const widthOf = (text: string): number => [...text].reduce((sum, c) => sum + (/[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]/.test(c) ? 2 : 1), 0);
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(1, width - widthOf(text)));

function table(): string {
  const lines: string[] = [];
  for (const group of groups) {
    const members = rows.filter((r) => r.group === group.id);
    if (members.length === 0) continue;
    lines.push('', `${group.id} ${group.zh} ${group.en}`);
    for (const r of members) lines.push(`  ${marks[r.state][0]} ${pad(r.id, 36)}${pad(r.place ?? '—', 34)}${r.zh.split(' / ')[0]}`);
  }
  return [...lines, '', summaryLine].join('\n');
}

function page(): string {
  const lines = ['# 系统清单 Systems', '', '由 `npm run systems -- --write` 生成，请勿手改。Generated; do not edit.', '', `${summaryLine}。`, '', '“通过”指该系统的故事（`stories/`）在最近一次测试中通过。A system has passed when its story passed in the last run of the tests.'];
  for (const group of groups) {
    const members = rows.filter((r) => r.group === group.id);
    if (group.id.length === 1) lines.push('', `## ${group.id} ${group.zh} · ${group.en}`);
    if (members.length === 0) continue;
    lines.push('', `### ${group.id} ${group.zh} · ${group.en}`, '', '| 标识 id | 名称 name | 所在 place | 状态 state |', '|---|---|---|---|');
    for (const r of members) lines.push(`| \`${r.id}\` | ${r.zh}<br>${r.en} | ${r.place === undefined ? '' : `\`${r.place}\``} | ${marks[r.state][0]} ${marks[r.state][1]} |`);
  }
  return `${lines.join('\n')}\n`;
}

if (options.has('--write')) {
  writeFileSync(path.join(root, 'docs/systems.md'), page());
  console.log(`docs/systems.md · ${summaryLine}`);
} else if (options.has('--json')) {
  console.log(JSON.stringify({ summary, systems: rows.map((r) => ({ ...r, place: r.place ?? null })) }, null, 1));
} else {
  console.log(table());
}
