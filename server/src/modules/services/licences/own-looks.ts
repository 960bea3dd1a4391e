import type { AccessEntry } from '#engines/records';
import type { Context } from '#kernel/context';
import type { Hall } from '../hall.ts';

const roundMax = 5;
const roundSize = 100;

export interface Looks {
  entries: AccessEntry[];
  /** Id of the last entry that was read; null at the end. */
  next: string | null;
}

/** 谁看了我的信息: looks of others at the acting party's data, newest first; her own are not what she asks about. */
export async function looksOfOthers(hall: Pick<Hall, 'records'>, ctx: Context, page: { before?: string | undefined; limit: number; where?: (entry: AccessEntry) => boolean }): Promise<Looks> {
  const { partyId, accountId, personId } = ctx.actor;
  const entries: AccessEntry[] = [];
  let before = page.before;
  if (partyId === null) return { entries, next: null };
  for (let round = 0; round < roundMax; round++) {
    const read = await hall.records.accessesOf(ctx, partyId, { before, limit: roundSize });
    for (const entry of read) {
      before = entry.id;
      const own = entry.accountId !== null ? entry.accountId === accountId : entry.personId !== null && entry.personId === personId;
      if (own || page.where?.(entry) === false) continue;
      entries.push(entry);
      if (entries.length === page.limit) return { entries, next: entry.id };
    }
    if (read.length < roundSize) return { entries, next: null };
  }
  return { entries, next: before ?? null };
}
