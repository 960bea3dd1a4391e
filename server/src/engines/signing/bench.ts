/**
 * What signing costs, per second of processor time of one core, beside `openssl speed sm2` in the same run:
 * `node server/src/engines/signing/bench.ts`. Rounds alternate and the median counts, because the machine is shared.
 */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createFieldCipher } from './field-encryption.ts';
import { generatePrivateKey, signMessage, verifyMessage } from './sm2.ts';
import { sm3 } from './sm3.ts';

const ROUNDS = 3;
const SECONDS = 1;

/** Runs `use` for about a second of processor time; times per second. */
function rate(use: (i: number) => void): number {
  for (let i = 0; i < 20; i++) use(i);
  const begin = process.cpuUsage();
  let count = 0;
  let spent = 0;
  while (spent < SECONDS) {
    for (let i = 0; i < 50; i++) use(count++);
    const used = process.cpuUsage(begin);
    spent = (used.user + used.system) / 1e6;
  }
  return count / spent;
}

/** openssl divides by processor time too. */
function openssl(): { sign: number; verify: number } {
  const { stdout } = spawnSync('openssl', ['speed', '-mr', '-seconds', String(SECONDS), 'sm2'], { encoding: 'utf8' });
  const [, sign, verify] = /CurveSM2:([\d.]+):([\d.]+)/.exec(stdout) ?? [];
  return { sign: Number(sign), verify: Number(verify) };
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

function measure(): Record<string, number> {
  const message = randomBytes(64);
  const key = generatePrivateKey();
  const signature = signMessage(message, key);
  const many = Array.from({ length: 2000 }, () => {
    const other = generatePrivateKey();
    return { publicKey: other.publicKey, signature: signMessage(message, other) };
  });
  const fields = createFieldCipher(new Map([[1, randomBytes(32)]]));
  const encrypted = fields.encrypt('220102199001011234', 'p');
  const command = openssl();
  return {
    'openssl sign': command.sign,
    'openssl verify': command.verify,
    'sign': rate(() => signMessage(message, key)),
    'verify, known key': rate(() => verifyMessage(message, signature, key.publicKey)),
    'verify, new key': rate((i) => {
      const other = many[i % many.length]!;
      verifyMessage(message, other.signature, other.publicKey);
    }),
    'SM3 of 64 bytes': rate(() => sm3(message)),
    'field encrypt': rate(() => fields.encrypt('220102199001011234', 'p')),
    'field decrypt': rate(() => fields.decrypt(encrypted, 'p')),
  };
}

const rounds = Array.from({ length: ROUNDS }, measure);
for (const name of Object.keys(rounds[0]!)) {
  const value = median(rounds.map((round) => round[name]!));
  const base = name === 'sign' ? 'openssl sign' : name.startsWith('verify') ? 'openssl verify' : undefined;
  const ratio = base === undefined ? '' : `${median(rounds.map((round) => round[name]! / round[base]!)).toFixed(2)} × openssl`;
  console.log(`${name.padEnd(20)} ${Math.round(value).toLocaleString('en').padStart(10)}/s  ${ratio}`);
}
