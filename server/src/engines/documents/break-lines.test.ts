import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { breakLines, type TextStyle } from './break-lines.ts';
import { textWidth } from './fonts.ts';

const style: TextStyle = { font: 'song', size: 5, tracking: 0 };
const lines = (text: string, characters: number, indent = 0): string[] => breakLines(text, style, characters * 5, indent * 5).map((line) => line.text);

test('breaks between Chinese characters at the measure', () => {
  assert.deepEqual(lines('一二三四五六七八九十', 4), ['一二三四', '五六七八', '九十']);
  assert.deepEqual(lines('一二三四五六', 4, 2), ['一二', '三四五六']);
});

test('避头: no closing punctuation begins a line', () => {
  assert.deepEqual(lines('一二三四，五六', 4), ['一二三', '四，五六']);
  assert.deepEqual(lines('一二三（四）。五', 5), ['一二三', '（四）。五']);
  assert.deepEqual(lines('一二三——四', 4), ['一二', '三——四']);
});

test('避尾: no opening bracket ends a line', () => {
  assert.deepEqual(lines('一二三《四五》', 4), ['一二三', '《四五》']);
  assert.deepEqual(lines('一二“（三”四', 4), ['一二', '“（三”', '四']);
});

test('keeps words and figures whole, breaks them only when longer than a line', () => {
  assert.deepEqual(lines('编号JY22201040012345为准', 9), ['编号', 'JY22201040012345', '为准']);
  assert.deepEqual(lines('one two three', 4), ['one two', 'three']);
  assert.ok(lines('A'.repeat(40), 4).length > 4);
});

test('forced breaks and empty lines stay', () => {
  assert.deepEqual(lines('一\n\n二', 4), ['一', '', '二']);
});

test('nothing is lost, nothing is too wide, prohibitions hold', () => {
  const character = fc.constantFrom(...'一二三四五六证照，。、；：？！）》”（《“—…AZaz09.-');
  fc.assert(
    fc.property(fc.array(character, { maxLength: 120 }), fc.integer({ min: 6, max: 30 }), (characters, width) => {
      const text = characters.join('');
      const broken = breakLines(text, style, width * 5);
      assert.equal(broken.map((line) => line.text).join(''), text);
      for (const line of broken) {
        assert.ok(line.width <= width * 5 + 0.02);
        assert.ok(Math.abs(textWidth('song', 5, line.text) - line.width) < 1e-6);
      }
      assert.deepEqual(broken.map((line) => line.last), broken.map((_, i) => i === broken.length - 1));
      broken.slice(1).forEach((line, i) => {
        // Only a run without any place to break may violate the prohibitions.
        const before = broken[i]!.text;
        const stuck = [...before].slice(1).every((next, k) => /[，。、；：？！）》”—….]/.test(next) || /[（《“]/.test([...before][k]!) || /[\w.-]/.test(next));
        if (!stuck) {
          assert.doesNotMatch(line.text, /^[，。、；：？！）》”—…]/);
          assert.doesNotMatch(before, /[（《“]$/);
        }
      });
    }),
  );
});
