import { randomBytes } from 'node:crypto';
import { system } from '#kernel/context';
import type { Part } from '../dependencies.ts';

/** Secrets of this house, made once by whichever process comes first, sealed in the database; token keys are in `signing-keys.ts`. */
export interface HouseSecrets {
  cookieKeys: string[];
  appSecret: string;
}

async function secretOf(part: Part, name: string, make: () => string): Promise<string> {
  const find = 'select value from access.secret where name = $1';
  const row = await part.db.write(system, async (tx) => {
    const known = await tx.maybe<{ value: Buffer }>(find, [name]);
    if (known !== undefined) return known;
    await tx.query('insert into access.secret (name, value, created_at) values ($1, $2, $3) on conflict do nothing', [name, part.crypto.seal(make()), part.clock.now()]);
    return tx.one<{ value: Buffer }>(find, [name]);
  });
  return part.crypto.open(row.value);
}

export async function loadHouseSecrets(part: Part): Promise<HouseSecrets> {
  const random = (): string => randomBytes(32).toString('base64url');
  return {
    cookieKeys: [await secretOf(part, 'openid.cookie.1', random)],
    appSecret: await secretOf(part, 'openid.apps.1', random),
  };
}
