import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { systemClock } from '#kernel/clock';
import { anonymous, system } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createIds } from '#kernel/ids';
import { createLedger, readCheckpoint, sm3Tree, verifyConsistency, verifyReceipt, type HeadSigner, type Json, type Ledger, type Receipt, type VerifyHeadSignature } from './index.ts';
import { testDatabase } from '#test/database';

const keyId = Uint8Array.of(1, 2, 3, 4);
const mac = (bytes: Uint8Array): Uint8Array => createHmac('sm3', 'a key of the test').update(bytes).digest();
const signer: HeadSigner = { keyName: 'ledger.example', keyId, sign: async (bytes) => mac(bytes) };
const verifySignature: VerifyHeadSignature = (s, signed) => Buffer.compare(s.keyId, keyId) === 0 && Buffer.compare(s.signature, mac(signed)) === 0;
const checker = { hash: sm3Tree, verifySignature, origin: 'ledger.example/test' };
const ids = createIds();

async function opened(t: TestContext, sign = signer): Promise<{ db: Db; ledger: Ledger; add: (n: number, data?: Json) => Promise<string[]> }> {
  const db = await testDatabase(t);
  const ledger = createLedger({ db, clock: systemClock, ids, signer: sign, origin: 'ledger.example/test' });
  const add = (n: number, data: Json = {}): Promise<string[]> => db.write(system, async (tx) => Array.from({ length: n }, (_, i) => ledger.append(tx, { kind: 'case.accepted', subject: `case-${i}`, data })));
  return { db, ledger, add };
}

const failedSteps = async (receipt: unknown): Promise<string[]> => (await verifyReceipt(receipt, checker)).steps.filter((s) => !s.ok).map((s) => s.name);

test('a receipt is checked offline; after each later batch a new one too', async (t) => {
  const { db, ledger, add } = await opened(t);
  const [id] = await add(1, { 结果: '受理', amount: 1.5 });
  for (const more of [0, 1, 2, 5]) {
    if (more > 0) await add(more);
    await ledger.drain();
    const receipt = JSON.parse(JSON.stringify(await db.read(anonymous, (tx) => ledger.receipt(tx, id!)))) as Receipt;
    const verified = await verifyReceipt(receipt, checker);
    assert.ok(verified.ok, JSON.stringify(verified));
    assert.deepEqual(receipt.entry.data, { amount: 1.5, 结果: '受理' });
  }
});

test('an entry stays, also for the owner of the database', async (t) => {
  const { db, ledger, add } = await opened(t);
  await add(2, {});
  await ledger.drain();
  await assert.rejects(db.owner((client) => client.query('delete from ledger.entry')), { code: '23000' });
});

test('whatever is changed in a receipt, the step that notices it fails', async (t) => {
  const { db, ledger, add } = await opened(t);
  const [id] = (await add(5, { amount: 100 })).slice(2);
  await ledger.drain();
  const receipt = await db.read(system, (tx) => ledger.receipt(tx, id!));
  const forgeries: [string[], unknown][] = [
    [['inclusion'], { ...receipt, entry: { ...receipt.entry, data: { amount: 101 } } }],
    [['inclusion'], { ...receipt, entry: { ...receipt.entry, at: '2020-01-01T00:00:00.000Z' } }],
    [['inclusion'], { ...receipt, entry: { ...receipt.entry, subject: 'case-9' } }],
    [['inclusion'], { ...receipt, leafIndex: receipt.leafIndex + 1 }],
    [['inclusion'], { ...receipt, path: receipt.path.toReversed() }],
    [['checkpoint', 'inclusion'], { ...receipt, treeSize: receipt.treeSize + 4 }],
    [['checkpoint', 'signature'], { ...receipt, checkpoint: receipt.checkpoint.replace('example/test', 'example/other') }],
    [['signature'], { ...receipt, checkpoint: receipt.checkpoint.replace(/time .*/, 'time 2020-01-01T00:00:00.000Z') }],
    [['format'], { ...receipt, checkpoint: 'nothing' }],
    [['format'], { ...receipt, hash: 'SHA-256' }],
    [['format'], { ...receipt, path: ['????'] }],
    [['format'], { ...receipt, entry: { ...receipt.entry, data: undefined } }],
    [['format'], null],
    [['format'], 'receipt'],
  ];
  for (const [steps, forged] of forgeries) assert.deepEqual(await failedSteps(forged), steps, JSON.stringify(forged));
});

