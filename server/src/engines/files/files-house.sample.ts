import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import { anonymous, type Actor, type Context } from '#kernel/context';
import type { Db } from '#kernel/db';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createFiles, createFolderStorage, type Files, type FilesSettings, type KeyWrapper } from './index.ts';

export const ids = createIds();
export const owner: Actor = { ...anonymous, kind: 'citizen', accountId: ids(), personId: ids(), partyId: ids(), name: '张三' };
export const stranger: Actor = { ...owner, accountId: ids(), personId: ids(), partyId: ids(), name: '李四' };
export const clerk: Actor = { ...anonymous, kind: 'officer', accountId: ids(), organisations: ['11220000MB0001'], name: '王五' };

const master = randomBytes(16);
export const keys: KeyWrapper = {
  wrapKey: async (key) => {
    const iv = randomBytes(16);
    return Buffer.concat([iv, createCipheriv('sm4-ctr', master, iv).update(key)]);
  },
  unwrapKey: async (wrapped) => createDecipheriv('sm4-ctr', master, wrapped.subarray(0, 16)).update(wrapped.subarray(16)),
};

/** The engine on a database and a folder of its own. */
export interface House {
  db: Db;
  clock: MovableClock;
  files: Files;
  folder: string;
  /** Every file under the store's folder. */
  blobs: () => string[];
  as: <T>(actor: Actor, use: (ctx: Context) => Promise<T>) => Promise<T>;
  /** Stores a PDF of the owner. */
  pdf: (body?: string) => Promise<string>;
}

export async function house(t: TestContext, more: Partial<FilesSettings> = {}): Promise<House> {
  const db = await testDatabase(t);
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-files-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const clock = createMovableClock();
  const files = createFiles({ db, clock, ids, keys, storage: createFolderStorage(folder), ...more });
  const as: House['as'] = (actor, use) => db.write(actor, (tx) => use({ tx, actor, now: clock.now(), newId: ids, locale: 'zh', requestId: 'r' }));
  return {
    db,
    clock,
    files,
    folder,
    as,
    blobs: () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((e) => e.isFile()).map((e) => path.join(e.parentPath, e.name)),
    pdf: (body = 'a') => as(owner, (ctx) => files.storeBytes(ctx, Buffer.from(`%PDF-1.7 ${body}`), { name: '身份证.pdf', purpose: '申请材料' })),
  };
}
