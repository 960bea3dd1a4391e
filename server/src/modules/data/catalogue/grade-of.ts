import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import type { CatalogueDeps } from './deps.ts';
import { grades, type Grade, type InformationItem } from './contract-entry.ts';

/** What a field of a register is graded: by its item in the entries that lead to the register. */
export interface FieldGrade {
  grade: Grade;
  sensitive: boolean;
  /** Whether people confirmed it, or it is what the content declares. */
  confirmed: boolean;
}

/** 数据级别 of the fields of a register, by field; of several entries the highest counts (就高从严). A field that no entry names is not in it. */
export async function gradesOf({ content }: Pick<CatalogueDeps, 'content'>, ctx: Pick<Context, 'tx'>, register: string): Promise<ReadonlyMap<string, FieldGrade>> {
  const fields = content.find(registerKind, register)?.value.fields ?? [];
  const entries = await ctx.tx.query<{ items: InformationItem[]; confirmed: boolean }>(
    "select e.items, e.grade_confirmed_by is not null as confirmed from catalogue.mount m join catalogue.entry e on e.id = m.entry_id where m.target = $1 and m.kind = 'table' and m.ended_at is null and e.state <> 'withdrawn'", [register]);
  const found = new Map<string, FieldGrade>();
  for (const { items, confirmed } of entries) {
    for (const field of fields) {
      const item = items.find((i) => i.element === field.id) ?? items.find((i) => i.name === textIn(field.title, 'zh'));
      if (item === undefined) continue;
      const before = found.get(field.id);
      if (before === undefined || grades.indexOf(item.grade) > grades.indexOf(before.grade)) found.set(field.id, { grade: item.grade, sensitive: item.sensitive || (before?.sensitive ?? false), confirmed });
      else if (item.sensitive) found.set(field.id, { ...before, sensitive: true });
    }
  }
  return found;
}
