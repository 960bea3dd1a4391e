import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { _map_to_curve_elligator2_curve25519 as nobleElligator, ed25519, x25519 } from '@noble/curves/ed25519.js';
import { Refusal } from '#kernel/errors';
import type { Agreement } from './agreement.ts';
import { blindPoints, createBlindPoints, newFactor, randomOrder } from './blind-points.ts';
import { seal, type Envelope } from './envelope.ts';
import { createFieldPairs, fieldPairs } from './field-pairs.ts';
import { createElligator, hashToPoints } from './hash-to-point.ts';
import { addCiphers, decryptCipher, encryptor, newPaillierKey } from './paillier.ts';
import { createPointWorkers } from './point-workers.ts';
import { pack, suppress, unpack } from './grouped-sums.ts';
import { compute, peopleFrom, sampleAgreement, sampleKey, sampleResponder, verifierOf } from './psi.sample.ts';

const refusedAs = (code: string) => (error: unknown): boolean => {
  assert.ok(error instanceof Refusal, String(error));
  assert.equal(error.code, `privacy.${code}`);
  return true;
};
const numberOf = (u: Uint8Array): bigint => BigInt(`0x${Buffer.from(u).reverse().toString('hex')}`);

const p = 2n ** 255n - 19n;
const vectors = [
  ['a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4', 'e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c', 'c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552'],
  ['4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d', 'e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493', '95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957'],
] as const;
const hashToPoint = (domain: string, id: string): Buffer => hashToPoints(domain, [id]);

test('an identifier becomes a point of the curve; written forms fall together, runs do not', () => {
  // v² = u³ + 486662u² + u has a root: a second implementation finds it
  const field = ed25519.Point.Fp;
  const many = hashToPoints('run', Array.from({ length: 41 }, (_, i) => `id${i}`));
  for (let i = 0; i < 41; i += 1) {
    const u = numberOf(many.subarray(i * 32, (i + 1) * 32));
    assert.ok(u < p);
    const square = ((u * u * u + 486_662n * u * u + u) % p + p) % p;
    const root = field.sqrt(square);
    assert.equal(field.mul(root, root), square);
    assert.deepEqual(hashToPoint('run', `id${i}`), many.subarray(i * 32, (i + 1) * 32), 'alone as among others');
  }
  assert.deepEqual(hashToPoint('run', '22010219900101123x'), hashToPoint('run', ' 22010219900101123X'));
  assert.notDeepEqual(hashToPoint('run', '1'), hashToPoint('another', '1'));
});

test('Elligator agrees with a second implementation, at the ends of the field and in between', () => {
  const field = ed25519.Point.Fp;
  const numbers = [0n, 1n, 2n, p - 1n, p, p + 1n, 2n ** 255n, 2n ** 256n, 2n ** 512n - 1n, 5n, 2n ** 32n, 2n ** 64n, 2n ** 200n, ...Array.from({ length: 300 }, () => numberOf(randomBytes(64)))];
  const points = createElligator(fieldPairs)(Buffer.from(numbers.map((n) => n.toString(16).padStart(128, '0')).join(''), 'hex'));
  numbers.forEach((n, i) => {
    const { xMn, xMd } = nobleElligator(n % p);
    assert.equal(numberOf(points.subarray(i * 32, (i + 1) * 32)), field.mul(xMn, field.inv(xMd)), String(n));
  });
});

