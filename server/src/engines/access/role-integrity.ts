import { timingSafeEqual } from 'node:crypto';
import { system } from '#kernel/context';
import type { Part } from './dependencies.ts';

/**
 * 访问控制信息的完整性 (GB/T 39786 8.4 b): each grant and each role carries a keyed digest (HMAC-SM3). A row that somebody
 * altered past the house — another role, another scope, a revoked grant revived, a permission slipped into a role —
 * gives nothing, and the auditor sees it.
 */
type Keyed = Pick<Part, 'crypto'>;

export interface Grant {
  id: string;
  post: string;
  role: string;
  division: string | null;
}

export const grantIntegrity = ({ crypto }: Keyed, g: Grant): Uint8Array => crypto.blind(`role:${JSON.stringify([g.id, g.post, g.role, g.division])}`);

/** Of a grant that was taken back: clearing the date does not bring it back. */
export const revokedIntegrity = ({ crypto }: Keyed, id: string): Uint8Array => crypto.blind(`role revoked:${id}`);

export interface RolePower {
  id: string;
  permissions: readonly string[];
  scope: string;
  excludes: readonly string[];
}

export const roleIntegrity = ({ crypto }: Keyed, r: RolePower): Uint8Array => crypto.blind(`role power:${JSON.stringify([r.id, r.permissions, r.scope, r.excludes])}`);

/** A grant with its role as the tables have it; the digests in hexadecimal. */
export interface CheckedGrant extends Grant {
  permissions: string[];
  scope: string;
  excludes: string[];
  integrity: string | null;
  roleIntegrity: string | null;
}

const same = (expected: Uint8Array, found: string | null): boolean => {
  const bytes = Buffer.from(found ?? '', 'hex');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
};

export const isIntact = (part: Keyed, g: CheckedGrant): boolean =>
  same(grantIntegrity(part, g), g.integrity) && same(roleIntegrity(part, { id: g.role, permissions: g.permissions, scope: g.scope, excludes: g.excludes }), g.roleIntegrity);

const toldMs = 10 * 60_000;
const toldMax = 10_000;

/** 安全事件: into the trace, once in ten minutes for each grant, and to the house's log. */
export function createIntegrityAlarm(part: Part): (grant: CheckedGrant, organisation: string) => void {
  const told = new Map<string, number>();
  return (grant, organisation) => {
    const now = part.clock.now();
    if (now.getTime() - (told.get(grant.id) ?? 0) < toldMs) return;
    if (told.size >= toldMax) told.clear();
    told.set(grant.id, now.getTime());
    part.failed?.(new Error(`role assignment ${grant.id} was altered outside of the house`));
    // beside the request that met it: reading goes on, and what it reads is only a refusal
    void part.db.write(system, async (tx) => {
      tx.insert('kernel.trace', {
        id: part.ids(), at: now.toISOString(), actor_kind: 'system', account_id: null, actor_name: '系统', organisation, contract: 'access.roleAltered', request_id: 'integrity', subject: grant.id, outcome: 'refused',
      });
    }).catch((error: Error) => part.failed?.(error));
  };
}
