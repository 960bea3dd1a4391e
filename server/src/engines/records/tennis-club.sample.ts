import type { TestContext } from 'node:test';
import { codeListKind, createContent, type Content } from '#engines/content';
import { anonymous, type Actor, type Context } from '#kernel/context';
import type { Db, ReadTx, Tx } from '#kernel/db';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { testFieldCrypto } from '#test/field-crypto';
import { createRecords, registerKind, type FieldCrypto, type Records } from './index.ts';

/** A neutral example: no test of this engine leans on a real register. */
export const clubPack = {
  'pack.yaml': 'id: club\nname: { zh: 网球俱乐部 }\nversion: "1"\n',
  'level.yaml': 'kind: code-list\nid: level\nname: 水平\ncodes: [{ code: "1", name: 初级 }, { code: "2", name: 高级 }]\n',
  'member.yaml': `kind: register
id: member
title: { zh: 会员, en: Members }
key: [card]
subjects: [self]
divisionField: area
lookUpAnywhere: true
fields:
  - { id: card, title: 卡号, type: text, required: true, identifier: true }
  - { id: name, title: 姓名, type: text, required: true, mask: name, searchable: true }
  - { id: identityNumber, title: 身份证号, type: identity-number, sensitive: true, identifier: true }
  - { id: phone, title: 手机, type: phone, sensitive: true, searchable: true }
  - { id: level, title: 水平, type: code, codeList: level, searchable: true }
  - { id: joinedOn, title: 入会日期, type: date, required: true, searchable: true }
  - { id: deposit, title: 押金, type: money }
  - { id: area, title: 区划, type: division, required: true, searchable: true }
  - { id: seenAt, title: 最近到场, type: timestamp }
`,
  'booking.yaml': `kind: register
id: booking
title: { zh: 订场 }
subjects: [{ field: card, register: member, key: card }]
organisationField: club
fields:
  - { id: card, title: 卡号, type: text, required: true, searchable: true }
  - { id: court, title: 场地, type: reference, register: court, required: true }
  - { id: club, title: 俱乐部, type: credit-code, required: true }
`,
  'court.yaml': `kind: register
id: court
title: { zh: 场地 }
open: true
key: [name]
fields:
  - { id: name, title: 名称, type: text, required: true, unique: true, searchable: true }
  - { id: lights, title: 灯光, type: boolean }
  - { id: notes, title: 说明, type: json }
`,
};

export const newId = createIds();
export const coach: Actor = { ...anonymous, kind: 'officer', accountId: newId(), personId: newId(), organisations: ['91350100M000100Y43'], divisions: ['2201'], name: '教练' };
export const farCoach: Actor = { ...coach, accountId: newId(), organisations: ['91330100799655058B'], divisions: ['2202'], name: '外地教练' };
export const player = (personId: string): Actor => ({ ...anonymous, kind: 'citizen', accountId: newId(), personId, partyId: personId, name: '球友' });
export const duty = { duty: '会员管理', text: '核对会员' };

export interface Club {
  db: Db;
  content: Content;
  records: Records;
  crypto: FieldCrypto;
  write<T>(actor: Actor, use: (ctx: Context) => Promise<T>, now?: Date): Promise<T>;
  read<T>(actor: Actor, use: (ctx: Context) => Promise<T>): Promise<T>;
}

export async function club(t: TestContext, pack: Record<string, string> = clubPack, existing?: Db, crypto: FieldCrypto = testFieldCrypto()): Promise<Club> {
  const db = existing ?? (await testDatabase(t));
  const content = createContent({ packs: [pack] });
  content.registerKind(codeListKind);
  content.registerKind(registerKind);
  await content.load();
  const records = createRecords({ db, content, crypto });
  await records.prepare();
  const context = (actor: Actor, now: Date) => (tx: Tx | ReadTx): Context => ({ tx: tx as Tx, actor, now, newId, locale: 'zh', requestId: 'r' });
  return {
    db, content, records, crypto,
    write: (actor, use, now = new Date()) => db.write(actor, (tx) => use(context(actor, now)(tx))),
    read: (actor, use) => db.read(actor, (tx) => use(context(actor, new Date())(tx))),
  };
}

export const li = { card: 'A-1', name: '李小明', identityNumber: '11010519491231002X', phone: '138 0013 8000', level: '1', joinedOn: '2026-01-02', deposit: 300.5, area: '220102', seenAt: '2026-03-04T08:00:00+08:00' };
