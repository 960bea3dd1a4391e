import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { Contract, OutputOf, ParsedInputOf } from '../contract/index.ts';
import type { Context } from '../context/index.ts';

/** A contract tied to its use case. */
export interface Route {
  readonly contract: Contract;
  readonly handle: (ctx: Context, input: unknown) => Promise<unknown>;
}

export const route = <I extends z.ZodType, O extends z.ZodType>(
  contract: Contract<I, O>,
  handle: (ctx: Context, input: ParsedInputOf<Contract<I, O>>) => Promise<OutputOf<Contract<I, O>>>,
): Route => ({ contract, handle: handle as Route['handle'] });

/** Never throws. */
export type RawHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A domain: what main mounts. */
export interface Module {
  readonly name: string;
  /** Ids of the inventory's systems that this module carries. */
  readonly systems: readonly string[];
  /** Other modules whose face it calls. */
  readonly uses: readonly string[];
  readonly routes: readonly Route[];
  /** What JSON contracts cannot say: streams, pages, redirects. */
  readonly mount?: (app: FastifyInstance) => void | Promise<void>;
  /** Paths below which requests are handed on as they came, before routes, cookies and hooks: the handler answers each itself. */
  readonly raw?: { readonly prefix: string; readonly handle: RawHandler };
}
