import type { Contract } from '@yiwang/server/kernel/contract';
import type { z } from 'zod';

export interface FakeAnswer {
  contract: Contract;
  give: (input: never) => unknown;
}

interface Refused {
  refusal: { code: string; status: number; title: string };
}

/** What the fake house says to a contract. */
export const answer =
  <I extends z.ZodType, O extends z.ZodType>(contract: Contract<I, O>) =>
  (give: (input: z.output<I>) => z.output<O> | Refused): FakeAnswer => ({ contract, give: give as FakeAnswer['give'] });
