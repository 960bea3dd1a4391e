import type { Rules } from '#engines/rules';
import { errors } from '../errors.ts';
import type { GuideQuestion } from './life-event-definition.ts';

export interface SettledGuide {
  /** Questions that apply, in order. */
  questions: GuideQuestion[];
  /** The answers that count: to a question that applies, one of its options. */
  answers: Record<string, string | boolean | number>;
  /** No question that applies is open. */
  complete: boolean;
}

/**
 * 情形导办: walks the questions in order; an answer to a question that no longer applies does not count, so that a branch
 * that somebody left drops nothing of hers. Answers may come as text (from an address) or as the option's own value.
 */
export function settleGuide(questions: readonly GuideQuestion[], given: Readonly<Record<string, unknown>>, rules: Pick<Rules, 'holds'>): SettledGuide {
  const settled: SettledGuide = { questions: [], answers: {}, complete: true };
  for (const question of questions) {
    const { answers } = settled;
    if (question.when !== undefined && !rules.holds(question.when, { ...answers, guide: answers })) continue;
    settled.questions.push(question);
    const value = Object.hasOwn(given, question.id) ? given[question.id] : undefined;
    const option = value === undefined || typeof value === 'object' ? undefined : question.options.find((o) => String(o.value) === String(value));
    if (option === undefined) settled.complete = false;
    else answers[question.id] = option.value;
  }
  return settled;
}

/** Reads `answers={"seats":"many"}` of an address. */
export function readGuideAnswers(text: string): Record<string, unknown> {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    throw errors.answersUnreadable();
  }
  if (typeof read !== 'object' || read === null || Array.isArray(read)) throw errors.answersUnreadable();
  return read as Record<string, unknown>;
}
