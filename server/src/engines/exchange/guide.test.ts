import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { organisation, testExchange } from './test-exchange.ts';

const guide = readFileSync(path.resolve(import.meta.dirname, '../../../../docs/guides/exchange.md'), 'utf8');
const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map((m) => m[1]!);
const has = (command: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${command}`]);
    return true;
  } catch {
    return false;
  }
};

test('the guide’s shell, as it stands, with OpenSSL and curl', { skip: ['openssl', 'curl', 'bash'].every(has) ? false : 'openssl, curl or bash is not here' }, async (t) => {
  const x = await testExchange(t);
  x.clock.set(new Date());
  x.people.set('n1', { id: 'id1', version: 1, endedOn: null, data: { number: '220102196512209251', name: '赵德厚' } });
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-guide-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const run = async (script: string, env: Record<string, string> = {}): Promise<string> => (await promisify(execFile)('bash', ['-ec', script], { cwd: folder, env: { ...process.env, ORGANISATION: organisation, BASE: x.url, ...env } })).stdout;
  // its own sign-in is the house's; the lines between make and name the key
  const key = blocks[0]!.split('\n').filter((line) => !/^(TOKEN=|curl|  -d )/.test(line)).join('\n');
  const [publicKey, proof, keyId] = (await run(`${key}\nprintf '%s %s %s' "$PUBLIC" "$PROOF" "$KEY"`)).trim().split(' ') as [string, string, string];
  const registered = await x.as((ctx) => x.exchange.registerMember(ctx, { organisation, name: '参保登记系统', publicKey, proof }));
  assert.equal(registered.keyId, keyId);

  const ready = key.split('\n').filter((line) => !line.startsWith('openssl genpkey')).join('\n');
  const grant = await x.grant('people.verify');
  const call = blocks[1]!.replaceAll('population.verify', 'people.verify').replace('"identityNumber"', '"number"');
  assert.deepEqual(JSON.parse(await run(`${ready}\n${call}`, { GRANT: grant, PURPOSE: 'case-handling' })), { found: true, matches: { name: true }, all: true });
  const refused = JSON.parse(await run(`${ready}\n${call}`, { GRANT: grant, PURPOSE: 'curiosity' })) as { code: string };
  assert.equal(refused.code, 'exchange.purposeDiffers');
});
