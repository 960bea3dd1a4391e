import { createHash } from 'node:crypto';
import { fieldOf, type PageContext } from './page.ts';

/**
 * The idempotency key of a form: made when the page was rendered, sent with it, so that a double click sends once.
 * What is sent is part of it: the same page sent again with other content (after going back) is another write.
 */
export function sendOnce(context: PageContext, input: unknown): { idempotencyKey: string } {
  const made = fieldOf(context, 'key');
  const key = /^[\w-]{8,64}$/.test(made) ? made : crypto.randomUUID();
  return { idempotencyKey: `${key}.${createHash('sha256').update(JSON.stringify(input)).digest('base64url').slice(0, 16)}` };
}
