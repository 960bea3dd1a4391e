import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { createJobs } from '#engines/jobs';
import { anonymous, system } from '#kernel/context';
import { PlanConflict } from '#kernel/db';
import { clerk, house, ids, keys, owner, stranger } from './files-house.sample.ts';
import { createFiles, createFolderStorage } from './index.ts';

test('what is stored comes back to its owner, with its name, kind and digest; on disk nothing of it can be read', async (t) => {
  const { files, as, blobs, pdf } = await house(t);
  const id = await pdf('密');
  const { meta, bytes } = await as(owner, (ctx) => files.readBytes(ctx, id));
  assert.equal(bytes.toString(), '%PDF-1.7 密');
  assert.deepEqual([meta.name, meta.mediaType, meta.size, meta.byName, meta.purpose], ['身份证.pdf', 'application/pdf', 12, '张三', '申请材料']);
  assert.equal(meta.digest, createHash('sm3').update(bytes).digest('hex'));
  assert.equal(blobs().length, 1);
  assert.equal(readFileSync(blobs()[0]!).includes('PDF'), false);
});

test('others see nothing until it is shared with them', async (t) => {
  const { files, as, pdf } = await house(t);
  const id = await pdf();
  for (const actor of [stranger, clerk, anonymous]) {
    await assert.rejects(as(actor, (ctx) => files.open(ctx, id)), { code: 'files.notFound' });
    await assert.rejects(as(actor, (ctx) => files.release(ctx, id)), { code: 'files.notFound' });
    await assert.rejects(as(actor, (ctx) => files.share(ctx, id, { purpose: 'x' })), { code: 'files.notFound' });
    assert.deepEqual(await as(actor, (ctx) => ctx.tx.query('select * from files.file')), []);
  }
  const caseId = ids();
  const shared = await as(owner, (ctx) => files.share(ctx, id, { purpose: '受理', organisation: '11220000MB0001', caseId }));
  assert.equal((await as(clerk, (ctx) => files.readBytes(ctx, shared))).bytes.length, 10);
  assert.deepEqual((await as(clerk, (ctx) => files.ofCase(ctx, caseId))).map((f) => f.id), [shared]);
  await assert.rejects(as(stranger, (ctx) => files.open(ctx, shared)), { code: 'files.notFound' });
});

test('nobody adds a use in another name', async (t) => {
  const { as, pdf } = await house(t);
  await pdf();
  const digest = createHash('sm3').update('%PDF-1.7 a').digest();
  const row = { id: ids(), digest, name: 'x', party_id: stranger.partyId, purpose: 'x', by_kind: 'citizen', by_account: owner.accountId, by_name: 'x', at: new Date().toISOString() };
  await assert.rejects(as(stranger, async (ctx) => ctx.tx.insert('files.use', row)), /row-level security/);
});

test('the same content is stored once, from two owners, one after another and at once; each keeps it', async (t) => {
  const { db, files, as, blobs, clock, pdf } = await house(t);
  const mine = await pdf();
  const theirs = await as(stranger, (ctx) => files.storeBytes(ctx, Buffer.from('%PDF-1.7 a'), { name: 'b.pdf', purpose: 'x' }));
  const more = await Promise.all(Array.from({ length: 4 }, () => pdf('same time')));
  assert.equal((await db.owner((c) => c.query('select * from files.file'))).rowCount, 2);
  clock.advance(90_000_000);
  await files.cleanUp();
  assert.equal(blobs().length, 2);
  await as(owner, (ctx) => files.release(ctx, mine));
  clock.advance(90_000_000);
  assert.equal(await files.cleanUp(), 0);
  assert.equal((await as(stranger, (ctx) => files.readBytes(ctx, theirs))).bytes.toString(), '%PDF-1.7 a');
  for (const id of more) assert.equal((await as(owner, (ctx) => files.readBytes(ctx, id))).bytes.toString(), '%PDF-1.7 same time');
});

