import type { Purpose, RegisterRecord } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import { asSystem } from '../as-system.ts';
import type { Hall } from '../hall.ts';
import type { Material } from '../items/item-definition.ts';
import type { ProvidedMaterial } from './provided-material.ts';

/** Values by which the record is found; undefined while an answer that they need is missing. */
export function keyOfMaterial(hall: Pick<Hall, 'rules'>, material: Material, scope: Readonly<Record<string, unknown>>): Record<string, string> | undefined {
  if (material.register === undefined) return undefined;
  const key: Record<string, string> = {};
  for (const [field, expression] of Object.entries(material.register.by)) {
    const value = hall.rules.evaluate(expression, scope);
    if (typeof value !== 'string' || value === '') return undefined;
    key[field] = value;
  }
  return key;
}

/**
 * 免于提交: government looks for the record that stands for the paper. The look goes past the applicant's own sight (an
 * employee's certificate), is logged under her name for the person to see, and tells no more than that the record is there.
 */
export async function fetchMaterial(hall: Pick<Hall, 'records'>, ctx: Context, material: Material, key: Readonly<Record<string, string>>, purpose: Purpose): Promise<ProvidedMaterial | undefined> {
  const { id: register } = material.register!;
  try {
    const records = await asSystem(ctx, () => hall.records.lookUp(ctx, register, key, { purpose }));
    const standing = records.find((r) => standsOn(hall, register, r, dayInChina(ctx.now)));
    if (standing === undefined) return undefined;
    return { way: 'fetch', recordId: standing.id, source: `${textIn(hall.records.definition(register).title, 'zh')} · ${dayInChina(ctx.now)} 获取`, at: ctx.now.toISOString() };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'records.filterInvalid') return undefined;
    throw error;
  }
}

/** A licence must be in force; any other record must not have ended. */
function standsOn(hall: Pick<Hall, 'records'>, register: string, record: RegisterRecord, today: string): boolean {
  const licence = hall.records.definition(register).fields.some((f) => f.id === 'state' && f.codeList === 'licence-state');
  const { state, validTo } = record.data;
  return record.endedOn === null && (!licence || state === 'valid') && (typeof validTo !== 'string' || validTo >= today);
}
