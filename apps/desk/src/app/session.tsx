import { createContext, use } from 'react';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { identity } from '../api/contracts.ts';

/** Who sits there, at which post, with which permissions. */
export type Session = OutputOf<typeof identity.me>;

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = use(SessionContext);
  if (session === null) throw new Error('No session above this screen');
  return session;
}

export const useMay = (permission: string): boolean => useSession().permissions.includes(permission);

type Post = Session['posts'][number];
export const usePost = (): Post | undefined => {
  const { posts, postId } = useSession();
  return posts.find((post) => post.id === postId) ?? posts[0];
};
