import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { declareEdges } from '../catalogue/lineage.ts';
import { buildSet, type Build } from './build-set.ts';
import type { OpenDeps } from './deps.ts';
import { openSetsKind, type OpenSet } from './open-set-kind.ts';
import { releaseBuild, withdrawRelease } from './release-set.ts';
import { findSet, formatsOf, getBuild, idOf, lockSet, resourceId, wordsOf, type SetRow } from './sets.ts';

export const bringJob = 'open.bring';
export const buildJob = 'open.build';

const digestOf = (set: OpenSet, provider: string): string => createHash('sm3').update(JSON.stringify([provider, set])).digest('hex');

/** Writes the set's own row: new, or as its definition now says. */
export async function putSet(deps: OpenDeps, ctx: Context, set: OpenSet, provider: string, origin: 'content' | 'desk'): Promise<void> {
  const organisation = deps.organisation(provider);
  const name = organisation?.name ?? provider;
  await ctx.tx.query(`
    insert into open.set as s (name, id, origin, definition, digest, title, organisation, organisation_name, division, theme, cycle, tags, formats, resources, words, state, updated_at, access)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'draft', $16, $17)
    on conflict (name) do update set definition = excluded.definition, digest = excluded.digest, title = excluded.title, organisation = excluded.organisation, organisation_name = excluded.organisation_name,
      division = excluded.division, theme = excluded.theme, cycle = excluded.cycle, tags = excluded.tags, words = excluded.words, access = excluded.access, version = s.version + 1, updated_at = excluded.updated_at
    where s.origin = excluded.origin and s.digest <> excluded.digest`,
  [set.name, idOf(set.name), origin, JSON.stringify(set), digestOf(set, provider), textIn(set.title, 'zh'), provider, name, organisation?.division ?? '', set.theme, set.cycle, set.tags, formatsOf(false), formatsOf(true).map((f) => resourceId(set.name, f)), wordsOf(set, name), ctx.now, set.condition === undefined ? 'unconditional' : 'conditional']);
}

/**
 * Brings the open sets in line with content and sources: a set of the content was agreed on when the content was published, a
 * set of the desk when its first version was; so a new build that passes every check becomes the next version by itself. One
 * that fails a check, or whose columns changed, waits for the desk. A source that did not change makes no version.
 */
export async function bringSets(deps: OpenDeps): Promise<void> {
  const declared = deps.content.list(openSetsKind).flatMap((d) => d.value.sets.map((set) => ({ set, provider: d.value.provider })));
  await deps.asSystem(async (ctx) => {
    for (const { set, provider } of declared) await putSet(deps, ctx, set, provider, 'content');
    const names = declared.map((d) => d.set.name);
    await ctx.tx.query("update open.set set state = 'withdrawn', current_build = null, note = '内容包不再定义', version = version + 1, updated_at = $2 where origin = 'content' and state = 'open' and name <> all ($1)", [names, ctx.now]);
    await declareEdges(ctx, 'open', declared.flatMap(({ set }) => {
      const register = 'register' in set.source ? set.source.register : 'query' in set.source ? set.source.query.register : undefined;
      return register === undefined ? [] : [{ from: `register:${register}`, to: `open-set:${set.name}`, how: 'open' }];
    }));
  });
  const due = await deps.asSystem((ctx) => ctx.tx.query<{ name: string }>("select name from open.set where (origin = 'content' and state in ('draft', 'open', 'waiting')) or (origin = 'desk' and state = 'open') order by name"));
  for (const { name } of due) await deps.asSystem((ctx) => renewSet(deps, ctx, name));
}

async function renewSet(deps: OpenDeps, ctx: Context, name: string): Promise<void> {
  const set = await lockSet(ctx.tx, name);
  if (set === undefined || set.state === 'withdrawn' || set.state === 'building') return;
  // a build that turns out to be nothing new leaves no trace
  await ctx.tx.query('savepoint build');
  const build = await buildSet(deps, ctx, set.definition);
  const before = set.current_build ?? set.waiting_build;
  const known = before === null ? undefined : await getBuild(ctx.tx, before);
  if (known !== undefined && known.digest === build.digest && known.passed === build.passed && sameColumns(known.columns, build.columns)) {
    await ctx.tx.query('rollback to savepoint build');
    return;
  }
  const agreed = set.origin === 'content' || (known !== undefined && sameColumns(known.columns, build.columns));
  await afterBuild(deps, ctx, set, build, agreed);
}

const sameColumns = (a: readonly { id: string; type: string }[], b: readonly { id: string; type: string }[]): boolean => JSON.stringify(a.map((c) => [c.id, c.type])) === JSON.stringify(b.map((c) => [c.id, c.type]));

async function afterBuild(deps: OpenDeps, ctx: Context, set: SetRow, build: Build, agreed: boolean): Promise<void> {
  if (agreed && build.passed) return releaseBuild(deps, ctx, set, build, { proposedBy: set.origin === 'content' ? '内容包' : '定期更新', approvedBy: set.origin === 'content' ? '内容发布' : '首次发布审核', note: null });
  // what may not be open any more is not left open until somebody looks
  const closing = build.checks.filter((c) => !c.passed && ['opening', 'grade', 'sensitive'].includes(c.id));
  if (set.current_build !== null && closing.length > 0) {
    await withdrawRelease(deps, ctx, set, closing.map((c) => c.zh).join('；').slice(0, 500));
    await ctx.tx.query("update open.set set state = 'waiting', waiting_build = $2 where name = $1", [set.name, build.id]);
    return;
  }
  await ctx.tx.query('update open.set set state = $2, waiting_build = $3, formats = case when current_build is null then $4 else formats end, version = version + 1, updated_at = $5 where name = $1',
    [set.name, set.current_build === null ? 'waiting' : set.state, build.id, formatsOf(build.geometry), ctx.now]);
}

/** The desk's own proposal: built as a job, then it waits for a second person. */
export async function buildProposal(deps: OpenDeps, name: string): Promise<void> {
  await deps.asSystem(async (ctx) => {
    const set = await findSet(ctx.tx, name);
    if (set?.state !== 'building') return;
    await ctx.tx.query('savepoint build');
    try {
      const build = await buildSet(deps, ctx, set.definition);
      await ctx.tx.query("update open.set set state = 'waiting', waiting_build = $2, formats = case when current_build is null then $3 else formats end, version = version + 1, updated_at = $4 where name = $1", [name, build.id, formatsOf(build.geometry), ctx.now]);
    } catch (error) {
      await ctx.tx.query('rollback to savepoint build');
      const words = (error as { words?: (l: 'zh') => string }).words?.('zh') ?? '未能生成';
      await ctx.tx.query("update open.set set state = 'draft', note = $2, version = version + 1, updated_at = $3 where name = $1", [name, words.slice(0, 500), ctx.now]);
    }
  });
}
