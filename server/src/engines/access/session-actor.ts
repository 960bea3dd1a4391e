import type { Actor } from '#kernel/context';

/** What stands behind a signed-in actor. */
export interface SessionInfo {
  readonly id: string;
  /** 1: one factor; 2: two factors. */
  readonly assurance: 1 | 2;
  readonly app: string;
  /** 岗位 in which an officer acts. */
  readonly postId: string | null;
  /** 委托 under which a person acts; no items means all. */
  readonly mandate: { readonly id: string; readonly items: readonly string[] } | null;
}

export interface SessionActor extends Actor {
  readonly session: SessionInfo;
}

/** The session of an actor that a cookie brought; undefined for machines, the system and visitors. */
export const sessionOf = (actor: Actor): SessionInfo | undefined => ('session' in actor ? (actor as SessionActor).session : undefined);

/** Whether an actor's mandate, if she acts under one, covers an item. */
export function mandateCovers(actor: Actor, itemId: string): boolean {
  const mandate = sessionOf(actor)?.mandate;
  return mandate == null || mandate.items.length === 0 || mandate.items.includes(itemId);
}
