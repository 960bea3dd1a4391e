import type { QualityRule } from './quality-rules-kind.ts';

/** Figures of one rule for one department; `refused` says in words why the rule could not be run. */
export interface RuleFigures {
  rule: QualityRule;
  department: string;
  checked: number;
  failed: number;
  refused: string | null;
  sample: string[];
}

/** 得分: the mean of the rules' shares passed, of 100; rules that could not be run are not counted. */
export function scoreOf(figures: readonly Pick<RuleFigures, 'rule' | 'checked' | 'failed' | 'refused'>[]): number | null {
  const byRule = Map.groupBy(figures.filter((f) => f.refused === null), (f) => f.rule.id);
  const shares = [...byRule.values()].map((of) => share(of.reduce((n, f) => n + f.checked, 0), of.reduce((n, f) => n + f.failed, 0)));
  return shares.length === 0 ? null : Math.round((shares.reduce((a, b) => a + b, 0) / shares.length) * 10_000) / 100;
}

export const share = (checked: number, failed: number): number => (checked === 0 ? 1 : (checked - failed) / checked);
