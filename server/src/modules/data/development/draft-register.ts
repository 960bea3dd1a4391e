import { stringify } from 'yaml';
import type { ColumnProfile } from '#engines/analysis';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { dataElementKind, type DataElement } from '../quality/data-element-kind.ts';
import type * as c from './contract.ts';
import type { Development } from './deps.ts';
import { setName } from './working-set.ts';

const plain = (text: string): string => text.replace(/[（(].*[）)]|\s|[*＊:：_]/g, '').toLowerCase();
const camel = (text: string): string => text.replace(/[-.]+([a-z0-9])/g, (_, x: string) => x.toUpperCase()).replace(/[^a-zA-Z0-9]/g, '');
const fieldTypes: Record<string, string> = { integer: 'integer', decimal: 'decimal', money: 'money', date: 'date', timestamp: 'timestamp', boolean: 'boolean' };
const byForm: Partial<Record<string, string>> = { 'identity-number': 'identity-number', 'credit-code': 'credit-code', phone: 'phone', date: 'date' };
const sensitive = new Set(['identity-number', 'phone']);
const formShare = 0.9;

type Found = { id: string; value: DataElement };

/** The element that a column is called by, or whose form its values have. */
function elementOf(elements: readonly Found[], column: ColumnProfile): Found | undefined {
  const called = plain(column.title ?? column.name);
  const named = elements.find((e) => [textIn(e.value.name, 'zh'), e.id, ...e.value.synonyms].some((n) => plain(n) === called));
  if (named !== undefined) return named;
  const form = Object.entries(column.looksLike).find(([kind, share]) => byForm[kind] !== undefined && share >= formShare)?.[0];
  return form === undefined ? undefined : elements.find((e) => e.value.type === byForm[form] && e.id === form);
}

/** 数据模型设计: a register's definition drafted from what a table holds, with the data elements that its columns are. */
export async function draftRegister(d: Development, ctx: Context, input: ParsedInputOf<typeof c.draftRegister>): Promise<OutputOf<typeof c.draftRegister>> {
  if ('file' in input.from) await d.files.getMeta(ctx, input.from.file);
  const profile = await d.analysis.profile('register' in input.from ? `register:${input.from.register}` : 'set' in input.from ? setName(input.from.set) : `file:${input.from.file}`, { seconds: 60 });
  const elements = d.content.list(dataElementKind).map((e) => ({ id: e.id, value: e.value }));
  const taken = new Set<string>();
  const fields = profile.filter((p) => !p.name.startsWith('record') && p.name !== 'pipelineRow').map((p, i) => {
    const element = elementOf(elements, p);
    const form = Object.entries(p.looksLike).find(([kind, share]) => byForm[kind] !== undefined && share >= formShare)?.[0];
    const type = element?.value.type === 'reference' ? 'text' : (element?.value.type ?? fieldTypes[p.kind] ?? byForm[form ?? ''] ?? 'text');
    let id = element === undefined ? (/^c\d+$/.test(p.name) ? `field${i + 1}` : p.name) : camel(element.id);
    while (taken.has(id)) id = `${id}${i + 1}`;
    taken.add(id);
    return {
      column: p.name, element: element?.id ?? null,
      field: {
        id, title: p.title ?? p.name, type: type === 'code' && element?.value.codeList === undefined ? 'text' : type, ...(type === 'code' && element?.value.codeList !== undefined ? { codeList: element.value.codeList } : {}),
        ...(p.rows > 0 && p.filled === p.rows ? { required: true } : {}), ...(sensitive.has(type) ? { sensitive: true } : {}), ...(element === undefined ? {} : { standard: element.value.standard }),
      },
      unique: p.rows > 1 && p.distinct === p.rows, filled: p.rows === 0 ? 0 : p.filled / p.rows,
    };
  });
  const key = fields.find((f) => f.unique && f.field.required === true);
  const yaml = stringify({ kind: 'register', id: input.id, title: { zh: input.title }, category: 'business', ...(key === undefined ? {} : { key: [key.field.id] }), fields: fields.map((f) => f.field) }, { lineWidth: 0 });
  return { yaml, columns: fields.map((f) => ({ column: f.column, field: f.field.id, type: f.field.type, element: f.element, filled: f.filled, unique: f.unique })) };
}