test('no input makes the check throw or pass', async (t) => {
  const { db, ledger, add } = await opened(t);
  const [id] = await add(3);
  await ledger.drain();
  const receipt = await db.read(system, (tx) => ledger.receipt(tx, id!));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(receipt).filter((k) => k !== 'path')), fc.jsonValue(), async (name, value) => {
      fc.pre(JSON.stringify(value) !== JSON.stringify(receipt[name as keyof Receipt]));
      assert.equal((await verifyReceipt({ ...receipt, [name]: value }, checker)).ok, false);
    }),
  );
});

test('heads of one log are consistent with each other', async (t) => {
  const { db, ledger, add } = await opened(t);
  const sizes: number[] = [];
  for (const n of [1, 2, 1, 7, 20, 1]) {
    await add(n);
    await ledger.drain();
    sizes.push((await db.read(system, (tx) => ledger.findHead(tx)))!.size);
  }
  await db.read(system, async (tx) => {
    for (const size1 of sizes) {
      for (const size2 of sizes.filter((s) => s >= size1)) {
        const [a, b] = [(await ledger.findHead(tx, size1))!, (await ledger.findHead(tx, size2))!];
        assert.ok(verifyConsistency(sm3Tree, { size1, size2, root1: a.root, root2: b.root, path: await ledger.consistencyProof(tx, size1, size2) }));
      }
    }
    await assert.rejects(ledger.consistencyProof(tx, 1, 1000), { code: 'ledger.noSuchSize' });
    await assert.rejects(ledger.consistencyProof(tx, 5, 3), { code: 'ledger.noSuchSize' });
  });
});

test('an entry committed late, with an older id, gets its place and moves nobody', async (t) => {
  const { db, ledger, add } = await opened(t);
  let late = '';
  await db.write(system, async (tx) => {
    late = ledger.append(tx, { kind: 'late', subject: 'case-late', data: {} });
    await tx.flush();
    const [early] = await add(1);
    assert.ok(late < early!);
    assert.equal(await ledger.drain(), 1);
  });
  assert.equal(await ledger.drain(), 1);
  const receipt = await db.read(system, (tx) => ledger.receipt(tx, late));
  assert.equal(receipt.leafIndex, 1);
  assert.deepEqual(await failedSteps(receipt), []);
});

test('a sequencer that dies before its commit loses nothing and leaves no half', async (t) => {
  let dying = true;
  const { db, ledger, add } = await opened(t, { ...signer, sign: async (bytes) => (dying ? Promise.reject(new Error('killed')) : mac(bytes)) });
  const [id] = await add(3);
  await assert.rejects(ledger.drain(), /killed/);
  await assert.rejects(db.read(system, (tx) => ledger.receipt(tx, id!)), { code: 'ledger.notYetSequenced' });
  dying = false;
  assert.equal(await ledger.drain(), 3);
  assert.deepEqual(await failedSteps(await db.read(system, (tx) => ledger.receipt(tx, id!))), []);
});

test('an entry of a request that failed is not in the ledger', async (t) => {
  const { db, ledger } = await opened(t);
  await assert.rejects(
    db.write(system, async (tx) => {
      ledger.append(tx, { kind: 'k', subject: 's', data: {} });
      await tx.flush();
      throw new Error('refused');
    }),
  );
  assert.equal(await ledger.drain(), 0);
  await db.read(system, (tx) => assert.rejects(ledger.receipt(tx, ids()), { code: 'ledger.entryNotFound' }));
  await db.read(system, (tx) => assert.rejects(ledger.receipt(tx, "x'"), { code: 'ledger.entryNotFound' }));
});

