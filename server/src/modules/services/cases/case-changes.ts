import type { Context } from '#kernel/context';
import type { Json } from '#engines/process';
import { awaits, itemIdOf, refuseUnless } from './case-functions.ts';
import { casesErrors, isFinal, stateWords, type Work } from '#engines/cases';
import type { Hall } from '../hall.ts';
import { errors } from '../errors.ts';

/** 撤回申请: before the decision, by the applicant; children go with their parent. */
export async function withdrawCase(hall: Hall, ctx: Context, input: { caseId: string; version: number; reason: string }): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  if (work.row.parent_id !== null || isFinal(work.row.state)) throw casesErrors.notNow({ state: stateWords[work.row.state][ctx.locale] });
  const all = [work, ...(await hall.cases.loadChildren(ctx, work.row.id))];
  for (const one of all) {
    if (isFinal(one.row.state)) continue;
    one.move('withdrawn', { reason: input.reason });
    await one.operate({ type: 'cancelAll', actor: ctx.actor.accountId ?? '' });
    await one.save();
  }
  return work;
}

export interface SupplementAnswer {
  caseId: string;
  version: number;
  materials: { itemId: string; materialId: string; fileIds: string[]; recordId?: string | undefined }[];
  note?: string | undefined;
}

/** 补正提交: everything that was asked for comes at once; then the window looks again. */
export async function answerSupplement(hall: Hall, ctx: Context, input: SupplementAnswer): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  refuseUnless(work, ['supplement']);
  if (!awaits(work, 'supplement.answered')) throw casesErrors.notNow({ state: stateWords[work.row.state][ctx.locale] });
  const asked = (work.row.data['supplement'] as unknown as { materials: { itemId: string; materialId: string }[] } | null)?.materials ?? [];
  const given = new Map(input.materials.map((m) => [`${m.itemId}/${m.materialId}`, m]));
  const missing = asked.filter((m) => (given.get(`${m.itemId}/${m.materialId}`)?.fileIds.length ?? 0) === 0);
  if (missing.length > 0) throw errors.materialMissing({ materials: missing.map((m) => m.materialId).join('、') });
  const targets = [work, ...(await hall.cases.loadChildren(ctx, work.row.id))];
  for (const m of input.materials) {
    const target = targets.find((t) => itemIdOf(t) === m.itemId) ?? work;
    const files = await Promise.all(m.fileIds.map((id) => hall.files.getMeta(ctx, id))).then((metas) => metas.map(({ id, name, size }) => ({ id, name, bytes: size })));
    target.material({ material_id: `${m.itemId}/${m.materialId}`, name: m.materialId, state: 'uploaded', source: '补正', files, record_id: m.recordId ?? null, promise: null, later_due: null, note: input.note ?? null });
  }
  work.act('supplementAnswered', { materials: input.materials.map((m) => `${m.itemId}/${m.materialId}`), note: input.note ?? '' } as Record<string, Json>, true);
  await work.message('supplement.answered');
  await work.save();
  return work;
}

/** 特别程序 (hearing, inspection, expert review …): not counted; the applicant is told in writing. */
export async function suspendCase(hall: Hall, ctx: Context, input: { caseId: string; version: number; procedure: string; reason: string; days: number }): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  refuseUnless(work, ['accepted']);
  work.move('suspended', { procedure: input.procedure, reason: input.reason, days: input.days });
  await work.operate({ type: 'suspendAll', actor: ctx.actor.accountId ?? '' });
  await work.save();
  return work;
}

export async function resumeCase(hall: Hall, ctx: Context, input: { caseId: string; version: number; result: string }): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  refuseUnless(work, ['suspended']);
  work.move('accepted', { result: input.result });
  await work.operate({ type: 'resumeAll', actor: ctx.actor.accountId ?? '' });
  await work.save();
  return work;
}

/** 综合窗口出件: one window gives out all results. */
export async function handOut(hall: Hall, ctx: Context, input: { caseId: string; version: number; to: string; way: string }): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  refuseUnless(work, ['granted', 'refused']);
  work.setData('handedOut', { at: ctx.now.toISOString(), to: input.to, way: input.way });
  work.act('handedOut', { to: input.to, way: input.way }, true);
  await work.save();
  return work;
}
