/**
 * Regular expressions of FEEL are those of XPath (F&O 3.1, 5.6); this turns one into a pattern that JavaScript reads
 * with its flag `u` the same way, or undefined where XPath has no such expression. What XPath has beyond JavaScript:
 * the flags `x` (blanks do not count) and `q` (no sign is special), classes minus others, Unicode blocks by name.
 */
export function xpathPattern(pattern: string, flags: string): { pattern: string; flags: string } | undefined {
  if (/[^smixq]/.test(flags)) return undefined;
  const left = [...new Set(flags)].filter((flag) => flag !== 'x' && flag !== 'q').join('');
  if (flags.includes('q')) return { pattern: pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), flags: left.replace(/[sm]/g, '') };
  const read = readPattern(flags.includes('x') ? withoutBlanks(pattern) : pattern);
  return read === undefined ? undefined : { pattern: read, flags: left };
}

/** Without the blanks outside of classes: XPath's flag `x`. */
function withoutBlanks(pattern: string): string {
  let depth = 0;
  return pattern.replace(/\\\s*\S|[[\]\s]/g, (sign) => {
    if (sign.startsWith('\\')) return depth === 0 ? sign.replace(/\s/g, '') : sign;
    if (sign === '[') depth += 1;
    if (sign === ']') depth -= 1;
    return depth === 0 && /^\s$/.test(sign) ? '' : sign;
  });
}

/** Blocks that Chinese texts are checked against, and the Latin ones; JavaScript knows scripts only. */
const blocks: Readonly<Record<string, string>> = {
  BasicLatin: '\\u0000-\\u007F',
  'Latin-1Supplement': '\\u0080-\\u00FF',
  GeneralPunctuation: '\\u2000-\\u206F',
  CJKSymbolsandPunctuation: '\\u3000-\\u303F',
  CJKUnifiedIdeographs: '\\u4E00-\\u9FFF',
  CJKUnifiedIdeographsExtensionA: '\\u3400-\\u4DBF',
  CJKCompatibilityIdeographs: '\\uF900-\\uFAFF',
  HalfwidthandFullwidthForms: '\\uFF00-\\uFFEF',
};

function readPattern(pattern: string): string | undefined {
  let made = '';
  for (let at = 0; at < pattern.length; ) {
    const piece = pattern[at] === '[' ? readClass(pattern, at) : readEscape(pattern, at, false);
    if (!piece) return undefined;
    made += piece.text;
    at = piece.end;
  }
  return made;
}

interface Piece {
  text: string;
  /** Where in the pattern the next one begins. */
  end: number;
}

/** One sign, or one escaped: XPath has fewer of these than JavaScript, and `\0` is none. */
function readEscape(pattern: string, at: number, inClass: boolean): Piece | undefined {
  if (pattern[at] !== '\\') return { text: pattern[at]!, end: at + 1 };
  const block = /^\\([pP])\{Is([\w-]+)\}/.exec(pattern.slice(at));
  if (block) {
    const range = blocks[block[2]!];
    if (range === undefined || (inClass && block[1] === 'P')) return undefined;
    return { text: inClass ? range : `[${block[1] === 'P' ? '^' : ''}${range}]`, end: at + block[0].length };
  }
  const next = pattern[at + 1];
  if (next === undefined || next === '0') return undefined;
  return { text: pattern.slice(at, at + 2), end: at + 2 };
}

/** `[A-Z-[OI]]`, a class minus a class, becomes `(?:(?![OI])[A-Z])`. */
function readClass(pattern: string, at: number): Piece | undefined {
  let text = '[';
  let end = at + 1;
  let minus: Piece | undefined;
  if (pattern[end] === '^') text += pattern[end++]!;
  while (end < pattern.length && pattern[end] !== ']') {
    if (pattern.startsWith('-[', end)) {
      minus = readClass(pattern, end + 1);
      if (!minus) return undefined;
      end = minus.end;
      break;
    }
    const piece = readEscape(pattern, end, true);
    if (!piece) return undefined;
    text += piece.text;
    end = piece.end;
  }
  if (pattern[end] !== ']') return undefined;
  return { text: minus ? `(?:(?!${minus.text})${text}])` : `${text}]`, end: end + 1 };
}
