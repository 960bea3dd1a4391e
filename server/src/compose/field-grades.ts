import type { Content } from '#engines/content';
import { registerKind, type Grade } from '#engines/records';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';

const againMs = 5_000;

export interface FieldGrades {
  of(register: string, field: string): Grade | undefined;
  refresh(): Promise<void>;
}

/** 数据级别 of registers' fields as people confirmed them in the catalogue; held in memory, read anew after a confirmation and every few seconds, for other processes confirm too. */
export function createFieldGrades(content: Pick<Content, 'find'>, asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>): FieldGrades {
  let known = new Map<string, Grade>();
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    const rows = await asSystem((ctx) => ctx.tx.query<{ register: string; name: string; element: string | null; grade: Grade }>(
      `select m.target as register, i.name, i.element, i.grade from catalogue.entry e join catalogue.mount m on m.entry_id = e.id and m.kind = 'table' and m.ended_at is null
         cross join lateral jsonb_to_recordset(e.items) as i(name text, element text, grade text) where e.grade_confirmed_by is not null and e.state = 'published'`));
    const next = new Map<string, Grade>();
    for (const { register, name, element, grade } of rows) {
      const field = content.find(registerKind, register)?.value.fields.find((f) => f.id === element || textIn(f.title, 'zh') === name);
      if (field !== undefined) next.set(`${register}.${field.id}`, grade);
    }
    known = next;
  };
  const refresh = (): Promise<void> => {
    readAt = performance.now();
    return (reading ??= read().finally(() => (reading = undefined)));
  };
  return {
    of(register, field) {
      // a failed read leaves what was known; the next one tries again
      if (performance.now() - readAt > againMs) void refresh().catch(() => undefined);
      return known.get(`${register}.${field}`);
    },
    refresh,
  };
}
