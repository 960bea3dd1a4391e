import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { conditionsOf } from '#kernel/db';
import { textIn, type Locale, type Text } from '#kernel/i18n';
import { registerKind } from '#engines/records';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import { inCharge, type Protection } from './deps.ts';
import { errors } from './errors.ts';
import { rulesInForce } from './inspect.ts';
import type { Fact, Stage } from './sense.ts';
import { senseOf, senses } from './senses/index.ts';

interface Row {
  id: string; number: string; rule: string; sense: string; subject: string; subject_title: string; title: Text; stage: Stage; severity: 'high' | 'medium' | 'low'; organisation: string; facts: Record<string, Fact>;
  state: 'open' | 'answered' | 'accepted' | 'closed'; due_on: string; accepted_to: string | null; found_at: Date; seen_at: Date; closed_at: Date | null; version: number;
}
const columns = 'f.id, f.number, f.rule, f.sense, f.subject, f.subject_title, f.title, f.stage, f.severity, f.organisation, f.facts, f.state, f.due_on::text, f.accepted_to::text, f.found_at, f.seen_at, f.closed_at, f.version';
const pageSize = 50;
const acceptDaysMax = 180;

/** What was found wanting, in the reader's language where it is content: a register, or a field of one. */
function subjectTitle({ content }: Pick<Protection, 'content'>, locale: Locale, { sense, subject, subject_title: kept }: Row): string {
  const [id = '', fieldId] = subject.split('.');
  const register = locale === 'zh' || (sense !== 'register' && sense !== 'field') ? undefined : content.find(registerKind, id)?.value;
  if (register === undefined) return kept;
  const field = register.fields.find((f) => f.id === fieldId);
  return [register.title, ...(field === undefined ? [] : [field.title])].map((title) => textIn(title, locale)).join(' · ');
}

const viewOf = (deps: Protection, ctx: Context, f: Row): OutputOf<typeof c.listFindings>['findings'][number] => {
  const rule = rulesInForce(deps).find((r) => r.id === f.rule);
  const words = senses.find((s) => s.id === f.sense)?.facts ?? {};
  return {
    id: f.id, number: f.number, rule: f.rule, sense: f.sense, subject: f.subject, subjectTitle: subjectTitle(deps, ctx.locale, f), title: textIn(f.title, ctx.locale), stage: f.stage, severity: f.severity, organisation: f.organisation,
    organisationName: bodyName(deps, f.organisation, ctx.locale), facts: Object.entries(f.facts).map(([name, value]) => ({ name, title: words[name]?.[ctx.locale] ?? name, value })), state: f.state, dueOn: f.due_on, late: f.state === 'open' && f.due_on < dayInChina(ctx.now),
    acceptedTo: f.accepted_to, foundAt: f.found_at.toISOString(), seenAt: f.seen_at.toISOString(), closedAt: f.closed_at?.toISOString() ?? null, advice: rule === undefined ? null : textIn(rule.advice, ctx.locale), clause: rule?.clause ?? null, control: rule?.control ?? null, version: f.version,
  };
};

/** Bodies see what they have to mend; security officers what lies in their divisions. */
export async function listFindings(deps: Protection, ctx: Context, i: ParsedInputOf<typeof c.listFindings>): Promise<OutputOf<typeof c.listFindings>> {
  const { where, values, next } = conditionsOf([['f.state = ?', i.state], ['f.stage = ?', i.stage], ['f.severity = ?', i.severity], ['f.organisation = ?', i.organisation], ['f.id < ?', i.cursor]]);
  const rows = await ctx.tx.query<Row>(`select ${columns} from protection.finding f where ${where} order by f.id desc limit ${next(pageSize + 1)}`, values);
  const shown = rows.slice(0, pageSize);
  return { findings: shown.map((f) => viewOf(deps, ctx, f)), next: rows.length > pageSize ? shown.at(-1)!.id : null };
}

