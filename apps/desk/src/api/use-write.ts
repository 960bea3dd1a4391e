import { useQueryClient } from '@tanstack/react-query';
import type { Contract, InputOf, OutputOf } from '@yiwang/server/kernel/contract';
import { useRef, useState } from 'react';
import { call, ProblemError } from './call.ts';

/** A refusal in words, and whether what the user saw has been changed by somebody else. */
export interface Refusal {
  title: string;
  code: string;
  stale: boolean;
}

export const refusalOf = (error: unknown): Refusal =>
  error instanceof ProblemError
    ? { title: error.problem.title, code: error.problem.code, stale: /stale$/i.test(error.problem.code) }
    : { title: '', code: 'network', stale: false };

export interface Write<C extends Contract> {
  send(input: InputOf<C>): Promise<OutputOf<C> | undefined>;
  pending: boolean;
  refusal: Refusal | null;
  clear(): void;
}

/**
 * A write. The same intent keeps its idempotency key until it is answered, so that pressing again after a broken
 * connection does nothing twice. On success every read is asked again; on refusal the caller's text stays where it is.
 */
export function useWrite<C extends Contract>(contract: C): Write<C> {
  const client = useQueryClient();
  const intent = useRef<{ text: string; key: string } | null>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const send = async (input: InputOf<C>): Promise<OutputOf<C> | undefined> => {
    const text = JSON.stringify(input);
    if (intent.current?.text !== text) intent.current = { text, key: crypto.randomUUID() };
    setPending(true);
    setRefusal(null);
    try {
      const answer = await call(contract, input, { idempotencyKey: intent.current.key });
      intent.current = null;
      void client.invalidateQueries();
      return answer;
    } catch (error) {
      const refused = refusalOf(error);
      if (refused.code !== 'network') intent.current = null;
      setRefusal(refused);
      return undefined;
    } finally {
      setPending(false);
    }
  };
  return { send, pending, refusal, clear: () => setRefusal(null) };
}
