import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import { asHouse, bureauOf, inCharge, type Protection } from './deps.ts';
import { factsOf } from './findings.ts';
import { hitsOf, planInspection, rulesInForce, type StageScore } from './inspect.ts';
import { senseOf, senses } from './senses/index.ts';

interface InspectionRow { id: string; by_name: string; state: 'waiting' | 'done' | 'failed'; planned_at: Date; done_at: Date | null; milliseconds: number | null; stages: StageScore[] | null; score: string | null; found: number | null; fresh: number | null; closed: number | null; problem: string | null }

const inspectionView = (r: InspectionRow): OutputOf<typeof c.overview>['inspections'][number] => ({
  id: r.id, by: r.by_name, state: r.state, plannedAt: r.planned_at.toISOString(), doneAt: r.done_at?.toISOString() ?? null, milliseconds: r.milliseconds, stages: r.stages ?? [], score: r.score === null ? null : Number(r.score), found: r.found, fresh: r.fresh, closed: r.closed, problem: r.problem,
});

/** 数据安全态势: the last inspections with their scores, what stands open in the officer's divisions. */
export async function overview(deps: Protection, ctx: Context): Promise<OutputOf<typeof c.overview>> {
  const inspections = (await ctx.tx.query<InspectionRow>('select * from protection.inspection order by id desc limit 30')).map(inspectionView);
  const open = await ctx.tx.query<{ stage: OutputOf<typeof c.overview>['open'][number]['stage']; severity: 'high' | 'medium' | 'low'; count: number; late: number }>(
    "select stage, severity, count(*)::int as count, count(*) filter (where state = 'open' and due_on < $1)::int as late from protection.finding where state in ('open', 'answered') group by 1, 2", [dayInChina(ctx.now)]);
  const rules = rulesInForce(deps);
  return {
    inspections, open,
    rules: rules.map((r) => ({ id: r.id, title: textIn(r.title, ctx.locale), stage: r.stage, over: r.over, when: r.when, severity: r.severity, days: r.days, advice: textIn(r.advice, ctx.locale), clause: r.clause ?? null })),
  };
}

export const startInspection = (deps: Protection, ctx: Context): { inspectionId: string } => ({ inspectionId: planInspection(deps, ctx, ctx.actor.name) });

/** 感知清单: what there is of one kind now, with its facts and the rules that hold of it: grants, accounts, sources … for review. */
export async function listSensed(deps: Protection, ctx: Context, { sense, onlyHit, limit }: ParsedInputOf<typeof c.listSensed>): Promise<OutputOf<typeof c.listSensed>> {
  const all = await asHouse(ctx, () => senseOf(sense).gather(deps, ctx.tx, ctx.now));
  const bureau = bureauOf(deps).id;
  const mine = all.filter((s) => inCharge(deps, ctx, s.organisation ?? bureau));
  const hits = Map.groupBy(hitsOf(deps, rulesInForce(deps).filter((r) => r.over === sense), new Map([[sense, mine]])), (h) => h.sensed.subject);
  const told = (onlyHit ? mine.filter((s) => hits.has(s.subject)) : mine).toSorted((a, b) => (hits.get(b.subject)?.length ?? 0) - (hits.get(a.subject)?.length ?? 0));
  return {
    facts: factsOf(sense, ctx.locale), total: mine.length, hit: hits.size,
    things: told.slice(0, limit).map((s) => ({
      subject: s.subject, title: s.title, organisation: s.organisation, organisationName: s.organisation === null ? null : bodyName(deps, s.organisation, ctx.locale), facts: s.facts,
      hits: (hits.get(s.subject) ?? []).map(({ rule }) => ({ rule: rule.id, title: textIn(rule.title, ctx.locale), severity: rule.severity })),
    })),
  };
}

export const senseIds = senses.map((s) => s.id) as [string, ...string[]];

/** 备份登记: by who keeps the database; a drill says whether what came back was whole. */
export function noteBackup(deps: Pick<Protection, 'ledger'>, ctx: Context, i: ParsedInputOf<typeof c.noteBackup>): { id: string } {
  const id = ctx.newId();
  ctx.tx.insert('protection.backup', { id, kind: i.kind, place: i.place, bytes: i.bytes ?? null, digest: i.digest ?? null, taken_at: new Date(i.takenAt), good: i.good, seconds: i.seconds ?? null, noted_by: ctx.actor.name, at: ctx.now });
  deps.ledger.append(ctx.tx, { kind: 'protection.backup', subject: id, data: { kind: i.kind, digest: i.digest ?? null, good: i.good, takenAt: i.takenAt } });
  return { id };
}

export async function listBackups(ctx: Context): Promise<OutputOf<typeof c.listBackups>> {
  const rows = await ctx.tx.query<{ id: string; kind: 'full' | 'incremental' | 'restore-drill'; place: string; bytes: string | null; digest: string | null; taken_at: Date; good: boolean; seconds: number | null; noted_by: string }>('select id, kind, place, bytes, digest, taken_at, good, seconds, noted_by from protection.backup order by taken_at desc, id desc limit 100');
  return { backups: rows.map((b) => ({ id: b.id, kind: b.kind, place: b.place, bytes: b.bytes === null ? null : Number(b.bytes), digest: b.digest, takenAt: b.taken_at.toISOString(), good: b.good, seconds: b.seconds, by: b.noted_by })) };
}
