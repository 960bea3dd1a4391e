import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { system } from '#kernel/context';
import type { Part } from '../dependencies.ts';

/** 令牌签名密钥的轮换, in days: how long a key signs; how long before that it is published; how long it stays afterwards. */
const signsDays = 90;
const publishedBeforeDays = 7;
// the longest that something signed is looked at again: an ID token as a hint at sign-out, twelve hours
const keptDays = 1;
const dayMs = 86_400_000;

export interface SigningKeys {
  /** Private ES256 keys as the provider takes them: the one that signs now first. */
  keys: JWK[];
  /** When the order or the set changes by the clock alone. */
  changesAt: Date;
}

interface KeyRow {
  kid: string;
  value: Buffer;
  signs_at: Date;
  signs_until: Date;
  published_until: Date;
}

const later = (at: Date, days: number): Date => new Date(at.getTime() + days * dayMs);

async function makeKey(part: Part, signsAt: Date): Promise<Record<string, unknown>> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const kid = part.ids();
  const jwk = { ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig', kid };
  const until = later(signsAt, signsDays);
  return { kid, value: part.crypto.seal(JSON.stringify(jwk)), created_at: part.clock.now().toISOString(), signs_at: signsAt.toISOString(), signs_until: until.toISOString(), published_until: later(until, keptDays).toISOString() };
}

/**
 * The keys in force, making what is missing: the first one, and each next one a week before it signs, so that whoever
 * keeps our key set has it by then. One process makes, the others read; all find the same order by the clock.
 */
export async function loadSigningKeys(part: Part): Promise<SigningKeys> {
  const now = part.clock.now();
  const rows = await part.db.write(system, async (tx) => {
    const find = (): Promise<KeyRow[]> => tx.query<KeyRow>('select kid, value, signs_at, signs_until, published_until from access.signing_key where published_until > $1 order by signs_at', [now]);
    const due = (found: KeyRow[]): Date | undefined => {
      const last = found.at(-1);
      if (last === undefined || last.signs_until <= now) return now;
      return later(now, publishedBeforeDays) >= last.signs_until ? last.signs_until : undefined;
    };
    const known = await find();
    if (due(known) === undefined) return known;
    await tx.query("select pg_advisory_xact_lock(hashtextextended('access.signing_key', 0))");
    const signsAt = due(await find());
    if (signsAt !== undefined) {
      tx.insert('access.signing_key', await makeKey(part, signsAt));
      await tx.flush();
    }
    await tx.query('delete from access.signing_key where published_until <= $1', [later(now, -30)]);
    return find();
  });
  const signing = rows.findLast((r) => r.signs_at <= now) ?? rows[0]!;
  const ordered = [signing, ...rows.filter((r) => r !== signing)];
  const moments = rows.flatMap((r) => [r.signs_at, r.published_until, later(r.signs_until, -publishedBeforeDays)]).filter((at) => at > now);
  return {
    keys: ordered.map((r) => JSON.parse(part.crypto.open(r.value)) as JWK),
    changesAt: new Date(Math.min(...moments.map((m) => m.getTime()), later(now, 1).getTime())),
  };
}