test('pairs of elements: the field as big numbers have it, also where every limb is as large as it gets, with and without a fused instruction', () => {
  const corners = [0n, 1n, 2n, p - 1n, p - 2n, p, p + 1n, 2n ** 255n - 1n, 2n ** 256n - 1n, ...Array.from({ length: 32 }, (_, bits) => Array.from({ length: 5 }, (__, k) => (bits >> k) & 1 ? 2n ** 51n * 2n ** BigInt(51 * k) - 1n : 2n ** 50n * 2n ** BigInt(51 * k)).reduce((x, y) => x + y) % 2n ** 256n)];
  const numbers = [...corners, ...Array.from({ length: 100 }, () => numberOf(randomBytes(32)))];
  for (const field of [createFieldPairs(false), fieldPairs]) {
    const [a, b, c, out] = [field.allocate(1), field.allocate(1), field.allocate(1), field.allocate(2)];
    const told = (pair: number, lane: 0 | 1): bigint => {
      const bytes = Buffer.alloc(32);
      field.read(pair, lane, bytes, 0);
      return numberOf(bytes);
    };
    const plus = (x: bigint): bigint => ((x % p) + p) % p;
    const both = (at: number, x: bigint, y: bigint): void => [x, y].forEach((n, lane) => field.write(at, lane as 0 | 1, Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse(), 0));
    for (const [i, x] of numbers.entries()) {
      const [y, z] = [numbers[(i * 7 + 3) % numbers.length]!, numbers[(i * 11 + 5) % numbers.length]!];
      both(a, x, y);
      both(b, y, z);
      both(c, z, x);
      assert.deepEqual([told(a, 0), told(a, 1)], [x % p, y % p]);
      field.multiply(out, a, b);
      assert.deepEqual([told(out, 0), told(out, 1)], [(x * y) % p, (y * z) % p]);
      field.square(out, a);
      assert.deepEqual([told(out, 0), told(out, 1)], [(x * x) % p, (y * y) % p]);
      field.crossed(out, a, b, c, a);
      assert.deepEqual([told(out, 0), told(out + 80, 0)], [plus(x * y + z * x), plus(x * y - z * x)]);
      field.character(out, a);
      const euler = ed25519.Point.Fp.pow(x % p, (p - 1n) / 2n);
      assert.equal(told(out, 0), euler);
    }
    const many = field.allocate(5);
    [3n, p - 1n, 2n ** 250n, 7n, 1n].forEach((n, i) => both(many + i * 80, n, n + 2n));
    const first = told(many, 1);
    assert.equal(field.invertAll(many, 5), true);
    assert.equal((told(many, 1) * first) % p, 1n);
    assert.equal((told(many + 160, 0) * 2n ** 250n) % p, 1n);
    both(many + 80, 5n, 0n);
    assert.equal(field.invertAll(many, 5), false, 'zero has no inverse');
  }
});

