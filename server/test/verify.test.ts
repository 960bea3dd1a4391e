import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { createLedger, type Receipt } from '#engines/ledger';
import { createSigning, type Certificate } from '#engines/signing';
import { systemClock } from '#kernel/clock';
import { system, type Context } from '#kernel/context';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { ledgerSigner } from '../src/compose/ledger-signer.ts';
import { readCertificates, verifyFile, type FileResult } from '../src/verify-file.ts';

const root = path.resolve(import.meta.dirname, '../..');
const fixtures = path.resolve(root, '../shared/fixtures');
const outside = { skip: !existsSync(fixtures) && 'shared fixtures are absent' };
const at = new Date('2026-11-22T00:00:00Z');
const sample = (name: string): Buffer => readFileSync(path.join(fixtures, name));
const look = (bytes: Uint8Array, options: { anchors?: readonly Certificate[]; original?: Uint8Array; at?: Date } = {}): Promise<FileResult> => verifyFile(bytes, { anchors: [], at, ...options });
const failed = (result: FileResult): string[][] => result.signatures.map((s) => s.steps.filter((step) => step.outcome === 'failed').map((step) => step.name));

function yiwang(...args: string[]): { code: number | null; out: string; err: string } {
  const done = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', path.join(root, 'server/src/verify.ts'), ...args], { encoding: 'utf8', timeout: 120_000 });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

const ids = createIds();

/** A receipt of a ledger with its own authority, as the house makes it. */
async function receiptOf(t: TestContext): Promise<{ receipt: Receipt; chain: Certificate[]; anchor: Certificate }> {
  const db = await testDatabase(t);
  const asSystem = <T>(use: (ctx: Context) => Promise<T>): Promise<T> => db.write(system, (tx) => use({ tx, actor: system, now: new Date(), newId: ids, locale: 'zh', requestId: 'test' }));
  const signing = createSigning({ masterKeys: new Map([[1, randomBytes(32)]]) });
  await asSystem((ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const ledger = createLedger({ db, clock: systemClock, ids, origin: 'province.example', signer: await ledgerSigner(signing, asSystem) });
  const [, id] = await db.write(system, async (tx) => ['一', '二', '三'].map((text) => ledger.append(tx, { kind: 'case.receipt', subject: 'case-1', data: { text } })));
  await ledger.drain();
  const receipt = JSON.parse(JSON.stringify(await db.read(system, (tx) => ledger.receipt(tx, id!)))) as Receipt;
  const signer = await asSystem((ctx) => signing.certificatesOf(ctx, 'yiwang-ledger'));
  const trust = await asSystem((ctx) => signing.trust(ctx));
  return { receipt, chain: [...signer.flatMap((c) => readCertificates(c.der)), ...(trust.intermediates ?? [])], anchor: trust.anchors[0]! };
}

const base64 = (certificate: Certificate): string => Buffer.from(certificate.der).toString('base64');
const pem = (certificate: Certificate): string => `-----BEGIN CERTIFICATE-----\n${base64(certificate).replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

test('a receipt with its certificates stands offline; with the root it is trusted; what is altered falls', async (t) => {
  const { receipt, chain, anchor } = await receiptOf(t);
  const file = { receipt, certificates: chain.map(base64) };
  const alone = await look(json(file));
  assert.deepEqual([alone.type, alone.verdict, alone.trusted], ['receipt', 'valid', false]);
  const rooted = await look(json(file), { anchors: [anchor] });
  assert.deepEqual([rooted.verdict, rooted.trusted], ['valid', true], JSON.stringify(rooted));
  assert.deepEqual(failed(await look(json({ ...file, receipt: { ...receipt, entry: { ...receipt.entry, data: { text: '改' } } } }))), [['inclusion']]);
  assert.deepEqual(failed(await look(json({ ...file, receipt: { ...receipt, checkpoint: receipt.checkpoint.replace(/time 20\d\d/, 'time 2020') } }))), [['signature', 'certificate', 'time']]);

  const noSigner = await look(json(receipt));
  assert.deepEqual([noSigner.verdict, failed(noSigner)], ['invalid', [['signature']]]);
  assert.equal((await look(json(receipt), { anchors: [...chain, anchor] })).verdict, 'valid');

  const stranger = await receiptOf(t);
  const foreign = await look(json(file), { anchors: [stranger.anchor] });
  assert.deepEqual([foreign.verdict, foreign.trusted], ['invalid', false]);
  assert.equal((await look(json({ receipt, certificates: stranger.chain.map(base64) }))).verdict, 'invalid');

  const folder = mkdtempSync(path.join(tmpdir(), 'verify-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(path.join(folder, '回执.json'), JSON.stringify(file, undefined, 2));
  writeFileSync(path.join(folder, 'root.pem'), pem(anchor));
  const told = yiwang(path.join(folder, '回执.json'), '--trust', path.join(folder, 'root.pem'));
  assert.equal(told.code, 0, told.out + told.err);
  assert.match(told.out, /有效 · VALID，可信 · trusted/);
});

test('documents: as the independent verifier found them', outside, async () => {
  const expected: [string, FileResult['verdict'], string[][]][] = [
    ['ofd/V4RideRight.ofd', 'valid', [[]]],
    ['ofd/testPathClip.ofd', 'valid', [[], []]],
    ['ofd/h.ofd', 'invalid', [['references'], []]],
    ['ofd/SESV4SignDoc.ofd', 'invalid', [['time', 'sealValidity']]],
    ['ofd/helloworld.ofd', 'unsigned', []],
  ];
  for (const [name, verdict, steps] of expected) {
    const result = await look(sample(name));
    assert.deepEqual([name, result.verdict, failed(result)], [name, verdict, steps]);
  }
  assert.equal((await look(sample('ofd/n.ofd'))).verdict, 'invalid');
});

test('seals of both kinds: good within their period, told when it has ended', outside, async () => {
  for (const name of ['seals/UserV1.esl', 'seals/UserV4.esl']) {
    const inForce = await look(sample(name), { at: new Date('2021-01-01') });
    assert.deepEqual([inForce.type, inForce.verdict], ['seal', 'valid'], name);
    assert.deepEqual(failed(await look(sample(name))), [['sealValidity']], name);
    const altered = sample(name);
    altered[altered.length - 20]! ^= 1;
    assert.ok(['invalid', 'unreadable'].includes((await look(altered, { at: new Date('2021-01-01') })).verdict), name);
  }
});

test('a seal signature without its original is judged as far as it goes, and falls with a wrong original', outside, async () => {
  const bytes = sample('seals/SignedValueV4.dat');
  const alone = await look(bytes);
  assert.deepEqual([alone.type, alone.verdict], ['seal-signature', 'valid']);
  assert.equal(alone.signatures[0]!.steps.find((s) => s.name === 'hash')?.outcome, 'unknown');
  assert.deepEqual(failed(await look(bytes, { original: Buffer.from('another') })), [['hash']]);
});

test('the program: exit 0 stands, 1 does not or is unsigned, 2 cannot be read; words in both languages', outside, () => {
  const run = (name: string, ...more: string[]): ReturnType<typeof yiwang> => yiwang(path.join(fixtures, name), ...more);
  assert.equal(run('ofd/V4RideRight.ofd').code, 0);
  const unsigned = run('ofd/helloworld.ofd');
  assert.equal(unsigned.code, 1);
  assert.match(unsigned.out, /没有任何签名.*no signature/);
  const altered = run('ofd/h.ofd', '--json');
  assert.equal(altered.code, 1);
  assert.equal((JSON.parse(altered.out) as FileResult).verdict, 'invalid');
  assert.equal(run('README.md').code, 2);
  assert.equal(run('ofd').code, 2);
});

test('what is none of these is not readable and says so', async () => {
  for (const bytes of ['', '   ', '{}', '{"receipt":3}', '[1]', 'PK\u0003\u0004broken', '0\u0003\u0002\u0001\u0001', '\u0000\u0001', '{"receipt":{"checkpoint":"x"'].map((text) => Buffer.from(text, 'latin1'))) {
    const result = await look(bytes);
    assert.equal(result.verdict, 'unreadable', JSON.stringify(bytes.toString('latin1')));
    assert.ok(result.reason!.zh !== '' && result.reason!.en !== '');
  }
  assert.equal(yiwang('--unheard').code, 2);
  assert.equal(yiwang().code, 2);
});