test('a use case that only plans keeps what it received: content and use are one row, and an arrival that is gone refuses it', async (t) => {
  const { db, files, as, clock, blobs } = await house(t);
  const once = async function* (text: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(`%PDF-1.7 ${text}`);
  };
  const keep = (received: Awaited<ReturnType<typeof files.receive>>): Promise<string> =>
    db.plan((tx) => files.keep({ tx, actor: system, now: clock.now(), newId: ids, locale: 'zh', requestId: 'r' }, received, { purpose: '文书', organisation: '11220000MB0001' }));
  const received = await Promise.all(['a', 'b', 'b', 'c'].map((text) => files.receive(once(text), { name: `${text}.pdf` })));
  const uses = await Promise.all(received.slice(0, 3).map(keep));
  for (const [i, text] of ['a', 'b', 'b'].entries()) assert.equal((await as(clerk, (ctx) => files.readBytes(ctx, uses[i]!))).bytes.toString(), `%PDF-1.7 ${text}`);
  assert.equal((await db.owner((c) => c.query('select * from files.file'))).rowCount, 2);
  clock.advance(90_000_000);
  await files.cleanUp();
  assert.equal(blobs().length, 2, 'the second copy and what nobody kept are gone');
  await assert.rejects(keep(received[3]!), PlanConflict);
  assert.equal((await db.owner((c) => c.query('select * from files.use'))).rowCount, 3);
});

const refused: [why: string, code: string, bytes: string, name: string, claimedType?: string][] = [
  ['a program named .pdf', 'files.typeMismatch', 'MZ\x90\0\x03', '发票.pdf', 'application/pdf'],
  ['a program named .exe', 'files.typeRefused', 'MZ\x90\0\x03', 'setup.exe'],
  ['a program that claims nothing', 'files.typeRefused', '\x7fELF', 'noname', 'application/octet-stream'],
  ['a picture that claims to be a PDF', 'files.typeMismatch', '\x89PNG\r\n\x1a\n', 'a', 'application/pdf'],
  ['a page named .txt', 'files.typeMismatch', '<html><script>', 'a.txt'],
  ['a drawing with script', 'files.typeRefused', '<svg onload=alert(1)>', 'a.svg', 'image/svg+xml'],
  ['unknown bytes', 'files.typeRefused', '\0\x01\x02', 'a.bin'],
  ['nothing', 'files.empty', '', 'a.pdf'],
  ['a name of nothing', 'files.nameInvalid', '%PDF-1.7', '../..'],
];
test('foreign files are refused and leave nothing', async (t) => {
  const { db, files, blobs } = await house(t);
  for (const [why, code, bytes, name, claimedType] of refused) await assert.rejects(files.receive(Readable.from([Buffer.from(bytes, 'latin1')]), { name, claimedType }), { code }, why);
  assert.deepEqual(blobs(), []);
  assert.equal((await db.owner((c) => c.query('select * from files.arrival'))).rowCount, 0);
});

test('a caller names what it accepts, in any of its names', async (t) => {
  const { files } = await house(t);
  const csv = (): Readable => Readable.from([Buffer.from('a,b\n')]);
  assert.equal((await files.receive(csv(), { name: 'a.csv', claimedType: 'text/csv; charset=utf-8', accept: ['text/csv'] })).mediaType, 'text/plain');
  await assert.rejects(files.receive(csv(), { name: 'a.csv', accept: ['image/png'] }), { code: 'files.typeRefused' });
});

test('a stream over its limit is stopped early; one that breaks off is forgotten', async (t) => {
  const { files, blobs } = await house(t);
  let given = 0;
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('%PDF-1.7');
    for (;;) {
      given += 65_536;
      yield Buffer.alloc(65_536);
    }
  };
  await assert.rejects(files.receive(endless(), { name: 'a.pdf', maxBytes: 1_048_576 }), { code: 'files.tooLarge' });
  assert.ok(given <= 1_048_576 + 65_536);
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('%PDF-1.7');
    throw new Error('connection lost');
  };
  await assert.rejects(files.receive(broken(), { name: 'a.pdf' }), /connection lost/);
  assert.deepEqual(blobs(), []);
});

