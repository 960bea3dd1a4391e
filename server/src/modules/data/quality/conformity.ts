import type { Check } from '#engines/analysis';
import { codeListKind } from '#engines/content';
import { registerKind, type FieldDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import { dataElementKind, registerStandardKind, type DataElement } from './data-element-kind.ts';
import { registerDefinition, say, sourceOfRegister, titleOf, type Quality } from './deps.ts';
import { errors } from './errors.ts';
import { columnsOfRegister } from './rules-of-register.ts';

const codesInRuleMax = 500;

/** Element of each field of a register, as the register's standard says. */
const elementsOf = (q: Pick<Quality, 'content'>, register: string): Map<string, string> =>
  new Map(q.content.list(registerStandardKind).filter((d) => d.value.register === register).flatMap((d) => Object.entries(d.value.fields)));

/** 数据元目录. */
export function listElements(q: Pick<Quality, 'content'>, ctx: Context, { text }: ParsedInputOf<typeof c.listElements>): OutputOf<typeof c.listElements> {
  const used = new Map<string, string[]>();
  for (const { id } of q.content.list(registerKind)) for (const [field, element] of elementsOf(q, id)) used.set(element, [...(used.get(element) ?? []), `${id}.${field}`]);
  const wanted = text.trim().toLowerCase();
  return {
    elements: q.content.list(dataElementKind).map(({ id, value: e }) => ({
      id, name: textIn(e.name, ctx.locale), identifier: e.identifier ?? null, definition: textIn(e.definition, ctx.locale), type: e.type, representation: e.representation ?? null, lengthMax: e.lengthMax ?? null, codeList: e.codeList ?? null, standard: e.standard, usedBy: used.get(id) ?? [],
    })).filter((e) => wanted === '' || [e.id, e.name, e.definition, e.standard, e.identifier ?? ''].some((part) => part.toLowerCase().includes(wanted))),
  };
}

const codesToldMax = 300;

/** 代码字段: what may stand in a register's fields of codes, with names; for screens that choose. */
export function registerCodes(q: Pick<Quality, 'content'>, ctx: Context, { register }: ParsedInputOf<typeof c.registerCodes>): OutputOf<typeof c.registerCodes> {
  const definition = registerDefinition(q, register);
  if (definition === undefined) throw errors.notFound();
  const told = definition.fields.flatMap((f) => {
    const codes = f.codeList === undefined ? undefined : q.content.find(codeListKind, f.codeList)?.value.codes;
    return codes === undefined || codes.length > codesToldMax ? [] : [[f.id, codes.map((x) => ({ code: x.code, name: textIn(x.name, ctx.locale) }))] as const];
  });
  return { codes: Object.fromEntries(told) };
}

/** 贯标检查: a definition against its elements, and the rows of the newest snapshot against what the elements say. */
export async function checkConformity(q: Quality, ctx: Context, { register }: ParsedInputOf<typeof c.checkConformity>): Promise<OutputOf<typeof c.checkConformity>> {
  const definition = registerDefinition(q, register);
  if (definition === undefined) throw errors.notFound();
  const elements = elementsOf(q, register);
  const source = sourceOfRegister(register);
  const known = q.analysis.list().find((s) => s.name === source);
  const columns = new Set(columnsOfRegister(q, register).filter((x) => x.kind !== 'digest').map((x) => x.name));
  const checks: Check[] = [];
  const rows = definition.fields.map((field) => {
    const found = q.content.find(dataElementKind, elements.get(field.id) ?? '');
    const expression = found === undefined || !columns.has(field.id) ? undefined : conditionOf(q, field.id, field, found.value);
    if (expression !== undefined) checks.push({ id: field.id, kind: 'row', when: `${field.id} != null`, expression });
    return { field, element: found };
  });
  const counts = known === undefined || checks.length === 0 ? [] : await q.analysis.scan(source, checks, { now: ctx.now });
  const fields = rows.map(({ field, element }) => {
    const count = counts.find((x) => x.id === field.id);
    return {
      field: field.id, title: textIn(field.title, ctx.locale), element: element?.id ?? null, elementName: say(ctx, element?.value.name), standard: element?.value.standard ?? field.standard ?? null,
      faults: element === undefined ? [] : departures(ctx, field, element.value), checked: count?.checked ?? null, failed: count?.failed ?? null,
    };
  });
  return { register, title: titleOf(q, ctx, register), snapshotAt: known?.at ?? null, fields, mapped: fields.filter((f) => f.element !== null).length, conforming: fields.filter((f) => f.element !== null && f.faults.length === 0 && (f.failed ?? 0) === 0).length };
}

/** Where a field's definition departs from its element. */
function departures(ctx: Context, field: FieldDefinition, element: DataElement): string[] {
  const faults: string[] = [];
  const tell = (zh: string, en: string): void => void faults.push(ctx.locale === 'en' ? en : zh);
  if (field.type !== element.type) tell(`类型为 ${field.type}，数据元规定 ${element.type}`, `its type is ${field.type}, the element says ${element.type}`);
  if (element.codeList !== undefined && field.codeList !== element.codeList) tell(`代码表为 ${field.codeList ?? '无'}，数据元规定 ${element.codeList}`, `its code list is ${field.codeList ?? 'none'}, the element says ${element.codeList}`);
  return faults;
}

/** What the element says of a value, in FEEL; undefined where the field's type says it already. */
function conditionOf(q: Pick<Quality, 'content'>, id: string, field: FieldDefinition, e: DataElement): string | undefined {
  if (!['text', 'code', 'division', 'credit-code', 'phone', 'identity-number'].includes(field.type)) return undefined;
  const parts: string[] = [];
  if (e.lengthMax !== undefined) parts.push(`string length(${id}) <= ${e.lengthMax}`);
  if (e.lengthMin !== undefined) parts.push(`string length(${id}) >= ${e.lengthMin}`);
  if (e.pattern !== undefined) parts.push(`matches(${id}, ${JSON.stringify(e.pattern)})`);
  const list = e.codeList === undefined ? undefined : q.content.find(codeListKind, e.codeList)?.value;
  if (list !== undefined && !list.open && list.codes.length <= codesInRuleMax) parts.push(`${id} in (${list.codes.map((code) => JSON.stringify(code.code)).join(', ')})`);
  return parts.length === 0 ? undefined : parts.join(' and ');
}
