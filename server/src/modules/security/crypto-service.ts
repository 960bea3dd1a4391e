import { sm3 } from '#engines/signing';
import { Refusal } from '#kernel/errors';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { Security } from './deps.ts';
import { errors } from './errors.ts';
import { runSelfTests } from './self-tests.ts';

const endingDays = 60;
const shownMax = 50;

/** 密码服务状态: what is there, what ends soon, and whether the algorithms do what their standards say. */
export async function cryptoStatus({ signing }: Security, ctx: Context): Promise<OutputOf<typeof c.cryptoStatus>> {
  const keys = await ctx.tx.query<{ device: string; algorithm: string; state: string; count: number }>('select device, algorithm, state, count(*)::int as count from signing.key group by 1, 2, 3 order by 1, 2, 3');
  const certificates = await ctx.tx.query<{ role: string; state: string; count: number }>('select role, state, count(*)::int as count from signing.certificate group by 1, 2 order by 1, 2');
  const seals = await ctx.tx.query<{ state: string; count: number }>('select state, count(*)::int as count from signing.seal group by 1 order by 1');
  const ending = await signing.certificatesEnding(ctx, endingDays);
  const selfTests = await runSelfTests(signing.device);
  return {
    device: signing.device.name,
    // a field's ciphertext names the version of the key that made it
    fieldKeyVersion: signing.fields.encrypt('status', 'security.status').readUInt16BE(1),
    keys, certificates, seals, ending: ending.slice(0, shownMax).map((one) => ({ id: one.id, subject: one.subject, validTo: one.validTo.toISOString() })),
    selfTests, healthy: selfTests.every((t) => t.ok),
  };
}

/** Systems and officials that were given the service; each works for its own organisation. */
function requireUse(ctx: Context): string {
  const { actor } = ctx;
  const organisation = actor.organisations[0];
  if (!['machine', 'officer'].includes(actor.kind) || organisation === undefined || !(actor.permissions.has('crypto.use') || actor.permissions.has('crypto.manage'))) throw errors.cryptoForbidden();
  return organisation;
}

const bytes = (text: string): Buffer => Buffer.from(text, 'base64');

export async function digest(_: Security, ctx: Context, input: ParsedInputOf<typeof c.digestBytes>): Promise<{ digest: string }> {
  requireUse(ctx);
  return { digest: sm3(bytes(input.message)).toString('hex') };
}

export async function sign({ signing }: Security, ctx: Context, input: ParsedInputOf<typeof c.signBytes>): Promise<{ signature: string; certificate: string }> {
  requireUse(ctx);
  const { signature, certificate } = await signing.signBytes(ctx, { certificateId: input.certificateId, message: bytes(input.message) });
  return { signature: Buffer.from(signature).toString('base64'), certificate: Buffer.from(certificate).toString('base64') };
}

export async function verify({ signing }: Security, ctx: Context, input: ParsedInputOf<typeof c.verifyBytes>): Promise<OutputOf<typeof c.verifyBytes>> {
  requireUse(ctx);
  const result = await signing.verifyBytes(ctx, { message: bytes(input.message), signature: bytes(input.signature), certificate: bytes(input.certificate) });
  return { valid: result.valid, steps: result.steps.map((s) => ({ name: s.name, ok: s.outcome === 'unknown' ? null : s.outcome === 'passed', words: [s.title[ctx.locale], s.why?.[ctx.locale]].filter((w) => w !== undefined).join('：') })) };
}

const boundTo = (organisation: string, purpose: string): string => `crypto-service ${organisation} ${purpose}`;

export async function encrypt({ signing }: Security, ctx: Context, input: ParsedInputOf<typeof c.encryptBytes>): Promise<{ ciphertext: string }> {
  const organisation = requireUse(ctx);
  return { ciphertext: Buffer.from(await signing.device.wrap(bytes(input.plaintext), boundTo(organisation, input.purpose))).toString('base64') };
}

export async function decrypt({ signing }: Security, ctx: Context, input: ParsedInputOf<typeof c.decryptBytes>): Promise<{ plaintext: string }> {
  const organisation = requireUse(ctx);
  try {
    return { plaintext: Buffer.from(await signing.device.unwrap(bytes(input.ciphertext), boundTo(organisation, input.purpose))).toString('base64') };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'signing.ciphertextInvalid') throw errors.notDecrypted();
    throw error;
  }
}