test('factors commute, and agree with second implementations of X25519; threads do what one does', async () => {
  const [a, b] = [newFactor(), newFactor()];
  const point = hashToPoint('r', 'x');
  const ab = blindPoints(b, blindPoints(a, point)!);
  assert.deepEqual(ab, blindPoints(a, blindPoints(b, point)!));
  // RFC 7748, 5.2: a point above p and one with its highest bit set among them
  for (const [scalar, u, told] of vectors) assert.equal(blindPoints(Buffer.from(scalar, 'hex'), Buffer.from(u, 'hex'))!.toString('hex'), told);
  const odd = [Buffer.alloc(32, 0xff), Buffer.concat([Buffer.of(0xf0), Buffer.alloc(30, 0xff), Buffer.of(0x7f)]), Buffer.concat([Buffer.of(2), Buffer.alloc(31)]), ...Array.from({ length: 40 }, () => randomBytes(32))];
  const told = blindPoints(a, Buffer.concat(odd))!;
  odd.forEach((u, i) => assert.deepEqual(told.subarray(i * 32, i * 32 + 32), Buffer.from(x25519.scalarMult(a, u)), u.toString('hex')));
  for (const low of ['00', '01', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157', `ec${'ff'.repeat(30)}7f`, `ed${'ff'.repeat(30)}7f`, `ee${'ff'.repeat(30)}7f`])
    assert.equal(blindPoints(a, Buffer.concat([point, Buffer.from(low.padEnd(64, '0'), 'hex')])), undefined, 'a point of low order is refused');
  assert.equal(blindPoints(a, Buffer.alloc(31)), undefined);
  const ids = Array.from({ length: 1_301 }, (_, i) => `id${i}`);
  const workers = createPointWorkers(2);
  const here = blindPoints(a, hashToPoints('r', ids))!;
  assert.deepEqual(createBlindPoints(createFieldPairs(false))(a, hashToPoints('r', ids)), here);
  assert.deepEqual(await workers.map(a, 'r', ids), here);
  assert.deepEqual(await workers.blind(b, here), blindPoints(b, here));
  assert.deepEqual(await workers.map(a, 'r', ids.slice(0, 3)), here.subarray(0, 96));
  assert.equal(await workers.blind(a, Buffer.concat([here, Buffer.alloc(32)])), undefined, 'one wrong point among many');
  assert.equal(await workers.blind(a, here.subarray(0, 31)), undefined);
  assert.equal((await workers.map(a, 'r', [])).length, 0);
});

test('a random order is an order', () => {
  for (const n of [0, 1, 2, 100]) assert.deepEqual([...randomOrder(n)].toSorted((x, y) => x - y), Array.from({ length: n }, (_, i) => i));
});

test('Paillier: the product decrypts to the sum, the same plain never looks the same', () => {
  const key = newPaillierKey(1024);
  const encrypt = encryptor(key);
  const plains = [0n, 1n, 41n, 2n ** 60n, key.n - 1n];
  for (const m of plains) assert.equal(decryptCipher(key, encrypt(m)), m);
  assert.notEqual(encrypt(1n), encrypt(1n));
  assert.equal(decryptCipher(key, addCiphers(key, [41n, 1n, 2n ** 60n].map(encrypt))), 42n + 2n ** 60n);
  assert.throws(() => encrypt(key.n));
});

test('groups and sums are packed side by side; small groups are hidden, and never one alone', () => {
  const plain = [pack(0, 5), pack(0, 7), pack(2, 2 ** 40)].reduce((x, y) => x + y);
  assert.deepEqual(unpack(plain, 3), [{ group: 0, count: 2, sum: 12 }, { group: 1, count: 0, sum: 0 }, { group: 2, count: 1, sum: 2 ** 40 }]);
  const of = (counts: number[]) => suppress(counts.map((count, group) => ({ group, count, sum: count })), 5).map((g) => g.count);
  assert.deepEqual(of([10, 20, 30]), [10, 20, 30]);
  assert.deepEqual(of([3, 20, 30]), [null, null, 30], 'one hidden would follow from the total');
  assert.deepEqual(of([3, 4, 30]), [null, null, 30]);
  assert.deepEqual(of([0, 5, 9]), [0, 5, 9]);
});

async function pair(agreement: Agreement, theirs = peopleFrom(60, 120)) {
  const [a, b] = [await sampleKey('a'), await sampleKey('b')];
  const transcript: string[] = [];
  const responder = sampleResponder(b.signer, verifierOf(a.publicKey), agreement, theirs);
  const send = async (e: Envelope): Promise<Envelope> => {
    transcript.push(e.message);
    const answer = await responder.answer(e);
    transcript.push(answer.message);
    return answer;
  };
  const run = (rows = peopleFrom(0, 100), sendBy = send, id: string = randomUUID(), of = agreement) => compute(a.signer, verifierOf(b.publicKey), of, id, rows, sendBy);
  return { a, b, responder, transcript, send, run };
}

test('a count is right, is what both remember, and the transcript tells nobody', async () => {
  const { run, transcript, responder } = await pair(sampleAgreement());
  const id = randomUUID();
  const outcome = await run(undefined, undefined, id);
  assert.deepEqual(outcome, { count: 40, groups: [], initiatorRows: 100, responderRows: 120 });
  assert.deepEqual(responder.ended.map((e) => e.outcome), [outcome]);
  const told = transcript.join('\n');
  const raw = Buffer.concat([...told.matchAll(/"points":"([^"]+)"/g)].map((m) => Buffer.from(m[1]!, 'base64')));
  assert.equal(raw.length, (100 + 100 + 120) * 32);
  for (const { id: person } of [...peopleFrom(0, 100), ...peopleFrom(60, 120)]) {
    assert.equal(told.includes(person), false);
    // whoever can list all numbers must find none of them: no digest of any kind, no unblinded point
    for (const algorithm of ['sm3', 'sha256', 'sha1', 'md5']) {
      const digest = createHash(algorithm).update(person).digest();
      assert.equal(told.includes(digest.toString('hex')) || told.includes(digest.toString('base64')) || raw.includes(digest), false);
    }
    assert.equal(raw.includes(Buffer.from(hashToPoint(id, person))), false);
  }
  const again = await pair(sampleAgreement());
  await again.run(undefined, undefined, id);
  const points = (lines: string[]) => new Set(lines.join('\n').match(/[A-Za-z0-9+/=]{1000,}/g));
  assert.deepEqual([...points(transcript)].filter((x) => points(again.transcript).has(x)), [], 'fresh factors: nothing of one run is found in another');
});

test('fewer than five are not told; sets that are too small are refused on either side', async () => {
  const few = await pair(sampleAgreement(), peopleFrom(96, 100));
  assert.equal((await few.run()).count, null);
  assert.equal(few.responder.ended[0]?.outcome?.count, null);
  await assert.rejects(few.run(peopleFrom(0, 19)), refusedAs('setTooSmall'));
  await assert.rejects(few.run([...peopleFrom(0, 19), ...peopleFrom(0, 19)]), refusedAs('setTooSmall'), 'the same person twice is one');
  const { run } = await pair(sampleAgreement(), peopleFrom(0, 10));
  await assert.rejects(run(), refusedAs('setTooSmall'));
});

test('groups: counts and sums of those in both, as if computed in the clear', async () => {
  const agreement = sampleAgreement({ what: 'grouped', groups: ['甲', '乙', '丙'], value: '金额' });
  const { run, responder, transcript } = await pair(agreement, peopleFrom(60, 120));
  const outcome = await run();
  const both = peopleFrom(60, 40);
  assert.deepEqual(outcome.groups, [0, 1, 2].map((group) => { const of = both.filter((p) => p.group === group); return { group, count: of.length, sum: of.reduce((n, p) => n + p.value!, 0) }; }));
  assert.deepEqual(responder.ended[0]?.outcome, outcome);
  assert.equal(new Set(transcript.join('').match(/"[0-9a-f]{900,1100}"/g)).size > 120, true, 'no ciphertext is there twice');
});

test('who deviates, replays or forges is refused, and the run is over', async () => {
  const agreement = sampleAgreement({ runsPerDay: 9 });
  const { a, run, responder, send, b } = await pair(agreement);
  const at = (): string => new Date().toISOString();
  const ask = async (body: object, by = a.signer): Promise<Envelope> => responder.answer(await seal(by, body));
  const head = (runId: string, seq: number) => ({ agreement: agreement.id, run: runId, seq, at: at() });
  // replay of a whole recorded run, message by message
  const recorded: Envelope[] = [];
  await run(undefined, (e) => (recorded.push(e), send(e)));
  await assert.rejects(responder.answer(recorded[0]!), refusedAs('runsUsed'));
  for (const e of recorded.slice(1)) await assert.rejects(responder.answer(e), refusedAs('runUnknown'));
  // one message twice
  const doubled = run(undefined, async (e) => { const first = await send(e); if (e.message.includes('"points"')) await send(e); return first; });
  await assert.rejects(doubled, refusedAs('outOfOrder'));
  assert.equal(responder.ended.at(-1)?.why, 'deviated');
  // forged, of another agreement's text, late
  await assert.rejects(ask({ do: 'own', ...head(randomUUID(), 1) }, b.signer), refusedAs('signatureWrong'));
  await assert.rejects(run(undefined, undefined, undefined, { ...agreement, least: 6 }), refusedAs('agreementDiffers'));
  await assert.rejects(ask({ do: 'own', ...head(randomUUID(), 1), at: '2020-01-01T00:00:00.000Z' }), refusedAs('clockSkew'));
  await assert.rejects(ask({ do: 'own', ...head(randomUUID(), 1), agreement: randomUUID() }), refusedAs('agreementUnknown'));
  await assert.rejects(responder.answer({ message: '{', signature: '' }), refusedAs('agreementUnknown'));
  // more, repeated or impossible points; a step left out
  const begun = async (): Promise<string> => { const id = randomUUID(); await ask({ do: 'begin', ...head(id, 0), digest: (JSON.parse(recorded[0]!.message) as { digest: string }).digest, rows: 20 }); return id; };
  const point = hashToPoint('r', '1');
  const first = await begun();
  await assert.rejects(ask({ do: 'points', ...head(first, 1), points: Buffer.concat(Array.from({ length: 21 }, (_, i) => hashToPoint('r', String(i)))).toString('base64') }), refusedAs('outOfOrder'));
  const second = await begun();
  await ask({ do: 'points', ...head(second, 1), points: Buffer.concat(Array.from({ length: 20 }, () => point)).toString('base64') });
  await assert.rejects(ask({ do: 'theirs-blinded', ...head(second, 2) }), refusedAs('pointsInvalid'));
  const third = await begun();
  await assert.rejects(ask({ do: 'points', ...head(third, 1), points: Buffer.alloc(32).toString('base64') }), refusedAs('pointsInvalid'));
  const fourth = await begun();
  await assert.rejects(ask({ do: 'own', ...head(fourth, 1) }), refusedAs('outOfOrder'));
  await assert.rejects(ask({ do: 'own', ...head(fourth, 1) }), refusedAs('runUnknown'));
  // a peer that answers another question
  await assert.rejects(run(undefined, async () => seal(b.signer, { to: '0'.repeat(64), run: randomUUID(), seq: 0 })), refusedAs('peerFailed'));
  // the day's runs are used up
  await assert.rejects((async () => { for (let i = 0; i < 9; i += 1) await begun(); })(), refusedAs('runsUsed'));
});
