import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { Refusal } from '#kernel/errors';
import { createContent, defineKind, type ContentProblem } from './index.ts';

const plantKind = defineKind({ kind: 'plant', schema: z.strictObject({ name: z.string(), waterDays: z.int().max(60).default(7) }) });
const bedKind = defineKind({ kind: 'bed', table: true, schema: z.object({ id: z.string(), area: z.coerce.number() }) });
const NATION = 'id: nation\nname: { zh: 总园, en: Head garden }\nversion: "1"\n';
const PROVINCE = 'id: province\nname: 分园\nversion: "1"\nparent: nation\n';
const ROSE = 'kind: plant\nid: rose\nname: 玫瑰\n';
const refusalOf = (work: () => Promise<unknown>): Promise<Refusal> => work().then(() => assert.fail('was not refused'), (error: Refusal) => error);

test('what has not changed is not checked again; what has is, and a pack that was mended serves', async () => {
  let checked = 0;
  const counted = { ...plantKind, schema: plantKind.schema.check(() => void (checked += 1)) };
  const [fern, below] = ['kind: plant\nid: fern\nname: 蕨\n', 'kind: plant\nid: moss\nextends: fern\nname: 苔\n'];
  const nation: Record<string, string> = { 'pack.yaml': `${NATION}tables: [{ kind: bed, file: b.csv }]\n`, 'a.yaml': ROSE, 'f.yaml': fern, 'b.csv': 'id,area\nn,1\n' };
  const province: Record<string, string> = { 'pack.yaml': PROVINCE, 'm.yaml': below };
  const c = createContent({ packs: [nation, province] });
  for (const kind of [counted, bedKind]) c.registerKind(kind);
  await c.load();
  assert.equal(checked, 3);
  const [rose, bed] = [c.get(plantKind, 'rose').value, c.get(bedKind, 'n').value];
  await c.reload();
  assert.equal(checked, 4, 'only what is merged anew');
  assert.equal(c.get(plantKind, 'rose').value, rose);
  nation['f.yaml'] = `${fern}version: 2\nwaterDays: 61\n`;
  await refusalOf(() => c.reload());
  assert.equal(c.get(bedKind, 'n').value, bed);
  nation['f.yaml'] = `${fern}version: 2\nwaterDays: 9\n`;
  province['m.yaml'] = `${below}version: 2\n`;
  await c.reload();
  assert.deepEqual([c.get(plantKind, 'fern').value.waterDays, c.get(plantKind, 'moss').value.waterDays, c.get(plantKind, 'rose').value === rose], [9, 9, true]);
  delete nation['b.csv'];
  assert.equal(((await refusalOf(() => c.reload())).parameters['problems'] as ContentProblem[])[0]?.code, 'fileMissing');
});
