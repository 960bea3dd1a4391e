import type { Context } from '#kernel/context';

/** The first two values of what is read in scope: her organisations, her divisions. */
export const bodiesOf = (ctx: Pick<Context, 'actor'>): unknown[] => [ctx.actor.organisations, ctx.actor.divisions];
const inSight = 'select o.credit_code from access.organisation o where o.credit_code = any ($1::text[]) or exists (select from unnest($2::text[]) d where starts_with(o.division, d))';
/** Bodies within the auditor's divisions, as `body`. */
export const bodySql = `body as materialized (${inSight})`;

/** So many bodies are asked for their rows one by one. */
const fewMax = 500;
export const hasFew = async (ctx: Pick<Context, 'tx' | 'actor'>): Promise<boolean> => (await ctx.tx.one<{ few: boolean }>(`select count(*) <= ${fewMax} as few from (${inSight} limit ${fewMax + 1}) b`, bodiesOf(ctx))).few;

/**
 * Ids of the newest rows of a log, `l`, by the bodies in sight. Few bodies: each is one range of the log's index by body, however little it
 * did among all others. Many: the end of the log is full of theirs.
 */
export const newestOfBodies = (log: string, where: string, limit: string, few: boolean): string =>
  few
    ? `select k.id from body b cross join lateral (select l.id from ${log} l where l.organisation = b.credit_code and ${where} order by l.id desc limit ${limit}) k order by k.id desc limit ${limit}`
    : `select l.id from ${log} l where (l.organisation in (select credit_code from body)) is true and ${where} order by l.id desc limit ${limit}`;