test('damage is found by the check and by the reader', async (t) => {
  const { files, as, blobs, pdf } = await house(t);
  const id = await pdf();
  const digest = Buffer.from((await as(owner, (ctx) => files.getMeta(ctx, id))).digest, 'hex');
  assert.deepEqual(await files.verify(digest), { ok: true });
  const [place] = blobs();
  const bytes = readFileSync(place!);
  bytes[25]! ^= 1;
  writeFileSync(place!, bytes);
  assert.equal((await files.verify(digest)).ok, false);
  await assert.rejects(as(owner, (ctx) => files.readBytes(ctx, id)), { code: 'files.damaged' });
  rmSync(place!);
  assert.equal((await files.verify(digest)).ok, false);
  await assert.rejects(as(owner, (ctx) => files.readBytes(ctx, id)), { code: 'files.damaged' });
  assert.deepEqual(await files.verify(randomBytes(32)), { ok: false, why: 'unknown' });
});

test('clean-up: unkept uploads, those of failed requests and released contents go after a day, by a nightly job too', async (t) => {
  const { db, clock, files, as, blobs, pdf } = await house(t);
  const receive = () => files.receive(Readable.from([Buffer.from(`%PDF-1.7 ${ids()}`)]), { name: 'a.pdf' });
  const received = await receive();
  await assert.rejects(
    as(owner, async (ctx) => {
      await files.keep(ctx, await receive(), { purpose: 'x' });
      await ctx.tx.flush();
      throw new Error('refused');
    }),
  );
  const kept = await pdf('kept');
  const released = await pdf('released');
  await as(owner, (ctx) => files.release(ctx, released));
  assert.equal(await files.cleanUp(), 0);
  assert.equal(blobs().length, 4);
  clock.advance(90_000_000);
  const jobs = createJobs({ db, clock, ids });
  createFiles({ db, clock, ids, keys, storage: createFolderStorage(path.dirname(path.dirname(path.dirname(blobs()[0]!)))), jobs });
  await jobs.drain();
  clock.advance(90_000_000);
  assert.equal(await jobs.drain(), 1);
  assert.equal(blobs().length, 1);
  assert.equal((await as(owner, (ctx) => files.readBytes(ctx, kept))).bytes.toString(), '%PDF-1.7 kept');
  await assert.rejects(as(owner, (ctx) => files.keep(ctx, received, { purpose: 'x' })), { code: 'files.gone' });
});

test('the application changes no content record', async (t) => {
  const { db, pdf } = await house(t);
  await pdf();
  for (const sql of ["update files.file set media_type = 'x'", 'delete from files.file', 'update files.use set name = name', "insert into files.file select * from files.file"]) await assert.rejects(db.write(system, (tx) => tx.query(sql)), /permission denied/);
});

test('a store takes no path for a name', async (t) => {
  const { folder } = await house(t);
  const storage = createFolderStorage(folder);
  await assert.rejects(async () => storage.get('../../etc/passwd'), RangeError);
  await storage.delete(ids());
  assert.equal(await storage.exists(ids()), false);
});

test('300 MB pass in constant memory, in and out', async (t) => {
  const { files, as } = await house(t);
  const piece = randomBytes(262_144);
  let peak = 0;
  const before = process.memoryUsage().rss;
  const measured = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('%PDF-1.7\n');
    for (let i = 0; i < 1_200; i++) {
      peak = Math.max(peak, process.memoryUsage().rss);
      yield piece;
    }
  };
  const received = await files.receive(measured(), { name: 'a.pdf', maxBytes: 400_000_000 });
  const id = await as(owner, (ctx) => files.keep(ctx, received, { purpose: 'x' }));
  const { meta, stream } = await as(owner, (ctx) => files.open(ctx, id));
  const hash = createHash('sm3');
  for await (const part of stream as AsyncIterable<Buffer>) {
    hash.update(part);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  assert.equal(hash.digest('hex'), meta.digest);
  assert.equal(meta.size, 9 + 1_200 * 262_144);
  assert.ok(peak - before < 150_000_000, `${Math.round((peak - before) / 1e6)} MB more`);
});
