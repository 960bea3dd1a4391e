import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOneLanguage } from './in-one-language.ts';

test('a note of ours is told in the reader’s language; words of theirs as they are', () => {
  const both = (note: string) => [inOneLanguage(note, 'zh'), inOneLanguage(note, 'en')];
  assert.deepEqual(both('对接系统尚未接入或已暂停 / not connected'), ['对接系统尚未接入或已暂停', 'not connected']);
  assert.deepEqual(both('应答不是 JSON / not JSON'), ['应答不是 JSON', 'not JSON']);
  assert.deepEqual(both('代码映射“a / b”中没有“马” / no code of "a" for this value'), ['代码映射“a / b”中没有“马”', 'no code of "a" for this value']);
  for (const theirs of ['拟投入车辆数与企业规模不符', 'HTTP 502', '> 2000 ms', 'a / b', '公司 / 个人']) assert.deepEqual(both(theirs), [theirs, theirs]);
  assert.equal(inOneLanguage(null, 'zh'), null);
});