test('many writers and several sequencers at once: every entry has one position', async (t) => {
  const { db, ledger } = await opened(t);
  const appended: string[] = [];
  const write = async (): Promise<void> => void appended.push(await db.gather(anonymous, async (tx) => ledger.append(tx, { kind: 'k', subject: 's', data: { n: 1 } })));
  await Promise.all(Array.from({ length: 400 }, (_, i) => (i % 10 === 0 ? ledger.drain() : write())));
  await Promise.all([ledger.drain(), ledger.drain()]);
  await ledger.drain();
  const positions = await db.read(system, async (tx) => {
    const found: number[] = [];
    for (const id of appended) found.push((await ledger.inclusionProof(tx, id)).leafIndex);
    return found;
  });
  assert.deepEqual(positions.toSorted((a, b) => a - b), Array.from({ length: 360 }, (_, i) => i));
});

test('a started ledger sequences by itself, and its head can be read', async (t) => {
  const { db, ledger, add } = await opened(t);
  ledger.start();
  t.after(() => ledger.stop());
  const signed = new Promise<void>((resolve) => {
    const look = async (): Promise<void> => ((await db.read(system, (tx) => ledger.findHead(tx))) === undefined ? void setTimeout(look, 5) : resolve());
    void look();
  });
  await add(2);
  await signed;
  const head = (await db.read(system, (tx) => ledger.findHead(tx)))!;
  const read = readCheckpoint(head.checkpoint)!;
  assert.deepEqual([read.origin, read.size, read.at], ['ledger.example/test', 2, head.at.toISOString()]);
  assert.equal(await db.read(system, (tx) => ledger.pendingSeconds(tx)), 0);
});

test('what cannot be hashed or stored is refused before it is written', async (t) => {
  const { db, ledger } = await opened(t);
  const bad: [string, string, Json][] = [
    ['k', 's', { n: Number.NaN }],
    ['', 's', {}],
    ['k', '', {}],
    ['k', 's\0', {}],
    ['k', 's'.repeat(201), {}],
    ['k', 's', 'x'.repeat(70_000)],
  ];
  for (const [kind, subject, data] of bad) await assert.rejects(db.write(system, async (tx) => ledger.append(tx, { kind, subject, data })), { code: 'ledger.unwritable' });
  const [id] = await db.write(system, async (tx) => [ledger.append(tx, { kind: 'k', subject: '𠮷\u2028"', data: { nul: '\0', big: 1e300 } })]);
  await ledger.drain();
  assert.deepEqual(await failedSteps(await db.read(system, (tx) => ledger.receipt(tx, id!))), []);
});

test('the application cannot change or remove what the ledger holds', async (t) => {
  const { db, add, ledger } = await opened(t);
  await add(1);
  await ledger.drain();
  for (const table of ['entry', 'leaf', 'head']) {
    await assert.rejects(db.write(system, (tx) => tx.query(`delete from ledger.${table}`)), /permission denied/);
    await assert.rejects(db.write(system, (tx) => tx.query(`update ledger.${table} set ${table === 'head' ? 'root' : table === 'leaf' ? 'hashes' : 'leaf_hash'} = ''`)), /permission denied/);
  }
});

test('100,000 entries: a proof reads as many nodes as the tree is high, as fast as in a small tree', async (t) => {
  const { db, ledger, add } = await opened(t);
  const proofMs = async (id: string): Promise<number> => {
    const times: number[] = [];
    await db.read(system, async (tx) => {
      for (let i = 0; i < 60; i++) {
        const from = performance.now();
        await ledger.receipt(tx, id);
        times.push(performance.now() - from);
      }
    });
    return times.toSorted((a, b) => a - b)[30]!;
  };
  const [first] = await add(1_000);
  await ledger.drain();
  const small = await proofMs(first!);
  for (let i = 0; i < 10; i++) await add(9_900);
  await ledger.drain();
  const large = await proofMs(first!);
  const proof = await db.read(system, (tx) => ledger.inclusionProof(tx, first!));
  assert.deepEqual([proof.head.size, proof.path.length], [100_000, 17]);
  assert.deepEqual(await failedSteps(await db.read(system, (tx) => ledger.receipt(tx, first!))), []);
  assert.ok(large < small * 3 + 1, `${small.toFixed(2)} ms, then ${large.toFixed(2)} ms`);
});
