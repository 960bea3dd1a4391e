import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { scopeOf } from '../quality/analyse.ts';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { errors } from './errors.ts';
import { freshSnapshot } from './fresh-snapshot.ts';
import { tagKind, type Tag } from './tag-kind.ts';

const seconds = 30;
const shownMax = 200;
/** Measures of one question. */
const together = 20;

const scope = (deps: Libraries, ctx: Context) => (source: string) => scopeOf({ content: deps.content, divisionOf: (o) => deps.organisation(o)?.division }, ctx, source);

export const tagView = (deps: Libraries, ctx: Context, id: string, tag: Tag) => ({
  id, title: textIn(tag.title, ctx.locale), group: textIn(tag.group, ctx.locale), subject: tag.subject, register: tag.register, registerTitle: textIn(deps.content.get(registerKind, tag.register).value.title, ctx.locale), when: tag.when,
  basis: textIn(tag.basis, ctx.locale),
});

/** 标签目录 with how many carry each: all tags over one register in one scan of its snapshot. Of persons no figure below five is told, nor what would leave fewer. */
export async function listTags(deps: Libraries, ctx: Context): Promise<OutputOf<typeof c.listTags>> {
  const tags: OutputOf<typeof c.listTags>['tags'] = [];
  for (const [register, own] of Map.groupBy(deps.content.list(tagKind), (d) => d.value.register)) {
    const { at, personal } = await freshSnapshot(deps, register);
    for (let i = 0; i < own.length; i += together - 1) {
      const asked = own.slice(i, i + together - 1);
      const { rows: [row] } = await deps.analysis.query(
        { from: `register:${register}`, measures: [{ as: 'all', fn: 'count' }, ...asked.map((d, n) => ({ as: `n${n}`, fn: 'count' as const, where: d.value.when }))] }, { now: ctx.now, seconds, scopeOf: scope(deps, ctx) });
      const of = row === undefined ? null : Number(row['all']);
      asked.forEach((d, n) => {
        const count = row?.[`n${n}`];
        // all of them carry it: then each does
        const all = personal && of !== null && count === of;
        tags.push({ ...tagView(deps, ctx, d.id, d.value), subjects: typeof count === 'number' && !all ? count : null, of, at });
      });
    }
  }
  return { tags };
}

/** 标签筛选: legal entities that the law publishes anyway; tags over other registers would tell what is not public and are refused. Each reads that it was chosen, and for what. */
export async function taggedEntities(deps: Libraries, ctx: Context, input: ParsedInputOf<typeof c.taggedEntities>): Promise<OutputOf<typeof c.taggedEntities>> {
  const tags = input.tags.map((id) => deps.content.find(tagKind, id)?.value);
  if (tags.some((t) => t?.register !== 'legal-entity')) throw errors.unknown();
  await freshSnapshot(deps, 'legal-entity');
  const asked = { from: 'register:legal-entity', where: tags.map((t) => `(${t!.when})`).join(' and ') };
  const options = { now: ctx.now, seconds, scopeOf: scope(deps, ctx) };
  const { rows } = await deps.analysis.query({ ...asked, rows: ['recordId', 'creditCode', 'name'], order: [{ by: 'creditCode' }], limit: shownMax }, options);
  const { rows: [counted] } = await deps.analysis.query({ ...asked, measures: [{ as: 'total', fn: 'count' }] }, options);
  const purpose = { duty: 'tags', text: input.purpose };
  await Promise.all(rows.map((r) => deps.records.noteAccess(ctx, { register: 'legal-entity', recordId: String(r['recordId']), subjects: [String(r['recordId'])], fields: ['creditCode', 'name'] }, purpose)));
  return { entities: rows.map((r) => ({ creditCode: String(r['creditCode']), name: String(r['name']) })), total: Number(counted?.['total'] ?? 0) };
}