async function find(ctx: Context, id: string, lock = false): Promise<Row> {
  const row = await ctx.tx.maybe<Row>(`select ${columns} from protection.finding f where f.id = $1${lock ? ' for update' : ''}`, [id]);
  if (row === undefined) throw errors.notFound();
  return row;
}

export async function getFinding(deps: Protection, ctx: Context, { findingId }: { findingId: string }): Promise<OutputOf<typeof c.getFinding>> {
  const row = await find(ctx, findingId);
  const actions = await ctx.tx.query<{ at: Date; kind: OutputOf<typeof c.getFinding>['actions'][number]['kind']; note: string | null; actor_name: string }>('select at, kind, note, actor_name from protection.finding_action where finding_id = $1 order by seq', [row.id]);
  return { ...viewOf(deps, ctx, row), actions: actions.map((a) => ({ at: a.at.toISOString(), kind: a.kind, note: a.note, by: a.actor_name })) };
}

async function lockOpen(ctx: Context, id: string, version: number): Promise<Row> {
  const row = await find(ctx, id, true);
  if (row.version !== version) throw errors.stale({ version: row.version });
  if (row.state === 'closed') throw errors.closed();
  return row;
}

async function move(ctx: Context, row: Row, kind: 'answered' | 'accepted' | 'controlled', note: string, state: Row['state'], acceptedTo: string | null = null): Promise<{ version: number }> {
  await ctx.tx.query('update protection.finding set state = $2, accepted_to = $3, version = version + 1 where id = $1', [row.id, state, acceptedTo]);
  const { n } = await ctx.tx.one<{ n: number }>('select coalesce(max(seq), 0)::int as n from protection.finding_action where finding_id = $1', [row.id]);
  ctx.tx.insert('protection.finding_action', { finding_id: row.id, seq: n + 1, at: ctx.now, kind, note, actor_name: ctx.actor.name });
  return { version: row.version + 1 };
}

/** 整改答复: the body says what it has done; whether it is mended the next inspection sees. */
export async function answerFinding(ctx: Context, i: ParsedInputOf<typeof c.answerFinding>): Promise<{ version: number }> {
  return move(ctx, await lockOpen(ctx, i.findingId, i.version), 'answered', i.note, 'answered');
}

/** 风险接受: by a security officer who answers for the division, with a reason and an end. */
export async function acceptFinding(deps: Protection, ctx: Context, i: ParsedInputOf<typeof c.acceptFinding>): Promise<{ version: number }> {
  const row = await lockOpen(ctx, i.findingId, i.version);
  const days = (Date.parse(i.until) - Date.parse(dayInChina(ctx.now))) / 86_400_000;
  if (days < 0 || days > acceptDaysMax) throw errors.acceptTooLong({ daysMax: acceptDaysMax });
  deps.ledger.append(ctx.tx, { kind: 'protection.riskAccepted', subject: row.id, data: { number: row.number, rule: row.rule, until: i.until, by: ctx.actor.accountId } });
  return move(ctx, row, 'accepted', i.note, 'accepted', i.until);
}

/** 管控: what the rule lets the security officer do at once. */
export async function controlFinding(deps: Protection, ctx: Context, i: ParsedInputOf<typeof c.controlFinding>): Promise<{ version: number }> {
  const row = await lockOpen(ctx, i.findingId, i.version);
  const control = rulesInForce(deps).find((r) => r.id === row.rule)?.control;
  if (control === undefined) throw errors.noControl();
  if (!inCharge(deps, ctx, row.organisation)) throw errors.notFound();
  await deps.exchange.withdraw(ctx, { grantId: row.subject, reason: `${row.number}：${i.note}` });
  deps.ledger.append(ctx.tx, { kind: 'protection.controlled', subject: row.id, data: { number: row.number, control, target: row.subject, by: ctx.actor.accountId } });
  return move(ctx, row, 'controlled', i.note, 'answered');
}

/** What a fact is called, for who writes rules and reads findings. */
export const factsOf = (sense: string, locale: 'zh' | 'en'): { name: string; title: string }[] => Object.entries(senseOf(sense).facts).map(([name, words]) => ({ name, title: words[locale] }));
