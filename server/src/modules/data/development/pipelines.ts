import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type { ReadTx } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Development } from './deps.ts';
import { errors } from './errors.ts';
import { pipelineKind } from './pipeline-kind.ts';
import { runsOf } from './run-views.ts';
import { shapesOf, tryShapes } from './shape.ts';
import type { Pipeline } from './contract-step.ts';

/** A pipeline as it stands: of the content, or the newest version drawn at the desk. */
export interface Current {
  id: string;
  version: number;
  definition: Pipeline;
  active: boolean;
  origin: 'content' | 'desk';
  by: string | null;
}

interface Row { id: string; version: number; definition: Pipeline; active: boolean; made_by: string }

export async function listCurrent(d: Pick<Development, 'content'>, tx: ReadTx): Promise<Current[]> {
  const declared = d.content.list(pipelineKind).map((p): Current => ({ id: p.id, version: p.version, definition: p.value, active: true, origin: 'content', by: null }));
  const drawn = await tx.query<Row>('select distinct on (id) id, version, definition, active, made_by from development.pipeline order by id, version desc limit 2000');
  const ids = new Set(declared.map((p) => p.id));
  return [...declared, ...drawn.filter((r) => !ids.has(r.id)).map((r): Current => ({ id: r.id, version: r.version, definition: r.definition, active: r.active, origin: 'desk', by: r.made_by }))];
}

export const findPipeline = async (d: Pick<Development, 'content'>, tx: ReadTx, id: string): Promise<Current | undefined> => (await listCurrent(d, tx)).find((p) => p.id === id);

/** 保存: the next version; refused where a step cannot be, before anything is kept. */
export async function savePipeline(d: Development, ctx: Context, input: ParsedInputOf<typeof c.savePipeline>): Promise<OutputOf<typeof c.savePipeline>> {
  const standing = await findPipeline(d, ctx.tx, input.pipelineId);
  if (standing?.origin === 'content') throw errors.ownedByContent({ pipeline: input.pipelineId });
  if ((standing?.version ?? 0) !== input.version) throw errors.stale({ version: standing?.version ?? 0 });
  shapesOf(d, input.definition);
  const known = new Set((await listCurrent(d, ctx.tx)).map((p) => p.id));
  const missing = input.definition.after.find((id) => id === input.pipelineId || !known.has(id));
  if (missing !== undefined) throw errors.stepInvalid({ step: 0, zh: `没有可依赖的管道“${missing}”`, en: `there is no pipeline "${missing}" to wait for` });
  const version = input.version + 1;
  ctx.tx.insert('development.pipeline', { id: input.pipelineId, version, definition: input.definition, active: input.active, made_by: ctx.actor.name, made_at: ctx.now.toISOString() });
  d.ledger.append(ctx.tx, { kind: 'development.pipelineSaved', subject: input.pipelineId, data: { version, active: input.active } });
  return { version };
}

export async function checkPipeline(d: Development, ctx: Context, { definition }: ParsedInputOf<typeof c.checkPipeline>): Promise<OutputOf<typeof c.checkPipeline>> {
  const { shapes, refusal } = tryShapes(d, definition, ctx.locale);
  return { ok: refusal === undefined, why: refusal?.words(ctx.locale) ?? null, shapes: shapes.map((s) => ({ personal: s.personal, columns: s.columns })) };
}

export async function listPipelines(d: Development, ctx: Context): Promise<OutputOf<typeof c.listPipelines>> {
  const last = new Map((await ctx.tx.query<{ pipeline: string; state: OutputOf<typeof c.getRun>['state']; day: string; moved: number | null }>('select distinct on (pipeline) pipeline, state, day::text as day, moved::int as moved from development.run order by pipeline, id desc')).map((r) => [r.pipeline, r]));
  return {
    pipelines: (await listCurrent(d, ctx.tx)).map((p) => {
      const run = last.get(p.id);
      const end = p.definition.steps.at(-1);
      return {
        id: p.id, title: textIn(p.definition.title, ctx.locale), version: p.version, origin: p.origin, active: p.active, steps: p.definition.steps.length, schedule: p.definition.schedule?.at ?? null, workingDays: p.definition.schedule?.workingDays ?? false,
        after: p.definition.after, publishes: end?.do === 'publish' ? { as: end.as, name: end.name, title: end.title } : null, last: run === undefined ? null : { state: run.state, day: run.day, moved: run.moved },
      };
    }),
  };
}

export async function getPipelineView(d: Development, ctx: Context, { pipelineId }: ParsedInputOf<typeof c.getPipeline>): Promise<OutputOf<typeof c.getPipeline>> {
  const p = await findPipeline(d, ctx.tx, pipelineId);
  if (p === undefined) throw errors.notFound();
  const { shapes, refusal } = tryShapes(d, p.definition, ctx.locale);
  return { id: p.id, version: p.version, origin: p.origin, active: p.active, by: p.by, definition: p.definition, title: textIn(p.definition.title, ctx.locale), why: refusal?.words(ctx.locale) ?? null, shapes: shapes.map((s) => ({ personal: s.personal, columns: s.columns })), runs: await runsOf(ctx, p.id, 50) };
}
