import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { requestColumns, requestView, showcasesIn, showcaseView, type RequestRow } from './citizens.ts';
import { namesOfCodes } from './code-names.ts';
import type * as c from './contract.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import { openSetSchema } from './open-set-kind.ts';
import { checkView, columnView, organisationName, releaseView } from './public-views.ts';
import { queryRows } from './query-rows.ts';
import { forgetRows, releaseBuild, withdrawRelease } from './release-set.ts';
import { buildsOf, findSet, getBuild, lockSet, releasesOf, setColumns, type OpenBuild, type SetRow } from './sets.ts';
import { buildJob, putSet } from './sync-sets.ts';

const shown = (deps: OpenDeps, ctx: Context, s: SetRow, build: OpenBuild | undefined): OutputOf<typeof c.listDeskSets>['sets'][number] => ({
  name: s.name, title: textIn(s.definition.title, ctx.locale), organisation: organisationName(deps, ctx, s), origin: s.origin, state: s.state, currentVersion: s.current_version, proposedBy: s.proposed_by_name, note: s.note,
  failed: (build?.checks ?? []).filter((x) => !x.passed).map((x) => x.id), updatedAt: s.updated_at.toISOString(), version: s.version,
});
const lastBuild = (s: SetRow): string | null => s.waiting_build ?? s.current_build;

export async function listDeskSets(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.listDeskSets>): Promise<OutputOf<typeof c.listDeskSets>> {
  const sets = await ctx.tx.query<SetRow>(`select ${setColumns} from open.set s where ($1::text is null or s.state = $1 or ($1 = 'waiting' and s.waiting_build is not null)) and ($2 = '' or position(lower($2) in s.words) > 0) order by s.updated_at desc, s.name limit $3`, [input.state ?? null, input.text, input.limit]);
  const builds = new Map((await buildsOf(ctx.tx, sets.flatMap((s) => lastBuild(s) ?? []))).map((b) => [b.id, b]));
  return { sets: sets.map((s) => shown(deps, ctx, s, builds.get(lastBuild(s) ?? ''))) };
}

export async function getDeskSet(deps: OpenDeps, ctx: Context, { name }: ParsedInputOf<typeof c.getDeskSet>): Promise<OutputOf<typeof c.getDeskSet>> {
  const s = await findSet(ctx.tx, name);
  if (s === undefined) throw errors.notFound();
  const id = lastBuild(s);
  const build = id === null ? undefined : await getBuild(ctx.tx, id);
  const preview = build === undefined ? [] : (await queryRows(ctx.tx, build, { limit: 20, offset: 0 })).rows.map((r) => { const { geometry: _long, ...rest } = r.data; return rest; });
  return {
    ...shown(deps, ctx, s, build), definition: { ...s.definition }, preview, names: build === undefined ? {} : namesOfCodes(deps, ctx, s.definition, build.columns, preview), releases: (await releasesOf(ctx.tx, name)).map((r) => releaseView(ctx, r)), mayDecide: s.waiting_build !== null && ctx.actor.permissions.has('open-data.manage') && s.proposed_by !== ctx.actor.accountId,
    build: build === undefined ? null : { id: build.id, rows: build.rows, bytes: build.bytes, digest: build.digest, builtAt: build.built_at.toISOString(), checks: build.checks.map((x) => checkView(ctx, x)), columns: build.columns.map((x) => columnView(ctx, x)) },
  };
}

/** 新建: a set over a register, proposed by the body that it belongs to. */
export async function createSet(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.createSet>): Promise<OutputOf<typeof c.createSet>> {
  if ((await findSet(ctx.tx, input.name)) !== undefined) throw errors.nameTaken({ name: input.name });
  const { register, fields, masks, ...rest } = input;
  const definition = openSetSchema.safeParse({ ...rest, source: { register, fields, masks } });
  if (!definition.success) throw errors.definitionInvalid({ zh: definition.error.issues[0]?.path.join('.') ?? '', en: definition.error.issues[0]?.path.join('.') ?? '' });
  if (!policyOf(deps).themes.some((t) => t.id === input.theme)) throw errors.definitionInvalid({ zh: `没有主题“${input.theme}”`, en: `there is no theme "${input.theme}"` });
  const known = deps.content.find('register', register);
  if (known === undefined) throw errors.definitionInvalid({ zh: `没有登记簿“${register}”`, en: `there is no register "${register}"` });
  const has = new Set(deps.records.definition(register).fields.map((f) => f.id));
  const strange = [...fields, ...input.quasiIdentifiers, ...Object.keys(masks)].find((f) => !has.has(f));
  if (strange !== undefined) throw errors.definitionInvalid({ zh: `登记簿没有字段“${strange}”`, en: `the register has no field "${strange}"` });
  await putSet(deps, ctx, definition.data, ctx.actor.organisations[0] ?? '', 'desk');
  return { name: input.name, version: 1 };
}

