import { conditionsOf, type ReadTx } from '#kernel/db';
import { system as house, type Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn, type Text } from '#kernel/i18n';
import { connections, getSystem, type Connection } from './connections.ts';
import type * as c from './contract.ts';
import { inOneLanguage } from './in-one-language.ts';
import { managesDocking, type Docking } from './deps.ts';
import { dockedSystemKind, type DockedSystem } from './docked-system-kind.ts';
import { matterColumns, type Matter } from './matters.ts';

type View = OutputOf<typeof c.listSystems>['systems'][number];
type Compared = OutputOf<typeof c.getSystem>['reconciliations'][number];
interface ReconciliationRow { id: string; system: string; day: string; at: Date; state: Compared['state']; ours: number; theirs: number | null; missing_there: string[]; unknown_here: string[]; mended: number; note: string | null }

const dayMs = 86_400_000;
const reconciliationColumns = 'id, system, day::text as day, at, state, ours, theirs, missing_there, unknown_here, mended, note';
const comparedView = (ctx: Pick<Context, 'locale'>, r: ReconciliationRow): Compared => ({ id: r.id, day: r.day, at: r.at.toISOString(), state: r.state, ours: r.ours, theirs: r.theirs, missingThere: r.missing_there, unknownHere: r.unknown_here, mended: r.mended, note: inOneLanguage(r.note, ctx.locale) });
const connectionView = (ctx: Pick<Context, 'locale'>, x: Connection): View['connection'] => ({
  baseUrl: x.base_url, hasSecret: x.secret !== null, clientId: x.client_id, state: x.state, version: x.version, changedBy: x.changed_by, changedAt: x.changed_at.toISOString(), testedAt: x.tested_at?.toISOString() ?? null, testOk: x.test_ok, testNote: inOneLanguage(x.test_note, ctx.locale), pausedUntil: x.paused_until?.toISOString() ?? null,
});

/** What the reader's scope lets her see; all of the systems that her body manages. */
async function matters<R>(o: Docking, ctx: Context, systems: readonly string[], ask: (tx: ReadTx, systems: readonly string[]) => Promise<R[]>): Promise<R[]> {
  const managed = systems.filter((id) => managesDocking(ctx, getSystem(o, id)));
  const others = systems.filter((id) => !managed.includes(id));
  return [...(managed.length === 0 ? [] : await o.db.read(house, (tx) => ask(tx, managed))), ...(others.length === 0 ? [] : await ask(ctx.tx, others))];
}

/** 对接状态: what is registered, how it runs. Matters are counted as far as the reader's scope goes, all of what her body manages. */
async function viewsOf(o: Docking, ctx: Context, definitions: readonly { id: string; value: DockedSystem }[]): Promise<View[]> {
  const ids = definitions.map((d) => d.id);
  const connected = await connections(ctx);
  const counted = await matters(o, ctx, ids, (tx, systems) => tx.query<{ system: string; state: keyof View['counts']; n: number }>('select system, state, count(*)::int as n from docking.matter where system = any ($1) group by 1, 2', [systems]));
  const calls = await ctx.tx.query<{ system: string; success: number; p95: number }>("select system, round(100.0 * count(*) filter (where outcome in ('ok', 'refused')) / count(*), 1)::float8 as success, round(percentile_cont(0.95) within group (order by took_ms))::int as p95 from docking.message where system = any ($1) and direction = 'out' and at >= $2 group by 1", [ids, new Date(ctx.now.getTime() - dayMs)]);
  const compared = await ctx.tx.query<ReconciliationRow>(`select distinct on (system) ${reconciliationColumns} from docking.reconciliation where system = any ($1) order by system, day desc, id desc`, [ids]);
  return definitions.map(({ id, value: d }) => {
    const connection = connected.find((x) => x.system === id);
    const call = calls.find((x) => x.system === id);
    const last = compared.find((x) => x.system === id);
    const count = (state: keyof View['counts']): number => counted.find((x) => x.system === id && x.state === state)?.n ?? 0;
    return {
      id, title: textIn(d.title, ctx.locale), level: d.level, owner: textIn(d.owner, ctx.locale), way: d.way, redirectTo: d.redirectTo ?? null, items: d.items.map((item) => ({ id: item, name: textIn((o.content.find<{ name: Text }>('service-item', item)?.value.name ?? item), ctx.locale) })),
      connection: connection === undefined ? null : connectionView(ctx, connection), counts: { waiting: count('waiting'), rejected: count('rejected'), sent: count('sent'), handling: count('handling'), granted: count('granted'), refused: count('refused') },
      success: call?.success ?? null, p95Ms: call?.p95 ?? null, last: last === undefined ? null : comparedView(ctx, last),
    };
  });
}

