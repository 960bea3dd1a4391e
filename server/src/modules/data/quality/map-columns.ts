import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import { dataElementKind, type DataElement } from './data-element-kind.ts';
import { say, type Quality } from './deps.ts';
import { errors } from './errors.ts';

type Why = 'name' | 'synonym' | 'form' | 'none';

/** As people write names of columns: 身份证号（必填）, ID_Card, 出生 日期. */
const plain = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/[（(][^）)]*[)）]|[\s_\-:：*·]+/g, '');

/** 对照建议: by the element's name, by what sources call it, by the form of samples; people confirm. */
export function proposeMapping(q: Pick<Quality, 'content'>, ctx: Context, { columns }: ParsedInputOf<typeof c.proposeMapping>): OutputOf<typeof c.proposeMapping> {
  const elements = q.content.list(dataElementKind).map(({ id, value }) => ({ id, value, names: [id, textIn(value.name, 'zh'), textIn(value.name, 'en')].map(plain), synonyms: value.synonyms.map(plain) }));
  const find = (column: string, samples: readonly string[]): [(typeof elements)[number] | undefined, Why] => {
    const name = plain(column);
    const byName = elements.find((e) => e.names.includes(name));
    if (byName !== undefined) return [byName, 'name'];
    const bySynonym = elements.find((e) => e.synonyms.includes(name));
    if (bySynonym !== undefined) return [bySynonym, 'synonym'];
    const byForm = samples.length < 3 ? [] : elements.filter((e) => hasForm(e.value, samples));
    return byForm.length === 1 ? [byForm[0], 'form'] : [undefined, 'none'];
  };
  return {
    proposals: columns.map(({ column, samples }) => {
      const [found, why] = find(column, samples.map((s) => s.trim()).filter((s) => s !== ''));
      return { column, element: found?.id ?? null, elementName: say(ctx, found?.value.name), why };
    }),
  };
}

/** Every sample has the element's own pattern; patterns that fit anything tell nothing. */
const hasForm = (e: DataElement, samples: readonly string[]): boolean => {
  if (e.pattern === undefined) return false;
  const pattern = new RegExp(e.pattern, 'u');
  return samples.every((s) => pattern.test(s));
};

interface MappingRow {
  column_name: string; element: string | null; mapped_by: string; mapped_at: Date; version: number;
}

const views = (q: Pick<Quality, 'content'>, ctx: Context, rows: readonly MappingRow[]): OutputOf<typeof c.listMappings> => ({
  mappings: rows.map((r) => ({ column: r.column_name, element: r.element, elementName: r.element === null ? null : say(ctx, q.content.find(dataElementKind, r.element)?.value.name), version: r.version, by: r.mapped_by, at: r.mapped_at.toISOString() })),
});

export async function listMappings(q: Pick<Quality, 'content'>, ctx: Context, { source }: ParsedInputOf<typeof c.listMappings>): Promise<OutputOf<typeof c.listMappings>> {
  return views(q, ctx, await ctx.tx.query<MappingRow>('select * from quality.mapping where source = $1 order by column_name limit 1000', [source]));
}

export async function mapColumns(q: Pick<Quality, 'content'>, ctx: Context, { source, columns }: ParsedInputOf<typeof c.mapColumns>): Promise<OutputOf<typeof c.mapColumns>> {
  for (const { element } of columns) if (element !== null && q.content.find(dataElementKind, element) === undefined) throw errors.elementMissing({ element });
  for (const { column, element, version } of columns) {
    const [kept] = await ctx.tx.query<{ version: number }>(
      `insert into quality.mapping as m (source, column_name, element, mapped_by, mapped_at) select $1, $2, $3, $4, $5 where $6 = 0 or exists (select from quality.mapping where source = $1 and column_name = $2)
       on conflict (source, column_name) do update set element = excluded.element, mapped_by = excluded.mapped_by, mapped_at = excluded.mapped_at, version = m.version + 1 where m.version = $6 returning version`,
      [source, column, element, ctx.actor.name, ctx.now, version],
    );
    if (kept === undefined) throw errors.stale({ version: (await ctx.tx.maybe<{ version: number }>('select version from quality.mapping where source = $1 and column_name = $2', [source, column]))?.version ?? 0 });
  }
  return listMappings(q, ctx, { source });
}
