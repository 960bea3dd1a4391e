import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readCertificates, verifyFile, type Checked, type FileResult } from './verify-file.ts';

/**
 *   yiwang verify FILE [--trust ROOT.pem] [--original FILE] [--at 2026-11-22] [--json]
 * Checks offline what an OFD document (.ofd), a ledger receipt (.json), an electronic seal (.esl) or a seal signature
 * (.dat) claims. Exit 0: it stands; 1: it does not, or nothing vouches for it; 2: it cannot be read.
 */
const usage = '用法 Usage: yiwang verify 文件 FILE [--trust 根证书 ROOT.pem|.der] [--original 原文 FILE] [--at 2026-11-22] [--json]';
const bytesMax = 256 * 1_048_576;

class Unreadable extends Error {}

function read(file: string): Uint8Array {
  try {
    const { size } = statSync(file);
    if (size > bytesMax) throw new Unreadable(`文件超过 256 MB · larger than 256 MB: ${file}`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`文件无法读取 · cannot be read: ${file} (${(error as NodeJS.ErrnoException).code ?? 'error'})`);
  }
}

function readArguments(): { file: string; trust?: string; original?: string; at: Date; json: boolean } {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { trust: { type: 'string' }, original: { type: 'string' }, at: { type: 'string' }, json: { type: 'boolean', default: false } } });
  const [file] = positionals;
  const at = values.at === undefined ? new Date() : new Date(values.at);
  if (file === undefined || positionals.length > 1 || Number.isNaN(at.getTime())) throw new Unreadable(usage);
  return { file, at, json: values.json, ...(values.trust === undefined ? {} : { trust: values.trust }), ...(values.original === undefined ? {} : { original: values.original }) };
}

const names: Record<FileResult['type'], string> = { ofd: 'OFD 文档 · OFD document', receipt: '存证回执 · ledger receipt', seal: '电子印章 · electronic seal', 'seal-signature': '签章数据 · seal signature', unknown: '未知 · unknown' };
const verdicts: Record<FileResult['verdict'], string> = { valid: '有效 · VALID', invalid: '无效 · INVALID', unsigned: '未签名 · NOT SIGNED', unreadable: '无法读取 · NOT READABLE' };
const factNames: Record<string, string> = { signedAt: '签名时间 signed at', signer: '签名者 signer', protectedFiles: '保护文件数 files protected', seal: '印章标识 seal id', validity: '印章有效期 validity', entry: '条目 entry', subject: '对象 subject', headAt: '树头时间 head at' };
const signs: Record<Checked['outcome'], string> = { passed: '✔', failed: '✖', unknown: '?' };

function print(file: string, result: FileResult): void {
  const lines = [`${file}：${names[result.type]}`];
  for (const { title, steps, facts } of result.signatures) {
    lines.push(`  ${title.zh} · ${title.en}`);
    for (const [name, value] of Object.entries(facts)) lines.push(`    ${factNames[name] ?? name}: ${value}`);
    for (const s of steps) lines.push(`    ${signs[s.outcome]} ${s.title.zh} · ${s.title.en}${s.why === undefined ? '' : `：${s.why.zh} · ${s.why.en}`}`);
  }
  if (result.reason !== undefined) lines.push(`  ${result.reason.zh} · ${result.reason.en}`);
  if (result.verdict === 'valid' && !result.trusted) lines.push('  未给信任证书，签名者是否可信未作判断（用 --trust 给出根证书） · Whether the signer is to be trusted was not judged: give the root by --trust');
  lines.push(`${verdicts[result.verdict]}${result.trusted ? '，可信 · trusted' : ''}`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function main(): Promise<number> {
  const { file, trust, original, at, json } = readArguments();
  const anchors = trust === undefined ? [] : readCertificates(read(trust));
  if (trust !== undefined && anchors.length === 0) throw new Unreadable(`没有证书 · no certificate in: ${trust}`);
  const result = await verifyFile(read(file), { anchors, at, ...(original === undefined ? {} : { original: read(original) }) });
  if (json) process.stdout.write(`${JSON.stringify({ file, ...result }, undefined, 1)}\n`);
  else print(file, result);
  return result.verdict === 'valid' ? 0 : result.verdict === 'unreadable' ? 2 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const wrongOption = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') === true;
  if (!(error instanceof Unreadable) && !wrongOption) throw error;
  process.stderr.write(`${(error as Error).message}\n${wrongOption ? `${usage}\n` : ''}`);
  process.exitCode = 2;
}
