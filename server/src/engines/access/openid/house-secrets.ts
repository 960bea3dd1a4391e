import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { system } from '#kernel/context';
import type { Part } from '../dependencies.ts';

/** The keys of this house, made once by whichever process comes first, sealed in the database. */
export interface HouseSecrets {
  /** Private ES256 keys, the one that signs first. */
  keys: JWK[];
  cookieKeys: string[];
  appSecret: string;
}

async function secretOf(part: Part, name: string, make: () => Promise<string> | string): Promise<string> {
  const find = 'select value from access.secret where name = $1';
  const row = await part.db.write(system, async (tx) => {
    const known = await tx.maybe<{ value: Buffer }>(find, [name]);
    if (known !== undefined) return known;
    await tx.query('insert into access.secret (name, value, created_at) values ($1, $2, $3) on conflict do nothing', [name, part.crypto.seal(await make()), part.clock.now()]);
    return tx.one<{ value: Buffer }>(find, [name]);
  });
  return part.crypto.open(row.value);
}

async function newKey(part: Part): Promise<string> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid: part.ids() });
}

export async function loadHouseSecrets(part: Part): Promise<HouseSecrets> {
  const random = (): string => randomBytes(32).toString('base64url');
  return {
    keys: [JSON.parse(await secretOf(part, 'openid.key.1', () => newKey(part))) as JWK],
    cookieKeys: [await secretOf(part, 'openid.cookie.1', random)],
    appSecret: await secretOf(part, 'openid.apps.1', random),
  };
}
