import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { createContent, type Content } from '#engines/content';
import { createMovableClock, type MovableClock } from '#kernel/clock';
import type { Db } from '#kernel/db';
import { createIds } from '#kernel/ids';
import { testDatabase } from '#test/database';
import { createAccess, type Access } from './create-access.ts';
import type { AccessDependencies, FieldCrypto } from './dependencies.ts';

const key = randomBytes(32);

/** Stands in for engine `signing`, which is above this one: any authenticated cipher does. */
export const testCrypto: FieldCrypto = {
  seal(text) {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    return Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  },
  open(bytes) {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  },
  blind: (text) => createHmac('sha256', key).update(text).digest(),
};

const creditCodes = { province: '11220000YW00000127', city: '112201000000000001', district: '112201020000000002', other: '112202000000000003' } as const;
export const organisations = creditCodes;

/** A small country: one province, two cities, four departments, three officers, three people, one company. */
export const smallPacks: Record<string, string>[] = [
  {
    'pack.yaml': 'id: small\nname: 小省\nversion: "1"\ntables:\n  - { kind: division, file: divisions.csv }\n  - { kind: organisation, file: organisations.csv }\n',
    'divisions.csv': 'id,code,name,level,parent\n22,220000000000,小省,1,\n2201,220100000000,甲市,2,22\n220102,220102000000,南区,3,2201\n2202,220200000000,乙市,2,22\n',
    'organisations.csv': [
      'id,name,shortName,englishName,division,level,parent,nature,function,demonstration',
      `${creditCodes.province},小省政府,省政府,Province,22,1,,government,government,true`,
      `${creditCodes.city},甲市政务局,市政务局,City,2201,2,${creditCodes.province},department,digital-government,true`,
      `${creditCodes.district},南区政务大厅,南区大厅,Hall,220102,3,${creditCodes.city},hall,hall,true`,
      `${creditCodes.other},乙市政务局,乙政务局,Other,2202,2,${creditCodes.province},department,digital-government,true`,
    ].join('\n') + '\n',
    'roles.yaml': [
      'kind: role\nid: clerk\nname: 窗口\npermissions: [cases.accept]\nscope: organisation\n',
      'kind: role\nid: city-admin\nname: 管理员\npermissions: [accounts.view, accounts.manage, roles.manage, cases.read]\nscope: division-and-below\nexcludes: [auditor]\n',
      'kind: role\nid: auditor\nname: 审计员\npermissions: [traces.read]\nscope: division-and-below\nexcludes: [city-admin]\n',
      'kind: role\nid: leader\nname: 领导\npermissions: [cases.read]\nscope: organisation-and-below\n',
    ].join('---\n'),
  },
  {
    'pack.yaml': 'id: small-demo\nname: 演示\nversion: "1"\nparent: small\ndemonstration: true\ntables:\n  - { kind: officer, file: officers.csv }\n  - { kind: demonstration-person, file: persons.csv }\n  - { kind: demonstration-company, file: companies.csv }\n',
    'officers.csv': [
      'id,name,sex,organisation,title,roles,otherPosts,phone',
      `clerk-1,赵窗口,1,${creditCodes.district},窗口,clerk,,13800000001`,
      `admin-1,钱管理,2,${creditCodes.city},科长,city-admin clerk,${creditCodes.other}|挂职|leader,13800000002`,
      `other-1,孙外市,2,${creditCodes.other},科员,clerk,,`,
    ].join('\n') + '\n',
    'persons.csv': [
      'id,name,sex,birthDate,identityNumber,ethnicGroup,marriage,occupation,division,address,phone',
      'p-li,李秀梅,2,1988-03-03,220102198803030021,01,10,x,220102,某路1号,13900000001',
      'p-wang,王强,1,1990-01-01,220102199001010012,01,10,x,220102,某路2号,13900000002',
      'p-chen,陈明,1,1991-01-01,220102199101010013,01,10,x,2202,某路3号,',
    ].join('\n') + '\n',
    'companies.csv': `id,name,type,legalRepresentative,division,address,industry,scope,capitalTenThousandYuan,establishedOn,state,registrar\n91220101MA00000001,小面馆有限公司,1,p-li,220102,某路9号,62,餐饮,10,2026-01-01,1,${creditCodes.district}\n`,
  },
];

export interface TestAccess {
  access: Access;
  db: Db;
  content: Content;
  clock: MovableClock;
  /** What went to telephones. */
  sent: { phone: string; code: string; purpose: string }[];
}

/** The engine on a fresh database with the small country in it. */
export async function testAccess(t: Pick<TestContext, 'after'>, change: Partial<AccessDependencies> & { packs?: (string | Record<string, string>)[] } = {}): Promise<TestAccess> {
  const db = change.db ?? (await testDatabase(t, 10));
  const clock = createMovableClock(new Date('2026-11-20T02:00:00Z'));
  const content = createContent({ packs: change.packs ?? smallPacks });
  const sent: TestAccess['sent'] = [];
  const access = createAccess({
    db, clock, ids: createIds(), content, crypto: testCrypto, publicUrl: 'http://localhost:8080', demonstration: true,
    sendCode: async (phone, code, purpose) => void sent.push({ phone, code, purpose }),
    ...change,
  });
  await content.load();
  await access.start();
  return { access, db, content, clock, sent };
}

/** Of the example province only what this engine reads, so that other engines' kinds may come and go. */
export function examplePacks(): Record<string, string>[] {
  const root = path.resolve(import.meta.dirname, '../../../../content');
  const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
  return [
    { 'pack.yaml': 'id: national\nname: 国家\nversion: "1"\n', 'roles.yaml': read('national/roles.yaml') },
    {
      'pack.yaml': 'id: jilin\nname: 吉林\nversion: "1"\nparent: national\ntables:\n  - { kind: division, file: divisions.csv }\n  - { kind: organisation, file: organisations.csv }\n',
      'divisions.csv': read('jilin/divisions.csv'),
      'organisations.csv': read('jilin/organisations.csv'),
    },
    { 'pack.yaml': smallPacks[1]!['pack.yaml']!.replace('parent: small', 'parent: jilin'), 'officers.csv': read('jilin/demo/officers.csv'), 'persons.csv': read('jilin/demo/persons.csv'), 'companies.csv': read('jilin/demo/companies.csv') },
  ];
}
