import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { baseKinds, checkPacks, createContent } from '#engines/content';
import { Refusal } from '#kernel/errors';
import { createForms, formKind } from './index.ts';

const good = `
kind: form
id: open-restaurant
version: 1
title: { zh: 开办餐饮店, en: Open a restaurant }
pages:
  - id: shop
    title: 店铺
    sections:
      - id: basics
        fields:
          - { id: name, type: text, label: 名称, required: true }
          - { id: sex, type: choice, label: 性别, codeList: sex }
          - { id: owner, type: text, label: 业主, showIf: 'applicant.kind = "company"' }
`;
const pack = (t: { after(fn: () => void): void }, form: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-form-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(path.join(folder, 'forms'));
  writeFileSync(path.join(folder, 'pack.yaml'), 'id: nation\nname: 国家\nversion: "1"\n');
  writeFileSync(path.join(folder, 'forms', 'restaurant.yaml'), form);
  writeFileSync(path.join(folder, 'sex.yaml'), 'kind: code-list\nid: sex\nname: 性别\ncodes: [{ code: "1", name: 男 }, { code: "2", name: 女 }]\n');
  return folder;
};
const same = (bytes: Uint8Array): Uint8Array => bytes;

test('a form in content is compiled at load and answers are accepted against it', async (t) => {
  const content = createContent({ packs: [pack(t, good)] });
  for (const kind of [...baseKinds, formKind()]) content.registerKind(kind);
  await content.load();
  const forms = createForms({ content, seal: same, open: same });
  const now = new Date('2026-11-22T00:00:00Z');
  const form = forms.form('open-restaurant', { on: now });
  assert.deepEqual(forms.accept(form, { name: '面馆', owner: '张三' }, { now, context: { applicant: { kind: 'person' } } }), { name: '面馆' });
  assert.throws(
    () => forms.accept(form, {}, { now }),
    (error: unknown) => error instanceof Refusal && error.code === 'forms.answers' && (error.parameters['problems'] as { path: string }[])[0]?.path === 'name',
  );
  assert.throws(() => forms.form('gone', { on: now }), Refusal);
});

test('a form that cannot work is refused with file and line', async (t) => {
  const problemsOf = async (form: string): Promise<string[]> => (await checkPacks([pack(t, form)], [...baseKinds, formKind()])).map((problem) => `${problem.file}:${problem.line}`);
  assert.deepEqual(await problemsOf(good), []);
  assert.deepEqual(await problemsOf(good.replace('applicant.kind', 'aplicant.kind')), ['forms/restaurant.yaml:14']);
  assert.deepEqual(await problemsOf(good.replace('codeList: sex', 'codeList: sexes')), ['forms/restaurant.yaml:13']);
  assert.deepEqual(await problemsOf(good.replace('type: text, label: 名称', 'type: txt, label: 名称')), ['forms/restaurant.yaml:12']);
  assert.deepEqual(await problemsOf(good.replace('required: true', 'requird: true')), ['forms/restaurant.yaml:12']);
});
