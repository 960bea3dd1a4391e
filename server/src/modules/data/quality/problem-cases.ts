import { organisationKind, type OrganisationDefinition } from '#engines/access';
import { tasksOf, type CaseWork, type TaskRow, type Work } from '#engines/cases';
import type { Context } from '#kernel/context';
import { textIn, type Text } from '#kernel/i18n';
import { sharingRulesKind } from '../catalogue/kinds.ts';
import { registerDefinition, type Quality } from './deps.ts';
import { errors } from './errors.ts';
import { planRun } from './plan-run.ts';
import { moveTicket, type TicketRow } from './ticket-rows.ts';

/** 质量问题 as a case: 责任单位整改 or 异议 → 数据主管部门裁定 → 复核 → 销号, on a clock. */
export const problemCase = 'quality-problem';

/** 数据主管部门 at or above a division; the highest where a problem belongs to no place. */
const bureauOf = ({ content }: Pick<Quality, 'content'>, division: string): OrganisationDefinition | undefined => {
  const bureaus = content.list(organisationKind, { where: (d) => d.value.function === 'digital-government' && d.value.nature === 'department' && (division === '' || division.startsWith(d.value.division)) }).map((d) => d.value);
  return bureaus.toSorted((a, b) => (division === '' ? a.division.length - b.division.length : b.division.length - a.division.length))[0];
};

/** Who mends and who decides: a body mends what is its own, else the bureau of the place sees to it. Undefined where the place has no bureau. */
function partiesOf(q: Quality, department: string): { responsible: OrganisationDefinition; bureau: OrganisationDefinition } | undefined {
  const own = q.content.find(organisationKind, department)?.value;
  const bureau = bureauOf(q, own?.division ?? (/^\d{2,12}$/.test(department) ? department : ''));
  return bureau === undefined ? undefined : { responsible: own ?? bureau, bureau };
}

/** Opens the ticket's case and answers its id; null where nobody is there to take it. */
export async function openProblem(q: Quality, ctx: Context, t: { id: string; number: string; register: string; department: string; title: Text; failed: number }): Promise<string | null> {
  const parties = partiesOf(q, t.department);
  if (parties === undefined) return null;
  const days = q.content.find(sharingRulesKind, 'sharing')!.value.correctionDays;
  const register = registerDefinition(q, t.register);
  const work = await q.cases.open(ctx, {
    kind: problemCase, kindCode: 'ZL', definition: { kind: 'process', id: problemCase, version: 1 }, title: `数据质量问题：${register === undefined ? t.register : textIn(register.title, 'zh')}（${textIn(t.title, 'zh')}）`.slice(0, 200), division: parties.responsible.division, organisation: parties.bureau.id, party: null,
    channel: 'desk', answers: { ticket: t.number, rule: textIn(t.title, 'zh') }, data: { ticket: t.id, register: t.register, responsible: parties.responsible.id }, process: { id: problemCase },
    variables: { responsible: parties.responsible.id, bureau: parties.bureau.id, measure: { failed: t.failed } }, promisedDays: days, statutoryDays: days * 2,
  });
  work.move('accepted');
  await work.start();
  await work.save();
  return work.row.id;
}

export function registerProblemFunctions(q: Quality): void {
  const ticketOf = ({ ctx, row }: CaseWork): Promise<TicketRow> => ctx.tx.one<TicketRow>('select * from quality.ticket where id = $1 for update', [String(row.data['ticket'])]);
  const opinionOf = (work: CaseWork): string | undefined => (typeof work.row.data['opinion'] === 'string' ? work.row.data['opinion'] : undefined);
  q.cases.registerFunction('quality.recheck', {
    async run(work) {
      const t = await ticketOf(work);
      // a run that has just found nothing is not asked again
      if (t.state === 'closed' || work.row.data['clean'] === true) return;
      await moveTicket(work.ctx, t, { state: 'answered', kind: 'answered', failed: t.failed, runId: t.run_id, note: opinionOf(work) });
      planRun(q, work.ctx, t.register, '整改复核');
    },
  });
  q.cases.registerFunction('quality.closed', { run: (work) => work.move('granted', { reason: '复核已无此问题' }) });
  q.cases.registerFunction('quality.dismissed', {
    async run(work) {
      const t = await ticketOf(work);
      if (t.state === 'objected') await moveTicket(work.ctx, t, { state: 'open', kind: 'dismissed', failed: t.failed, runId: t.run_id, note: opinionOf(work) });
    },
  });
  q.cases.registerFunction('quality.excused', {
    async run(work) {
      const t = await ticketOf(work);
      await moveTicket(work.ctx, t, { state: 'closed', kind: 'excused', failed: t.failed, runId: t.run_id, note: opinionOf(work) });
      await work.ctx.tx.query('update quality.ticket set excused_failed = failed where id = $1', [t.id]);
      work.move('refused', { reason: opinionOf(work) ?? '异议成立' });
    },
  });
}

const openTask = async (ctx: Context, caseId: string): Promise<TaskRow | undefined> => (await tasksOf(ctx.tx, caseId)).find((task) => task.closed_at === null);

async function decide(work: Work, task: TaskRow, decision: string, opinion: string): Promise<void> {
  if (opinion !== '') work.setData('opinion', opinion);
  work.act('decided', { node: task.node, step: task.name.zh, decision, opinion, files: [] }, true);
  await work.operate({ type: 'approve', task: task.token, actor: work.ctx.actor.accountId ?? '', output: { decision } }, { decision, opinion });
}

/** The responsible body's word on its ticket: mended, or an objection. Refuses `quality.notYours` for others, `quality.inHand` while the bureau decides or a run is awaited. */
export async function answerProblem(q: Quality, ctx: Context, t: TicketRow, decision: 'mended' | 'object', opinion: string): Promise<void> {
  const task = t.case_id === null ? undefined : await openTask(ctx, t.case_id);
  if (task === undefined || task.node !== 'mend') throw errors.inHand();
  if (task.organisation !== null && !ctx.actor.organisations.includes(task.organisation)) throw errors.notYours();
  const { work } = await q.cases.loadTask(ctx, task.id, task.version);
  await decide(work, task, decision, opinion);
  if (decision === 'object') await moveTicket(ctx, t, { state: 'objected', kind: 'objected', failed: t.failed, runId: t.run_id, note: opinion });
  await work.save();
}

/** 复核: what a run found goes to the case; a clean one ends it wherever it stands, for what is gone needs no decision. */
export async function tellCase(q: Quality, ctx: Context, caseId: string, failed: number): Promise<void> {
  const work = await q.cases.load(ctx, caseId);
  if (work.row.concluded_at !== null) return;
  work.setVariables({ measure: { failed } });
  if (failed === 0) work.setData('clean', true);
  for (let steps = 0; failed === 0 && steps < 4; steps++) {
    const task = [...(await work.openTasks()).values()].find((x) => x.closed_at === null);
    if (task === undefined) break;
    await decide(work, task, task.node === 'mend' ? 'mended' : 'dismiss', '复核已无此问题');
  }
  const waits = ![...(await work.openTasks()).values()].some((x) => x.closed_at === null);
  if (waits) await work.message('quality.measured');
  await work.save();
}