export async function listSystems(o: Docking, ctx: Context): Promise<OutputOf<typeof c.listSystems>> {
  return { systems: await viewsOf(o, ctx, o.content.list(dockedSystemKind)) };
}

export async function getSystemView(o: Docking, ctx: Context, id: string): Promise<OutputOf<typeof c.getSystem>> {
  const d = getSystem(o, id);
  const messages = await matters(o, ctx, [id], (tx) => tx.query<{ id: string; at: Date; direction: 'out' | 'in'; kind: 'push'; outcome: 'ok'; note: string | null; took_ms: number; number: string | null }>(
    'select m.id, m.at, m.direction, m.kind, m.outcome, m.note, m.took_ms, x.number from docking.message m left join docking.matter x on x.id = m.matter_id where m.system = $1 order by m.id desc limit 50', [id]));
  const compared = await ctx.tx.query<ReconciliationRow>(`select ${reconciliationColumns} from docking.reconciliation where system = $1 order by id desc limit 31`, [id]);
  return {
    system: (await viewsOf(o, ctx, [{ id, value: d }]))[0]!, standard: d.standard === undefined ? null : textIn(d.standard, ctx.locale), timeoutMs: d.timeoutMs, askEveryMinutes: d.askEveryMinutes,
    calls: (['push', 'status', 'count'] as const).flatMap((name) => {
      const call = d[name];
      return call === undefined ? [] : [{ name, method: call.method, path: call.path, encoding: call.encoding, fields: call.fields.map((f) => ({ to: f.to, title: f.title === undefined ? null : textIn(f.title, ctx.locale), value: f.value, codes: f.codes ?? null, required: f.required })) }];
    }),
    statuses: d.statuses.map((s) => ({ theirs: s.theirs, title: textIn(s.title, ctx.locale), means: s.means })), codes: Object.entries(d.codes).map(([name, pairs]) => ({ name, pairs: Object.entries(pairs).map(([ours, theirs]) => ({ ours, theirs })) })),
    takesResults: d.result !== undefined, messages: messages.map((m) => ({ id: m.id, at: m.at.toISOString(), direction: m.direction, kind: m.kind, outcome: m.outcome, note: inOneLanguage(m.note, ctx.locale), tookMs: m.took_ms, number: m.number })), reconciliations: compared.map((r) => comparedView(ctx, r)),
  };
}

export async function listMatters(o: Docking, ctx: Context, { system, state, after, limit }: ParsedInputOf<typeof c.listMatters>): Promise<OutputOf<typeof c.listMatters>> {
  const asked = system === undefined ? o.content.list(dockedSystemKind).map((d) => d.id) : [(getSystem(o, system), system)];
  const found = await matters(o, ctx, asked, (tx, systems) => {
    const { where, values, next } = conditionsOf([['system = any (?)', systems], ['state = ?', state], ['id < ?', after]]);
    return tx.query<Matter>(`select ${matterColumns} from docking.matter where ${where} order by id desc limit ${next(limit + 1)}`, values);
  });
  const rows = found.toSorted((a, b) => (a.id < b.id ? 1 : -1)).slice(0, limit + 1);
  const page = rows.slice(0, limit);
  return {
    matters: page.map((m) => ({
      id: m.id, system: m.system, caseId: m.case_id, number: m.number, title: m.title, reference: m.reference, state: m.state, theirState: m.their_state, attempts: m.attempts, problem: inOneLanguage(m.problem, ctx.locale), madeAt: m.made_at.toISOString(), sentAt: m.sent_at?.toISOString() ?? null,
      answeredAt: m.answered_at?.toISOString() ?? null, decidedAt: m.decided_at?.toISOString() ?? null, version: m.version,
    })),
    next: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
