import type { MaskRule } from './register-kind.ts';

/** 渠道: where a value is shown or goes. */
export const channels = ['screen', 'service', 'file', 'open'] as const;
export type Channel = (typeof channels)[number];
/** 数据级别, lowest first (GB/T 43697-2024). */
export const grades = ['general-1', 'general-2', 'general-3', 'general-4', 'important', 'core'] as const;
export type Grade = (typeof grades)[number];
/** field: the field's own rule. strict: the same, and nothing at all where it has none. suppress: the field is left out. */
export const treatments = ['clear', 'field', 'strict', 'all', 'suppress'] as const;
export type Treatment = (typeof treatments)[number];
/** 解除脱敏 by a permission of the official, by a grant that says so, by an approved request. */
export const lifts = ['permission', 'grant', 'approval'] as const;
export type Lift = (typeof lifts)[number];

export interface MaskQuestion {
  channel: Channel;
  grade: Grade;
  /** The field's own rule. */
  rule: MaskRule;
  /** What the asker has: permission, grant or approval. */
  holds?: Lift | undefined;
  /** What a grant wants for this field. */
  asked?: MaskRule | undefined;
}
export interface MaskingRule {
  channel: Channel;
  grades: readonly Grade[];
  treatment: Treatment;
  lift?: { by: Lift; to: 'clear' | 'field' } | undefined;
}

/** Where content says nothing: the field's own rule, lifted as ever; nothing personal in open data. */
export const houseRules: readonly MaskingRule[] = [
  { channel: 'screen', grades, treatment: 'field', lift: { by: 'permission', to: 'clear' } },
  { channel: 'service', grades, treatment: 'field', lift: { by: 'grant', to: 'clear' } },
  { channel: 'file', grades, treatment: 'field', lift: { by: 'approval', to: 'clear' } },
  { channel: 'open', grades: ['general-1'], treatment: 'field' },
  { channel: 'open', grades, treatment: 'suppress' },
];

const treated = (treatment: Exclude<Treatment, 'suppress'>, rule: MaskRule): MaskRule => (treatment === 'clear' ? 'none' : treatment === 'all' ? 'all' : treatment === 'strict' && rule === 'none' ? 'all' : rule);

/** 脱敏判定: the one place where grade, rule of the field, channel and what the asker holds become a mask. A grant may always ask for more, for less only where the grade lets it. */
export function decideMask(rules: readonly MaskingRule[], q: MaskQuestion): MaskRule | 'suppress' {
  const found = rules.find((r) => r.channel === q.channel && r.grades.includes(q.grade));
  if (found === undefined || found.treatment === 'suppress') return 'suppress';
  const decided = treated(found.treatment, q.rule);
  // an approved request opens at least what a permission does
  const held = found.lift !== undefined && (found.lift.by === q.holds || (found.lift.by === 'permission' && q.holds === 'approval'));
  const lifted = held && found.lift !== undefined ? (found.lift.to === 'clear' ? 'none' : q.rule) : undefined;
  if (q.asked === undefined) return q.holds === 'grant' || lifted === undefined ? decided : lifted;
  if (q.asked === 'none') return lifted ?? decided;
  return decided === 'all' && lifted === undefined ? 'all' : q.asked;
}
