import assert from 'node:assert/strict';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import type { Persona, Province } from './harness.ts';

const columns = ['creditCode', 'name', 'type', 'legalRepresentative', 'address', 'establishedOn', 'state', 'division', 'industry'];

/** 统一社会信用代码 with its check character (GB 32100-2015). */
export function creditCode(seventeen: string): string {
  const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const sum = [...seventeen].reduce((total, c, i) => total + characters.indexOf(c) * (3 ** i % 31), 0);
  return seventeen + characters[(31 - (sum % 31)) % 31];
}
export const firmName = (code: string): string => `推送测试${code.slice(-4)}有限公司`;
export const firmRow = (code: string, division: string, address: string): string => `${code},${firmName(code)},1130,王雨桐,${address},2020-03-04,active,${division},62`;

/** Rows of the register of legal entities, handed in as a file. */
export async function loadFirms(house: Province, who: Persona, rows: readonly string[]): Promise<void> {
  const fileId = await who.upload('企业.csv', Buffer.from(`${[columns.join(','), ...rows].join('\n')}\n`), 'text/csv');
  const { source } = await who.call(quality.takeSnapshot, { of: { fileId } });
  const { cleaningId } = await who.call(quality.applyCleaning, { source, register: 'legal-entity', cleanings: columns.map((as, i) => ({ column: `c${i + 1}`, as, steps: [] })) });
  await house.settle();
  assert.equal((await who.call(quality.getCleaning, { cleaningId })).report?.refused, 0);
}
