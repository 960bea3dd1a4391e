import { z } from 'zod';
import type { Words } from './problems.ts';
import type { Step } from './types.ts';

type RawIssue = z.core.$ZodIssue;

const chinese = z.locales.zhCN().localeError;
const english = z.locales.en().localeError;

/** A schema issue: where, and what in both languages. */
export interface SchemaIssue {
  path: Step[];
  words: Words;
  /** The last step of the path is a key that the schema does not know. */
  unknownKey?: true;
}

/**
 * Issues of a failed parse (parsed with `reportInput: true`). A union is told by the branch that came closest.
 * A refinement gives its words as `params: { zh, en }`.
 */
export function schemaIssues(error: z.core.$ZodError): SchemaIssue[] {
  return error.issues.flatMap((issue) => explain(issue, []));
}

function explain(issue: RawIssue, base: Step[]): SchemaIssue[] {
  const path = [...base, ...issue.path.map((step) => (typeof step === 'number' ? step : String(step)))];
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const closest = [...issue.errors].sort((a, b) => closeness(b) - closeness(a))[0];
    if (closest && closest.length > 0) return closest.flatMap((sub) => explain(sub, path));
  }
  const words = wordsOf(issue);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: [...path, key], words, unknownKey: true }));
  return [{ path, words }];
}

/** The deeper its first issue and the fewer its issues, the closer a branch was. */
const closeness = (issues: readonly RawIssue[]): number =>
  Math.max(0, ...issues.map((i) => i.path.length * 10)) - issues.length - (issues.some((i) => i.code === 'invalid_type' && i.path.length === 0) ? 5 : 0);

function wordsOf(issue: RawIssue): Words {
  if (issue.code === 'custom') {
    const { zh, en } = issue.params ?? {};
    if (typeof zh === 'string' && typeof en === 'string') return { zh, en };
    return { zh: issue.message || '不符合要求', en: issue.message || 'does not meet the rule' };
  }
  const raw = issue as Parameters<typeof chinese>[0];
  return { zh: text(chinese(raw)), en: text(english(raw)) };
}

const text = (message: string | { message: string } | undefined | null): string =>
  typeof message === 'string' ? message : (message?.message ?? '');
