import { createHash } from 'node:crypto';
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider';
import { system } from '#kernel/context';
import type { Part } from '../dependencies.ts';
import { findClient } from './clients.ts';

const hashId = (id: string): Buffer => createHash('sha256').update(id).digest();

interface StoredRow {
  payload: Buffer;
  consumed_at: number | null;
}

/** The OpenID provider's rows in our database: ids only as hashes, payloads sealed, so that a copy of the table opens nothing. */
export function createOpenIdStore(part: Part): (model: string) => Adapter {
  const { db, clock, crypto } = part;
  const read = (row: StoredRow | undefined): AdapterPayload | undefined =>
    row === undefined ? undefined : { ...(JSON.parse(crypto.open(row.payload)) as AdapterPayload), ...(row.consumed_at === null ? {} : { consumed: row.consumed_at }) };
  const find = (where: string, params: unknown[]): Promise<StoredRow | undefined> =>
    db.read(system, (tx) => tx.maybe<StoredRow>(`select payload, consumed_at from access.openid where ${where} and (expires_at is null or expires_at > $${params.length + 1}) limit 1`, [...params, clock.now()]));

  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const expiresAt = expiresIn !== undefined && expiresIn > 0 ? new Date(clock.now().getTime() + expiresIn * 1000) : null;
      // a payload that is saved again after its use does not become unused
      await db.write(system, (tx) =>
        tx.query(
          `insert into access.openid (model, id, payload, grant_id, uid, user_code, session_uid, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (model, id) do update set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, user_code = excluded.user_code, session_uid = excluded.session_uid, expires_at = excluded.expires_at`,
          [model, hashId(id), crypto.seal(JSON.stringify(payload)), payload.grantId ?? null, payload.uid ?? null, payload.userCode ?? null, payload.sessionUid ?? null, expiresAt],
        ),
      );
    },
    async find(id) {
      if (model === 'Client') return (await findClient(part, id)) as AdapterPayload | undefined;
      return read(await find('model = $1 and id = $2', [model, hashId(id)]));
    },
    async findByUid(uid) {
      return read(await find('model = $1 and uid = $2', [model, uid]));
    },
    async findByUserCode(userCode) {
      return read(await find('model = $1 and user_code = $2', [model, userCode]));
    },
    async consume(id) {
      const used = await db.write(system, (tx) =>
        tx.query('update access.openid set consumed_at = $3 where model = $1 and id = $2 and consumed_at is null returning 1', [model, hashId(id), Math.floor(clock.now().getTime() / 1000)]),
      );
      // two that come at the same time with one code: the second is refused, not served
      if (used.length === 0) throw new errors.InvalidGrant('already used');
    },
    async destroy(id) {
      await db.write(system, (tx) => tx.query('delete from access.openid where model = $1 and id = $2', [model, hashId(id)]));
    },
    async revokeByGrantId(grantId) {
      await db.write(system, (tx) => tx.query('delete from access.openid where grant_id = $1 and model = $2', [grantId, model]));
    },
  });
}

/** Removes codes and provider's rows an hour after they expired, some thousands at a time. Sessions stay: they are a record of who was there. */
export const deleteExpired = (part: Part): Promise<void> =>
  part.db.write(system, async (tx) => {
    const before = new Date(part.clock.now().getTime() - 3_600_000);
    await tx.query('delete from access.openid where ctid = any (array(select ctid from access.openid where expires_at < $1 limit 10000))', [before]);
    await tx.query('delete from access.spent where digest = any (array(select digest from access.spent where expires_at < $1 limit 10000))', [before]);
    await tx.query('delete from access.scan where id = any (array(select id from access.scan where expires_at < $1 limit 10000))', [before]);
    await tx.query('delete from access.code where ctid = any (array(select ctid from access.code where expires_at < $1 limit 10000))', [before]);
  });
