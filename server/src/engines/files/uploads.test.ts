import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { clerk, house, owner, stranger, type House } from './files-house.sample.ts';

const me = clerk.accountId!;
const max = 1 << 20;
const bytes = Buffer.from('姓名,年龄\n'.repeat(2_000));
const options = { accept: ['text/plain'] };
/** A body that breaks off after these bytes, or stays open. */
const breaking = (part: Uint8Array): Readable => Readable.from((async function* () {
  yield part;
  throw new Error('aborted');
})(), { objectMode: false });
const hanging = (part?: Uint8Array, waited = (): void => {}): Readable => {
  const stream = new Readable({ read: waited });
  if (part !== undefined) stream.push(part);
  return stream;
};
const keep = async (h: House, id: string): Promise<Buffer> => {
  const received = await h.files.uploads.assemble(me, id, options);
  const use = await h.as(clerk, (ctx) => h.files.keep(ctx, received, { purpose: '归集' }));
  return (await h.as(clerk, (ctx) => h.files.readBytes(ctx, use))).bytes;
};

test('parts over several connections are one content; the state tells where to go on; the parts go when it is kept', async (t) => {
  const h = await house(t);
  const { id } = await h.files.uploads.begin(me, '名册.csv');
  const offsets: number[] = [];
  for (const [from, to] of [[0, 1], [1, 9_000], [9_000, bytes.length]] as const) {
    const { received, whole } = await h.files.uploads.append(me, id, from, Readable.from([bytes.subarray(from, to)]), max);
    offsets.push(received);
    assert.equal(whole, true);
    assert.equal((await h.files.uploads.state(me, id)).received, to);
  }
  assert.deepEqual(offsets, [1, 9_000, bytes.length]);
  assert.equal(h.blobs().length, 3);
  assert.deepEqual(await keep(h, id), bytes);
  await h.as(clerk, (ctx) => h.files.uploads.conclude(ctx, id, 'run-1'));
  await h.files.uploads.discard(me, id);
  assert.equal(h.blobs().length, 1);
  // who lost the answer asks again
  assert.deepEqual(await h.files.uploads.append(me, id, bytes.length, Readable.from([]), max), { id, name: '名册.csv', received: bytes.length, outcome: 'run-1', whole: true });
});

test('a body that breaks off leaves what has come, and the next one goes on from there', async (t) => {
  const h = await house(t);
  const { id } = await h.files.uploads.begin(me, 'a.csv');
  const broken = await h.files.uploads.append(me, id, 0, breaking(bytes.subarray(0, 5_000)), max);
  assert.deepEqual([broken.received, broken.whole], [5_000, false]);
  await h.files.uploads.append(me, id, 5_000, Readable.from([bytes.subarray(5_000)]), max);
  assert.deepEqual(await keep(h, id), bytes);
});

test('a body that only seems to come in still is ended by who asks or sends again', async (t) => {
  const h = await house(t);
  const { id } = await h.files.uploads.begin(me, 'a.csv');
  const first = h.files.uploads.append(me, id, 0, hanging(bytes.subarray(0, 100)), max);
  while (h.blobs().length === 0) await new Promise((turn) => setImmediate(turn));
  const { received } = await h.files.uploads.state(me, id);
  assert.deepEqual([(await first).received, (await first).whole], [received, false]);
  let second: ReturnType<typeof h.files.uploads.append> | undefined;
  // of two that come at once either may be the later one: the second is waited for until its body is
  await new Promise<void>((waited) => {
    second = h.files.uploads.append(me, id, received, hanging(undefined, waited), max);
  });
  const third = await h.files.uploads.append(me, id, received, Readable.from([bytes.subarray(received)]), max);
  assert.deepEqual([(await second)?.whole, third.received, third.whole], [false, bytes.length, true]);
  assert.deepEqual(await keep(h, id), bytes);
});

describe('refused, and nothing stays behind', () => {
  const cases: [name: string, code: string, act: (h: House, id: string) => Promise<unknown>][] = [
    ['another place than where it stands', 'files.offsetMismatch', (h, id) => h.files.uploads.append(me, id, 7, Readable.from([bytes]), max)],
    ['more than may come', 'files.tooLarge', (h, id) => h.files.uploads.append(me, id, 0, Readable.from([bytes]), 100)],
    ['another account asks', 'files.uploadUnknown', (h, id) => h.files.uploads.state(stranger.accountId!, id)],
    ['another account sends', 'files.uploadUnknown', (h, id) => h.files.uploads.append(owner.accountId!, id, 0, Readable.from([bytes]), max)],
    ['no id', 'files.uploadUnknown', (h) => h.files.uploads.state(me, 'x')],
    ['nothing came', 'files.empty', (h, id) => h.files.uploads.assemble(me, id, options)],
    ['a day later', 'files.uploadUnknown', (h, id) => {
      h.clock.advance(86_400_001);
      return h.files.uploads.state(me, id);
    }],
    ['the twenty-first at a time', 'files.uploadsMany', async (h) => {
      for (let i = 0; i < 20; i++) await h.files.uploads.begin(me, 'a.csv');
    }],
  ];
  for (const [name, code, act] of cases) {
    test(name, async (t) => {
      const h = await house(t);
      const { id } = await h.files.uploads.begin(me, 'a.csv');
      await assert.rejects(act(h, id), { code });
      assert.equal(h.blobs().length, 0);
    });
  }
  test('a program that calls itself a table, in parts', async (t) => {
    const h = await house(t);
    const { id } = await h.files.uploads.begin(me, 'a.csv');
    for (const [from, part] of [[0, 'M'], [1, `Z${'\0'.repeat(100)}`]] as const) await h.files.uploads.append(me, id, from, Readable.from([Buffer.from(part)]), max);
    await assert.rejects(keep(h, id), { code: 'files.typeMismatch' });
  });
});

test('what nobody finishes is gone after a day', async (t) => {
  const h = await house(t);
  const { id } = await h.files.uploads.begin(me, 'a.csv');
  await h.files.uploads.append(me, id, 0, Readable.from([bytes]), max);
  h.clock.advance(90_000_000);
  await h.files.cleanUp();
  assert.deepEqual([h.blobs(), (await h.db.owner((c) => c.query('select from files.upload_part'))).rowCount], [[], 0]);
});

test('given up: the parts and the upload are gone', async (t) => {
  const h = await house(t);
  const { id } = await h.files.uploads.begin(me, 'a.csv');
  await h.files.uploads.append(me, id, 0, Readable.from([bytes]), max);
  await h.files.uploads.discard(me, id);
  assert.equal(h.blobs().length, 0);
  await assert.rejects(h.files.uploads.state(me, id), { code: 'files.uploadUnknown' });
});
