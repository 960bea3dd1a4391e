import type { CaseRow } from '#engines/cases';
import type { Decide } from '#engines/rules';
import { Refusal } from '#kernel/errors';
import type { Context } from '#kernel/context';
import { textIn, type Text } from '#kernel/i18n';
import type { Hall } from '../hall.ts';
import { serviceItemKind } from '../items/item-definition.ts';

export interface Proposal {
  decision: string;
  reasons: string[];
  /** Rows of the tables that fired. */
  rules: string[];
}

const words: Record<string, { zh: string; en: string }> = {
  grant: { zh: '建议准予', en: 'Propose to grant' },
  refuse: { zh: '建议不予', en: 'Propose to refuse' },
  review: { zh: '建议人工审查', en: 'To be examined by a person' },
};

/** 智能辅助审查: what the item's decision table proposes over the answers; an official decides, with the rules that fired before her. */
export function proposalOf(hall: Hall, ctx: Context, row: CaseRow, answers: Record<string, unknown>): Proposal | null {
  if (row.definition_kind !== 'service-item') return null;
  const id = hall.content.find(serviceItemKind, row.definition_id, { version: row.definition_version })?.value.decision;
  const decision = id === undefined ? undefined : hall.content.find<{ name: Text }, Decide>('decision', id);
  if (decision === undefined) return null;
  const result = decide(decision.compiled, { ...answers, answers, ...row.variables }, ctx.now);
  if (result === undefined || result.value === null) return null;
  const value = (typeof result.value === 'object' ? result.value : { proposal: result.value }) as Record<string, unknown>;
  const proposed = String(value['proposal'] ?? value['decision'] ?? '');
  const reason = value['reason'];
  return {
    decision: words[proposed]?.[ctx.locale] ?? `${textIn(decision.value.name, ctx.locale)}：${proposed || JSON.stringify(value)}`,
    reasons: (Array.isArray(reason) ? reason : reason === undefined || reason === null ? [] : [reason]).map(String),
    rules: result.rulesFired.map((r) => (r.id === '' ? `${r.decision} ${r.rule}` : r.id)),
  };
}

/** Answers that the table cannot read give no proposal: the case must still open. */
function decide(run: Decide, inputs: Record<string, unknown>, now: Date): ReturnType<Decide> | undefined {
  try {
    return run(inputs, now);
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
