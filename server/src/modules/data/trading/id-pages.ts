import { isId } from '#kernel/ids';

export const pageSize = 50;

/** One page of rows that were asked for one longer, newest first; the next begins after the id of the last. */
export const pageOf = <R extends { id: string }>(rows: readonly R[]): { shown: R[]; next: string | null } => ({ shown: rows.slice(0, pageSize), next: rows.length > pageSize ? rows[pageSize - 1]!.id : null });

export const idCursor = (cursor: string | undefined): string | null => (cursor !== undefined && isId(cursor) ? cursor : null);
