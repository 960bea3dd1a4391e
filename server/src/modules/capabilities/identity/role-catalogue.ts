import type { RoleView } from '#engines/access';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';

export interface CatalogueRole {
  id: string;
  name: string;
  description: string;
  permissions: string[];
  /** Roles that nobody may hold beside it, named, from either side. */
  excludes: { id: string; name: string }[];
}

/** 角色目录 in the reader's language. One role that excludes another is excluded by it. */
export function roleCatalogue(roles: readonly RoleView[], locale: Context['locale']): CatalogueRole[] {
  return roles.map((role) => ({
    id: role.id, name: textIn(role.name, locale), description: role.description === null ? '' : textIn(role.description, locale), permissions: role.permissions,
    excludes: roles.filter((other) => other.id !== role.id && (role.excludes.includes(other.id) || other.excludes.includes(role.id))).map((other) => ({ id: other.id, name: textIn(other.name, locale) })),
  }));
}
