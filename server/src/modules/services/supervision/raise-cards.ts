import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { ruleWords } from './card-rules.ts';
import { lightSql } from '../desk/desk-light.ts';
import type { Hall } from '../hall.ts';

const job = 'services.raiseCards';
const everyMinutes = 10;
const batch = 500;
/** Promises are 365 working days at the most and warn a fifth before: a limit further away cannot be near. */
const aheadDays = 120;

interface Due {
  case_id: string;
  light: string;
  rule: string;
  organisation: string;
  division: string;
  number: string;
  title: string;
  due: string | null;
}

/** Open cases whose light has no card yet; the index of open cases by promise gives them nearest first. */
const casesSql = `select c.id as case_id, l.light, r.rule, c.organisation, c.division, c.number, c.title, case when l.light = 'red' then c.statutory_due else c.promised_due end as due
  from cases.case c, lateral (select ${lightSql('$1')} as light) l, lateral (select case l.light when 'red' then 'statutePassed' when 'yellow' then 'promisePassed' else 'promiseNear' end as rule) r
  where c.concluded_at is null and c.promised_due is not null and c.promised_due <= $1::date + ${aheadDays} and not c.stopped and l.light in ('soon', 'yellow', 'red')
    and not exists (select from services.card k where k.case_id = c.id and k.light = l.light and k.rule = r.rule)
  order by c.promised_due limit ${batch}`;

/** Steps past their own limit (环节时限) while the case's clock runs. */
const tasksSql = `select t.case_id, 'yellow' as light, 'taskPassed:' || (t.name ->> 'zh') as rule, coalesce(t.organisation, c.organisation) as organisation, c.division, c.number, c.title, t.due_on as due
  from cases.task t join cases.case c on c.id = t.case_id
  where t.closed_at is null and t.due_on < $1::date and t.state <> 'suspended' and not c.stopped and c.concluded_at is null
    and not exists (select from services.card k where k.case_id = t.case_id and k.light = 'yellow' and k.rule = 'taskPassed:' || (t.name ->> 'zh'))
  order by t.due_on limit ${batch}`;

/** 容缺 that was not made good within its limit; the index of what is owed gives the nearest first. */
const owedSql = `select c.id as case_id, 'red' as light, 'laterPassed:' || m.name as rule, c.organisation, c.division, c.number, c.title, m.later_due as due
  from cases.material m join cases.case c on c.id = m.case_id
  where m.state = 'later' and m.later_due < $1::date and c.state in ('accepted', 'suspended', 'granted')
    and not exists (select from services.card k where k.case_id = c.id and k.light = 'red' and k.rule = 'laterPassed:' || m.name)
  order by m.later_due limit ${batch}`;

const raiseSql = `insert into services.card (id, case_id, light, rule, organisation, division, case_number, case_name, raised_at, state)
  select r.id, r.case_id, r.light, r.rule, r.organisation, r.division, r.number, r.title, $2, 'open'
  from jsonb_to_recordset($1::jsonb) as r(id uuid, case_id uuid, light text, rule text, organisation text, division text, number text, title text)
  on conflict (case_id, light, rule) do nothing returning case_id, light, rule`;

/** 发牌: once for a case, light and rule, however many workers look; returns how many were raised. */
export async function raiseCards(hall: Hall, ctx: Context): Promise<number> {
  const today = dayInChina(ctx.now);
  const due = [...(await ctx.tx.query<Due>(casesSql, [today])), ...(await ctx.tx.query<Due>(tasksSql, [today])), ...(await ctx.tx.query<Due>(owedSql, [today]))];
  if (due.length === 0) return 0;
  const raised = await ctx.tx.query<Pick<Due, 'case_id' | 'light' | 'rule'>>(raiseSql, [JSON.stringify(due.map((d) => ({ id: ctx.newId(), ...d }))), ctx.now.toISOString()]);
  const made = new Set(raised.map((r) => `${r.case_id} ${r.light} ${r.rule}`));
  const fresh = due.filter((d) => made.delete(`${d.case_id} ${d.light} ${d.rule}`));
  for (const card of fresh) hall.ledger.append(ctx.tx, { kind: 'supervision.raised', subject: card.case_id, data: { number: card.number, light: card.light, rule: card.rule } });
  await tellDepartments(hall, ctx, fresh);
  if (due.length >= batch) hall.jobs.plan(ctx.tx, { kind: job, payload: {} });
  return fresh.length;
}

interface Officer {
  organisation: string;
  account_id: string;
  person_id: string;
}

const told = 5;

/** Up to five who act on cases in each department. */
const officersSql = `select o.code as organisation, a.account_id, a.person_id from unnest($1::text[]) o(code) cross join lateral (
    select distinct a.id as account_id, a.person_id from access.post p join access.account a on a.person_id = p.person_id and a.kind = 'officer' and a.state = 'active'
      join access.role_assignment ra on ra.post_id = p.id and ra.revoked_at is null join access.role r on r.id = ra.role
    where p.organisation = o.code and p.valid_to is null and r.permissions && array['cases.review', 'cases.decide', 'cases.accept'] limit ${told}) a`;

async function tellDepartments(hall: Hall, ctx: Context, cards: readonly Due[]): Promise<void> {
  const officers = await ctx.tx.query<Officer>(officersSql, [[...new Set(cards.map((c) => c.organisation))]]);
  const words = { soon: '即将到期', yellow: '黄牌', red: '红牌' } as Record<string, string>;
  for (const card of cards) {
    for (const officer of officers.filter((o) => o.organisation === card.organisation)) {
      hall.messages.plan(ctx, {
        template: 'case-overdue', to: { accountId: officer.account_id, personId: officer.person_id }, caseId: card.case_id, language: 'zh',
        scope: { item: card.title, caseNumber: card.number, step: ruleWords(card.rule, 'zh'), light: words[card.light] ?? card.light, until: card.due ?? '', caseId: card.case_id },
      });
    }
  }
}

/** 电子监察 looks at all open clocks every ten minutes, those first whose days were not known when they started. */
export function scheduleSupervision(hall: Hall): void {
  hall.jobs.handle(job, async (ctx) => {
    await hall.cases.dateUndated(ctx);
    await raiseCards(hall, ctx);
  });
  hall.jobs.schedule({ name: 'services.supervision', kind: job, everyMs: everyMinutes * 60_000 });
}
