import type { ReadTx } from '#kernel/db';
import type { Part } from './dependencies.ts';
import { isIntact, type CheckedGrant } from './role-integrity.ts';

/** How far a role sees (content kind `role`). */
export type RoleScope = 'organisation' | 'organisation-and-below' | 'division' | 'division-and-below';

/** 任职 with its roles. */
export interface PostView {
  id: string;
  organisation: string;
  organisationName: string;
  /** Significant digits of the organisation's division. */
  division: string;
  title: string;
  main: boolean;
  roles: { id: string; name: { zh: string; en?: string } | string; permissions: string[]; scope: RoleScope; division: string | null }[];
}

/** What an officer can do and see in one post. */
export interface EffectiveScope {
  organisations: string[];
  /** 管辖: whose bodies, cases and accounts are in her charge. */
  divisions: string[];
  /** 属地: whose data, as they lie in registers and on maps, she sees. */
  territories: string[];
  permissions: string[];
}

const organisationsMax = 2_000;

type FoundPost = Omit<PostView, 'roles'> & { roles: (PostView['roles'][number] & { check: CheckedGrant })[] };

/** All posts of a person that are in force, main post first. A role whose rows were altered past the house gives nothing. */
export async function postsOf(part: Part, tx: ReadTx, personId: string, today: string): Promise<PostView[]> {
  const posts = await tx.query<FoundPost>(
    `select p.id, p.organisation, o.name as "organisationName", o.division, p.title, p.main,
       coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'name', r.name, 'permissions', r.permissions, 'scope', r.scope, 'division', ra.division, 'check', jsonb_build_object(
           'id', ra.id, 'post', ra.post_id, 'role', ra.role, 'division', ra.division, 'permissions', r.permissions, 'scope', r.scope, 'excludes', r.excludes,
           'integrity', encode(ra.integrity, 'hex'), 'roleIntegrity', encode(r.integrity, 'hex'))) order by r.id)
         from access.role_assignment ra join access.role r on r.id = ra.role
         where ra.post_id = p.id and ra.revoked_at is null and r.valid_to is null), '[]') as roles
     from access.post p join access.organisation o on o.credit_code = p.organisation
     where p.person_id = $1 and (p.valid_from is null or p.valid_from <= $2::date) and (p.valid_to is null or p.valid_to >= $2::date)
     order by p.main desc, p.id`,
    [personId, today],
  );
  return posts.map((post) => ({
    ...post,
    roles: post.roles.flatMap(({ check, ...role }) => {
      if (isIntact(part, check)) return [role];
      part.altered?.(check, post.organisation);
      return [];
    }),
  }));
}

/**
 * The rule (lesson 28): an officer acts in one post at a time. Within it, permissions and sight are the union over its
 * roles; two posts are never mixed, so that a permission of one never meets the sight of another. `division` and
 * `division-and-below` both see the data that lie in the division; the second is in charge of the bodies below it too.
 */
export async function effectiveScope(tx: ReadTx, post: PostView): Promise<EffectiveScope> {
  const organisations = new Set<string>([post.organisation]);
  const divisions = new Set<string>();
  const territories = new Set<string>();
  const permissions = new Set<string>();
  const sameDivision = new Set<string>();
  let below = false;
  for (const role of post.roles) {
    for (const permission of role.permissions) permissions.add(permission);
    const division = role.division ?? post.division;
    if (role.scope === 'division' || role.scope === 'division-and-below') territories.add(division);
    if (role.scope === 'division-and-below') divisions.add(division);
    else if (role.scope === 'division') sameDivision.add(division);
    else if (role.scope === 'organisation-and-below') below = true;
  }
  if (below || sameDivision.size > 0) {
    const found = await tx.query<{ credit_code: string }>(
      `with recursive tree as (
         select credit_code from access.organisation where $1 and credit_code = $2
         union select o.credit_code from access.organisation o join tree t on o.parent = t.credit_code
       )
       select credit_code from tree
       union select credit_code from access.organisation where division = any ($3) and valid_to is null
       limit ${organisationsMax}`,
      [below, post.organisation, [...sameDivision]],
    );
    for (const o of found) organisations.add(o.credit_code);
  }
  return { organisations: [...organisations], divisions: withoutContained([...divisions]), territories: withoutContained([...territories]), permissions: [...permissions].sort() };
}

/** '2201' says nothing beside '22'. */
const withoutContained = (divisions: string[]): string[] => divisions.filter((d) => !divisions.some((other) => other !== d && d.startsWith(other))).sort();
