import { organisationKind, type OrganisationDefinition } from '#engines/access';
import type { Analysis } from '#engines/analysis';
import type { ContentReader } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import type { Records } from '#engines/records';
import type { Rules } from '#engines/rules';
import type { Context } from '#kernel/context';

export interface Protection {
  analysis: Pick<Analysis, 'list' | 'profile' | 'remove'>;
  content: Pick<ContentReader, 'find' | 'list'>;
  exchange: Pick<Exchange, 'services' | 'withdraw'>;
  files: Pick<Files, 'storeBytes'>;
  jobs: Jobs;
  ledger: Ledger;
  records: Pick<Records, 'definition' | 'due' | 'rowsToArchive' | 'dispose'>;
  rules: Pick<Rules, 'holds'>;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
}

/** 数据主管部门 of the whole house: what belongs to no body is its to mend. */
export function bureauOf({ content }: Pick<Protection, 'content'>): OrganisationDefinition {
  const bureaus = content.list(organisationKind, { where: (d) => d.value.function === 'digital-government' && d.value.nature === 'department' }).map((d) => d.value);
  const [highest] = bureaus.toSorted((a, b) => a.division.length - b.division.length || (a.id < b.id ? -1 : 1));
  if (highest === undefined) throw new Error('the content names no data bureau (an organisation with function digital-government)');
  return highest;
}

/**
 * The security officer looks past the tenancy of logs and accounts, which show a body only its own: read as the house
 * inside her transaction, and narrowed by the caller to the bodies of her divisions.
 */
export async function asHouse<T>(ctx: Context, use: () => Promise<T>): Promise<T> {
  const bind = (kind: string): Promise<unknown> => ctx.tx.query("select set_config('yiwang.kind', $1, true)", [kind]);
  await bind('system');
  try {
    return await use();
  } finally {
    // after a statement that failed the transaction is over, and the setting with it
    await bind(ctx.actor.kind).catch(() => {});
  }
}

/** Whether a body lies in the officer's charge: her own, or of a division that she governs. */
export const inCharge = (deps: Pick<Protection, 'organisation'>, ctx: Context, creditCode: string): boolean => {
  const division = deps.organisation(creditCode)?.division;
  return ctx.actor.organisations.includes(creditCode) || (division !== undefined && ctx.actor.divisions.some((d) => division.startsWith(d)));
};
