import type { OrganisationDefinition } from '#engines/access';
import type { Context } from '#kernel/context';
import type { CatalogueDeps } from './deps.ts';
import { errors } from './errors.ts';

export function organisationOf(deps: Pick<CatalogueDeps, 'organisation'>, code: string): OrganisationDefinition {
  const found = deps.organisation(code);
  if (found === undefined) throw errors.organisationUnknown({ organisation: code });
  return found;
}

/** The official's own body: the one she names if she is of it, else her first. */
export function ownOrganisation(deps: Pick<CatalogueDeps, 'organisation'>, ctx: Context, asked?: string): OrganisationDefinition {
  if (asked !== undefined && !ctx.actor.organisations.includes(asked)) throw errors.notYours();
  const code = asked ?? ctx.actor.organisations[0];
  if (code === undefined) throw errors.notYours();
  return organisationOf(deps, code);
}

/** Whether the data bureau of this division or of one above acts. */
export const manages = (ctx: Context, division: string): boolean => ctx.actor.permissions.has('catalogue.manage') && ctx.actor.divisions.some((d) => division.startsWith(d));
