import { organisationKind, type OrganisationDefinition } from '#engines/access';
import type { Context } from '#kernel/context';
import type { CatalogueDeps } from './deps.ts';
import { errors } from './errors.ts';

/** What a data bureau is in the list of bodies' functions. */
const bureauFunction = 'digital-government';

export function organisationOf(deps: Pick<CatalogueDeps, 'organisation'>, code: string): OrganisationDefinition {
  const found = deps.organisation(code);
  if (found === undefined) throw errors.organisationUnknown({ organisation: code });
  return found;
}

/** 数据主管部门 of a division, or the nearest above it. */
export function bureauOf(deps: Pick<CatalogueDeps, 'content'>, division: string): OrganisationDefinition {
  const found = deps.content.list(organisationKind, { where: (d) => d.value.function === bureauFunction && d.value.nature === 'department' && division.startsWith(d.value.division) }).map((d) => d.value);
  const nearest = found.toSorted((a, b) => b.division.length - a.division.length)[0];
  if (nearest === undefined) throw errors.organisationUnknown({ organisation: division });
  return nearest;
}

/** The official's own body: the one she names if it is in her scope, else her data bureau (whose scope is its whole division), else her first. */
export function ownOrganisation(deps: Pick<CatalogueDeps, 'organisation'>, ctx: Context, asked?: string): OrganisationDefinition {
  const { organisations } = ctx.actor;
  if (asked !== undefined && !organisations.includes(asked)) throw errors.notYours();
  const code = asked ?? organisations.find((o) => deps.organisation(o)?.function === bureauFunction) ?? organisations[0];
  if (code === undefined) throw errors.notYours();
  return organisationOf(deps, code);
}

/** Whether the data bureau of this division or of one above acts. */
export const manages = (deps: Pick<CatalogueDeps, 'organisation'>, ctx: Context, division: string): boolean =>
  ctx.actor.permissions.has('catalogue.manage') && ctx.actor.organisations.some((o) => {
    const body = deps.organisation(o);
    return body?.function === bureauFunction && division.startsWith(body.division);
  });
