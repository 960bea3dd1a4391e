/** Formulas of point addition as data: compiled into one function each, so that a point operation is one call. */

/** p and q: the first and second pointer plus bytes; t: a temporary. */
export type Operand = `p${0 | 32 | 64}` | `q${0 | 32}` | `t${0 | 1 | 2 | 3 | 4 | 5}`;
export type FormulaStep = readonly [operation: 'multiply' | 'add' | 'subtract', out: Operand, a: Operand, b: Operand];
export type Formula = readonly FormulaStep[];

export const TEMPORARIES = 6;
const [X, Y, Z] = ['p0', 'p32', 'p64'] as const;
const [delta, gamma, beta, alpha, t] = ['t0', 't1', 't2', 't3', 't4'] as const;
const [h, r, hh, hhh] = ['t0', 't1', 't2', 't3'] as const;

/** p = 2p, Jacobian (dbl-2001-b, a = −3); infinity stays infinity. */
const double: Formula = [
  ['multiply', delta, Z, Z],
  ['multiply', gamma, Y, Y],
  ['multiply', beta, X, gamma],
  ['subtract', alpha, X, delta],
  ['add', t, X, delta],
  ['multiply', alpha, alpha, t],
  ['add', t, alpha, alpha],
  ['add', alpha, alpha, t],
  ['add', Z, Y, Z],
  ['multiply', Z, Z, Z],
  ['subtract', Z, Z, gamma],
  ['subtract', Z, Z, delta],
  ['add', beta, beta, beta],
  ['add', beta, beta, beta],
  ['multiply', X, alpha, alpha],
  ['subtract', X, X, beta],
  ['subtract', X, X, beta],
  ['multiply', gamma, gamma, gamma],
  ['add', gamma, gamma, gamma],
  ['add', gamma, gamma, gamma],
  ['add', gamma, gamma, gamma],
  ['subtract', beta, beta, X],
  ['multiply', Y, alpha, beta],
  ['subtract', Y, Y, gamma],
];

/** First half of p + q, p Jacobian and q affine: t0 = 0 where the x agree, t1 = 0 where the y agree. */
const addStart: Formula = [
  ['multiply', h, Z, Z],
  ['multiply', r, h, Z],
  ['multiply', h, h, 'q0'],
  ['multiply', r, r, 'q32'],
  ['subtract', h, h, X],
  ['subtract', r, r, Y],
];

/** Second half: p = p + q for p ≠ ±q and p not infinity. */
const addFinish: Formula = [
  ['multiply', Z, Z, h],
  ['multiply', hh, h, h],
  ['multiply', hhh, hh, h],
  ['multiply', hh, hh, X],
  ['multiply', X, r, r],
  ['subtract', X, X, hhh],
  ['subtract', X, X, hh],
  ['subtract', X, X, hh],
  ['subtract', hh, hh, X],
  ['multiply', hhh, hhh, Y],
  ['multiply', Y, r, hh],
  ['subtract', Y, Y, hhh],
];

export const formulas = { double, addStart, addFinish } as const;
