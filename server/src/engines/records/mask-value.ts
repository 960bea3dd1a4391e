import type { Value } from './field-types.ts';
import type { FieldDefinition, MaskRule } from './register-kind.ts';

const characters = (text: string): string[] => [...text];
const stars = (n: number): string => '*'.repeat(Math.max(n, 1));

/** Keeps the first and last characters; a text too short for that keeps nothing but its first. */
function keep(text: string, first: number, last: number): string {
  const all = characters(text);
  if (all.length <= first + last) return all.length <= 1 ? stars(all.length) : `${all[0]}${stars(all.length - 1)}`;
  return `${all.slice(0, first).join('')}${stars(all.length - first - last)}${all.slice(all.length - last).join('')}`;
}

/** Everything behind the township level of an address. */
const township = /^(.*?(?:街道|镇|乡|苏木))|^(.*?(?:区|县|旗|市))/u;

const rules: Record<MaskRule, (text: string) => string> = {
  none: (t) => t,
  // 张三 → 张*, 张小三 → 张*三
  name: (t) => keep(t, 1, characters(t).length >= 3 ? 1 : 0),
  'identity-number': (t) => keep(t, 3, 4),
  phone: (t) => (/^1\d{10}$/.test(t) ? keep(t, 3, 4) : keep(t, Math.min(4, Math.max(0, t.length - 7)), 2)),
  address: (t) => {
    const head = township.exec(t)?.[0];
    return head === undefined || head.length === t.length ? keep(t, Math.min(6, Math.floor(characters(t).length / 2)), 0) : `${head}****`;
  },
  'bank-card': (t) => keep(t, 0, 4),
  email: (t) => (t.includes('@') ? `${characters(t)[0] ?? ''}***${t.slice(t.lastIndexOf('@'))}` : '***'),
  'licence-number': (t) => keep(t, 2, 2),
  plate: (t) => keep(t, 2, 2),
  year: (t) => /^\d{4}(?=-)/.exec(t)?.[0] ?? '***',
  decade: (t) => (/^\d{4}-/.test(t) ? `${t.slice(0, 3)}0—${t.slice(0, 3)}9` : '***'),
  city: (t) => (/^\d{6,12}$/.test(t) ? t.slice(0, 4) : '***'),
  rounded: () => '***',
  all: () => '***',
};

/** Two figures stay. */
function rounded(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1)) - 1);
  return Math.round(value / step) * step;
}

/** The field's own rule; sensitive fields without one follow their type, and what has no rule is not shown at all. */
export function maskRuleOf(field: FieldDefinition): MaskRule {
  if (field.mask !== undefined) return field.mask;
  if (field.type === 'identity-number' || field.type === 'phone') return field.type;
  return field.sensitive ? 'all' : 'none';
}

export const maskText = (rule: MaskRule, text: string): string => rules[rule](text);

export function maskBy(rule: MaskRule, value: Value): Value {
  if (rule === 'none' || value === null) return value;
  if (typeof value === 'number' && rule === 'rounded') return rounded(value);
  return typeof value === 'string' ? maskText(rule, value) : '***';
}

export const maskValue = (field: FieldDefinition, value: Value): Value => maskBy(maskRuleOf(field), value);
