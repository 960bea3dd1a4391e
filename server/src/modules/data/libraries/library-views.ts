import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { qualityRulesKind } from '../quality/quality-rules-kind.ts';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { errors } from './errors.ts';
import { libraryKind, type LibraryDefinition } from './library-kind.ts';

type Detail = OutputOf<typeof c.getLibrary>;
type RegisterState = Detail['registers'][number];

/** 数据资产一览: what every library holds, who answers for it, how fresh and how good it is. */
export async function listLibraries(deps: Libraries, ctx: Context, input: ParsedInputOf<typeof c.listLibraries>): Promise<OutputOf<typeof c.listLibraries>> {
  const found = deps.content.list(libraryKind, { where: (d) => input.group === undefined || d.value.group === input.group });
  const states = await statesOf(deps, ctx, [...new Set(found.flatMap((d) => d.value.registers))]);
  return { libraries: found.map((d) => summaryOf(deps, ctx, d.id, d.value, states)) };
}

export async function getLibrary(deps: Libraries, ctx: Context, { libraryId }: ParsedInputOf<typeof c.getLibrary>): Promise<Detail> {
  const library = libraryOf(deps, libraryId);
  const states = await statesOf(deps, ctx, library.registers);
  const say = (text: Parameters<typeof textIn>[0]): string => textIn(text, ctx.locale);
  return {
    ...summaryOf(deps, ctx, libraryId, library, states), registers: library.registers.map((r) => states.get(r)!),
    sources: library.sources.map((s) => ({ from: say(s.from), way: s.way, cycle: s.cycle })),
    questions: library.questions.map((q) => ({ id: q.id, title: say(q.title), register: q.register, chart: q.chart })),
  };
}

export function libraryOf({ content }: Pick<Libraries, 'content'>, libraryId: string): LibraryDefinition {
  const found = content.find(libraryKind, libraryId);
  if (found === undefined) throw errors.unknown();
  return found.value;
}

function summaryOf(deps: Libraries, ctx: Context, id: string, library: LibraryDefinition, states: ReadonlyMap<string, RegisterState>): OutputOf<typeof c.listLibraries>['libraries'][number] {
  const own = library.registers.map((r) => states.get(r)!);
  const scores = own.flatMap((r) => r.score ?? []);
  return {
    id, title: textIn(library.title, ctx.locale), description: textIn(library.description, ctx.locale), group: library.group, owner: library.owner, ownerName: bodyName(deps, library.owner, ctx.locale),
    users: textIn(library.users, ctx.locale), standard: library.standard ?? null, rows: own.reduce((n, r) => n + r.rows, 0), updatedAt: own.flatMap((r) => r.updatedAt ?? []).toSorted().at(-1) ?? null,
    score: scores.length === 0 ? null : Math.round((scores.reduce((a, b) => a + b, 0) / scores.length) * 100) / 100, services: own.reduce((n, r) => n + r.services.length, 0), open: own.every((r) => r.open),
  };
}

/** Volume, freshness, quality and services of registers. */
async function statesOf(deps: Libraries, ctx: Context, registers: readonly string[]): Promise<Map<string, RegisterState>> {
  const runs = await ctx.tx.query<{ register: string; score: string | null; done_at: Date }>(
    `select r.register, r.score, r.done_at from unnest($1::text[]) as wanted(register)
     cross join lateral (select register, score, done_at from quality.run where register = wanted.register and state = 'done' order by id desc limit 1) r`, [registers]);
  const measured = new Map(runs.map((r) => [r.register, r]));
  const made = new Map((await ctx.tx.query<{ register: string; n: number }>('select register, count(*)::int as n from quality.rule where active and register = any ($1) group by register', [registers])).map((r) => [r.register, r.n]));
  const services = (await deps.exchange.services()).filter((s) => s.state === 'active');
  const states = new Map<string, RegisterState>();
  for (const register of registers) {
    const { value: d, compiled } = deps.content.get(registerKind, register);
    const facts = await deps.registerFacts(register);
    const run = measured.get(register);
    const declared = deps.content.list(qualityRulesKind, { where: (q) => q.value.register === register }).reduce((n, q) => n + q.value.rules.length, 0);
    states.set(register, {
      id: register, title: textIn(d.title, ctx.locale), fields: d.fields.length, rows: facts.rows, updatedAt: facts.updatedAt?.toISOString() ?? null, open: d.open, personal: compiled.personal,
      rules: declared + (made.get(register) ?? 0), score: run?.score == null ? null : Number(run.score), measuredAt: run?.done_at.toISOString() ?? null,
      services: services.filter((s) => s.register === register).map((s) => ({ id: s.id, title: textIn(s.title, ctx.locale), mode: s.mode })),
    });
  }
  return states;
}
