/** Where in the expression, in UTF-16 units from 0; `line` and `column` count from 1. */
export interface FeelPosition {
  from: number;
  to: number;
  line: number;
  column: number;
}

const words = {
  syntax: { zh: '此处无法识别“{what}”', en: 'cannot read “{what}” here' },
  unfinished: { zh: '表达式不完整', en: 'the expression is not finished' },
  duplicateKey: { zh: '“{what}”出现了两次', en: '“{what}” is there twice' },
  unsupported: { zh: '不支持：{what}', en: 'not supported: {what}' },
  tooLong: { zh: '长度超过 {what} 个字符', en: 'longer than {what} characters' },
  tooDeep: { zh: '嵌套或递归过深', en: 'nested or recursing too deeply' },
  tooManyIterations: { zh: '循环过多（最多 {what}）', en: 'too many iterations (at most {what})' },
  tooSlow: { zh: '计算时间超过 {what} 毫秒', en: 'evaluation took longer than {what} ms' },
} as const;

export type FeelErrorCode = keyof typeof words;

/** A FEEL expression that cannot be read, or that went beyond a limit while it was evaluated. */
export class FeelError extends Error {
  readonly code: FeelErrorCode;
  readonly expression: string;
  readonly position: FeelPosition | null;
  readonly words: { zh: string; en: string };

  constructor(code: FeelErrorCode, expression: string, what: string | number = '', position: FeelPosition | null = null) {
    const { zh, en } = words[code];
    const said = { zh: zh.replace('{what}', () => String(what)), en: en.replace('{what}', () => String(what)) };
    super(said.en);
    this.name = 'FeelError';
    this.code = code;
    this.expression = expression;
    this.position = position;
    this.words = said;
  }
}

export function positionAt(expression: string, from: number, to: number): FeelPosition {
  const before = expression.slice(0, Math.max(0, from)).split('\n');
  return { from, to, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** The fault at a place of the text: what stands there, or that nothing does. */
export function syntaxError(expression: string, from: number, to: number): FeelError {
  const rest = expression.slice(from).trim();
  return new FeelError(rest === '' ? 'unfinished' : 'syntax', expression, rest.slice(0, 20), positionAt(expression, from, to));
}
