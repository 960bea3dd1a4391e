/** Where in the expression, in UTF-16 units from 0; `line` and `column` count from 1. */
export interface FeelPosition {
  from: number;
  to: number;
  line: number;
  column: number;
}

export type FeelErrorCode = 'syntax' | 'unsupported' | 'tooLong' | 'tooDeep' | 'tooManyIterations' | 'tooSlow';

/** A FEEL expression that cannot be read, or that went beyond a limit while it was evaluated. */
export class FeelError extends Error {
  readonly code: FeelErrorCode;
  readonly expression: string;
  readonly position: FeelPosition | null;

  constructor(code: FeelErrorCode, expression: string, message: string, position: FeelPosition | null = null) {
    super(message);
    this.name = 'FeelError';
    this.code = code;
    this.expression = expression;
    this.position = position;
  }
}

export function positionAt(expression: string, from: number, to: number): FeelPosition {
  const before = expression.slice(0, Math.max(0, from)).split('\n');
  return { from, to, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