async function locked(ctx: Context, name: string, version: number): Promise<SetRow> {
  const s = await lockSet(ctx.tx, name);
  if (s === undefined) throw errors.notFound();
  if (s.version !== version) throw errors.stale({ version: s.version });
  return s;
}

/** 提请发布: its own body or the data bureau asks; the data is built and checked as a job. */
export async function proposeRelease(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.proposeRelease>): Promise<OutputOf<typeof c.proposeRelease>> {
  const s = await locked(ctx, input.name, input.version);
  if (!ctx.actor.permissions.has('open-data.manage') && !ctx.actor.organisations.includes(s.organisation)) throw errors.notFound();
  if (s.state === 'building') throw errors.wrongState();
  await ctx.tx.query("update open.set set state = 'building', proposed_by = $2, proposed_by_name = $3, waiting_build = null, note = null, version = version + 1, updated_at = $4 where name = $1", [s.name, ctx.actor.accountId, ctx.actor.name, ctx.now]);
  await forgetRows(ctx, s.waiting_build);
  deps.jobs.plan(ctx.tx, { kind: buildJob, payload: { name: s.name }, key: s.name });
  return { version: s.version + 1 };
}

/** 审核发布: by another person than the proposer, only what passed every check, and exactly the data that was checked. */
export async function decideRelease(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.decideRelease>): Promise<OutputOf<typeof c.decideRelease>> {
  const s = await locked(ctx, input.name, input.version);
  if (s.waiting_build === null || s.state === 'building') throw errors.wrongState();
  if (s.proposed_by !== null && s.proposed_by === ctx.actor.accountId) throw errors.ownProposal();
  const build = await getBuild(ctx.tx, s.waiting_build);
  if (!input.agreed) {
    await forgetRows(ctx, s.waiting_build);
    await ctx.tx.query('update open.set set state = $2, waiting_build = null, note = $3, version = version + 1, updated_at = $4 where name = $1', [s.name, s.current_build === null ? 'draft' : 'open', input.note ?? '退回', ctx.now]);
  } else {
    const failed = build.checks.filter((x) => !x.passed);
    if (failed.length > 0) throw errors.checksFailed({ checks: failed.map((x) => x[ctx.locale]).join('；') });
    const { n } = await ctx.tx.one<{ n: number }>('select count(*)::int as n from open.row where build_id = $1 and geometry is not null', [build.id]);
    await releaseBuild(deps, ctx, s, { ...build, geometry: n > 0 }, { proposedBy: s.proposed_by_name ?? '内容包', approvedBy: ctx.actor.name, note: input.note ?? null });
  }
  const after = (await findSet(ctx.tx, s.name))!;
  return { state: after.state, currentVersion: after.current_version, version: after.version };
}

export async function withdrawSet(deps: OpenDeps, ctx: Context, input: ParsedInputOf<typeof c.withdrawSet>): Promise<OutputOf<typeof c.withdrawSet>> {
  const s = await locked(ctx, input.name, input.version);
  if (s.state !== 'open') throw errors.wrongState();
  await withdrawRelease(deps, ctx, s, input.reason);
  return { version: s.version + 1 };
}

export async function listDeskRequests(ctx: Context, input: ParsedInputOf<typeof c.listDeskRequests>): Promise<OutputOf<typeof c.listDeskRequests>> {
  const rows = await ctx.tx.query<RequestRow>(`select ${requestColumns} from open.request r where r.state = $1 order by r.asked_at limit 200`, [input.state]);
  return { requests: rows.map(requestView), showcases: (await showcasesIn(ctx, 'waiting')).map(showcaseView) };
}

export async function answerRequest(ctx: Context, input: ParsedInputOf<typeof c.answerRequest>): Promise<OutputOf<typeof c.answerRequest>> {
  const found = await ctx.tx.maybe<{ version: number }>('select version from open.request where id = $1 for update', [input.id]);
  if (found === undefined) throw errors.notFound();
  if (found.version !== input.version) throw errors.stale({ version: found.version });
  await ctx.tx.query("update open.request set state = 'answered', answer = $2, answered_by = $3, answered_at = $4, published = $5, version = version + 1 where id = $1", [input.id, input.answer, ctx.actor.name, ctx.now, input.publish]);
  return { version: input.version + 1 };
}

export async function decideShowcase(ctx: Context, input: ParsedInputOf<typeof c.decideShowcase>): Promise<OutputOf<typeof c.decideShowcase>> {
  const found = await ctx.tx.maybe<{ version: number }>('select version from open.showcase where id = $1 for update', [input.id]);
  if (found === undefined) throw errors.notFound();
  if (found.version !== input.version) throw errors.stale({ version: found.version });
  await ctx.tx.query('update open.showcase set state = $2, version = version + 1 where id = $1', [input.id, input.shown ? 'shown' : 'refused']);
  return { version: input.version + 1 };
}
