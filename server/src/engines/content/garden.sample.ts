import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { z } from 'zod';
import { Refusal } from '#kernel/errors';
import { checkPacks, createContent, defineKind, textSchema, type ContentProblem, type PackInput } from './index.ts';

/** The neutral example: a botanical garden with plants (YAML), beds (a table) and care sheets (compiled from a file). */
export const plantKind = defineKind({
  kind: 'plant',
  schema: z.strictObject({
    name: textSchema,
    waterDays: z.int().min(1).max(60).default(7),
    bed: z.string().optional(),
    care: z.array(z.strictObject({ id: z.string(), name: z.string(), minutes: z.int().positive() })).default([]),
    soil: z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('sand') }),
      z.strictObject({ type: z.literal('mix'), peatPercent: z.int().max(100) }),
    ]).optional(),
  }),
  references: (plant) => (plant.bed === undefined ? [] : [{ kind: 'bed', id: plant.bed, path: 'bed' }]),
});
export const bedKind = defineKind({ kind: 'bed', table: true, schema: z.object({ id: z.string(), area: z.coerce.number().positive(), note: z.string().optional() }) });
export const sheetKind = defineKind({
  kind: 'sheet',
  schema: z.strictObject({ file: z.string(), plant: z.string() }),
  compile: (sheet, source) => {
    const text = source.read(sheet.file);
    if (text.includes('axe')) source.report({ zh: '不得用斧', en: 'no axes' }, { file: sheet.file, line: 1 });
    return { words: text.trim().split(' ').length, plant: (source.find('plant', sheet.plant) as { waterDays: number } | undefined)?.waterDays };
  },
});
const kinds = [plantKind, bedKind, sheetKind];

export const NATION = 'id: nation\nname: { zh: 总园, en: Head garden }\nversion: "1"\n';
export const PROVINCE = 'id: province\nname: 分园\nversion: "1"\nparent: nation\n';
export const ROSE = 'kind: plant\nid: rose\nname: { zh: 玫瑰, en: Rose }\n';

export const content = (packs: readonly PackInput[]) => {
  const made = createContent({ packs });
  for (const kind of kinds) made.registerKind(kind);
  return made;
};
export const problemsOf = (...packs: PackInput[]): Promise<ContentProblem[]> => checkPacks(packs, kinds);
export const only = async (...packs: PackInput[]): Promise<ContentProblem> => {
  const problems = await problemsOf(...packs);
  assert.equal(problems.length, 1, JSON.stringify(problems));
  return problems[0] as ContentProblem;
};
export const refusalOf = async (work: () => unknown): Promise<Refusal> => {
  try {
    await work();
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error;
  }
  return assert.fail('was not refused');
};
export const folder = (t: TestContext): string => {
  const directory = mkdtempSync(path.join(tmpdir(), 'content-'));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
};
