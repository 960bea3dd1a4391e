import type { Context } from '#kernel/context';
import { system } from '#kernel/context';
import { asSystem } from './as-system.ts';
import { hashToken } from './authenticate.ts';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { currentSession } from './sessions.ts';

/**
 * 扫码登录: a sign-in page shows a code; a telephone that is signed in reads it, sees where and what would be signed in, and
 * says yes or no. The code lives two minutes, counts once, and only the browser that showed it gets the session: it holds
 * the cookie of the sign-in that the code belongs to.
 */
export interface ShownScan {
  /** What the code says: the end of `/scan/<token>`. */
  token: string;
  expiresAt: Date;
  state: 'shown' | 'seen' | 'denied' | 'expired';
}

export interface ScanView {
  app: string;
  /** What the browser calls itself, and the address that it came from. */
  device: string;
  address: string;
  shownAt: string;
  expiresAt: string;
}

interface ScanRow {
  id: string;
  app: string;
  device: string;
  address: string;
  state: 'shown' | 'seen' | 'confirmed' | 'denied' | 'used';
  account_id: string | null;
  assurance: 1 | 2 | null;
  created_at: Date;
  expires_at: Date;
}

const lifeMs = 2 * 60_000;
export const scanTokenShape = /^[\w-]{43}$/;

const columns = 'id, app, device, address, state, account_id, assurance, created_at, expires_at';
// keyed: the page can show it again without the table knowing it
const tokenOf = (part: Part, id: string): string => Buffer.from(part.crypto.blind(`scan:${id}`)).subarray(0, 32).toString('base64url');

/** The code of a sign-in page: the one that it shows already, or a new one when there is none, or when she asks again. */
export async function showScan(part: Part, input: { interaction: string; app: string; device: string; address: string; again: boolean }): Promise<ShownScan> {
  const now = part.clock.now();
  return part.db.write(system, async (tx) => {
    const known = await tx.maybe<ScanRow>(`select ${columns} from access.scan where interaction = $1 order by created_at desc limit 1`, [input.interaction]);
    const over = known === undefined || known.expires_at <= now || known.state === 'denied' || known.state === 'used';
    if (known !== undefined && !(over && input.again)) {
      return { token: tokenOf(part, known.id), expiresAt: known.expires_at, state: known.state === 'denied' ? 'denied' : over ? 'expired' : known.state === 'seen' ? 'seen' : 'shown' };
    }
    const id = part.ids();
    const token = tokenOf(part, id);
    const expiresAt = new Date(now.getTime() + lifeMs);
    tx.insert('access.scan', {
      id, token_hash: hashToken(token), interaction: input.interaction, app: input.app, device: input.device.replace(/\p{Cc}/gu, '').slice(0, 200), address: input.address.slice(0, 60), state: 'shown', created_at: now.toISOString(), expires_at: expiresAt.toISOString(),
    });
    return { token, expiresAt, state: 'shown' };
  });
}

/** Once a telephone has said yes: who; used up by asking. */
export async function takeScan(part: Part, interaction: string): Promise<{ accountId: string; assurance: 1 | 2 } | undefined> {
  const row = await part.db.write(system, (tx) =>
    tx.maybe<{ account_id: string; assurance: 1 | 2 }>(
      `update access.scan s set state = 'used' from access.account a
       where s.id = (select id from access.scan where interaction = $1 order by created_at desc limit 1) and s.state = 'confirmed' and s.expires_at > $2
         and a.id = s.account_id and a.state = 'active' and (not a.demonstration or $3)
       returning s.account_id, s.assurance`,
      [interaction, part.clock.now(), part.demonstration],
    ),
  );
  return row === undefined ? undefined : { accountId: row.account_id, assurance: row.assurance };
}

const find = async (ctx: Context, token: string): Promise<ScanRow> => {
  const row = await ctx.tx.maybe<ScanRow>(`select ${columns} from access.scan where token_hash = $1 for update`, [hashToken(token)]);
  if (row === undefined || row.expires_at <= ctx.now || row.state === 'denied' || row.state === 'used') throw errors.scanGone();
  return row;
};

/** Her telephone has read the code: what it would sign in. The page learns that it was read. */
export async function seeScan(ctx: Context, token: string): Promise<ScanView> {
  currentSession(ctx.actor);
  return asSystem(ctx.tx, ctx.actor, async () => {
    const row = await find(ctx, token);
    if (row.state === 'shown') await ctx.tx.query("update access.scan set state = 'seen' where id = $1", [row.id]);
    return { app: row.app, device: row.device, address: row.address, shownAt: row.created_at.toISOString(), expiresAt: row.expires_at.toISOString() };
  });
}

/** 确认登录 or 取消, by a person for her own account: a citizen the portal, an officer (two factors) the desk. */
export async function answerScan(ctx: Context, input: { token: string; accept: boolean }): Promise<void> {
  const session = currentSession(ctx.actor);
  await asSystem(ctx.tx, ctx.actor, async () => {
    const row = await find(ctx, input.token);
    if (row.state === 'confirmed') throw errors.scanGone();
    if (input.accept && row.app !== session.app) throw errors.scanApp();
    await ctx.tx.query('update access.scan set state = $2, account_id = $3, assurance = $4 where id = $1', [row.id, input.accept ? 'confirmed' : 'denied', input.accept ? ctx.actor.accountId : null, input.accept ? session.assurance : null]);
  });
}
