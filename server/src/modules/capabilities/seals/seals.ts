import type { SealView } from '#engines/signing';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import type { Seals } from './deps.ts';
import { errors } from './errors.ts';

type Seal = OutputOf<typeof c.applySeal>;

export const sealView = (s: SealView): Seal => ({ ...s, validFrom: s.validFrom?.toISOString() ?? null, validTo: s.validTo?.toISOString() ?? null, appliedAt: s.appliedAt.toISOString() });

/** Her own organisation's, unless she names another: what may be done to it, the signing engine decides. */
const organisationOf = (ctx: Context, asked: string | undefined): string => asked ?? ctx.actor.organisations[0] ?? '';

export async function listSeals({ signing }: Seals, ctx: Context, input: ParsedInputOf<typeof c.listSeals>): Promise<OutputOf<typeof c.listSeals>> {
  const { kind, state, cursor, limit } = input;
  const found = await signing.listSeals(ctx, { organisation: organisationOf(ctx, input.organisation), ...(kind === undefined ? {} : { kind }), ...(state === undefined ? {} : { state }), ...(cursor === undefined ? {} : { after: cursor }), limit: limit + 1 });
  const shown = found.slice(0, limit);
  return { seals: shown.map(sealView), next: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

export async function getSeal({ signing }: Seals, ctx: Context, input: { sealId: string }): Promise<OutputOf<typeof c.getSeal>> {
  const seal = await signing.getSeal(ctx, input.sealId);
  const made = seal.state !== 'applied' && seal.code !== null;
  const picture = made ? `data:image/png;base64,${Buffer.from((await signing.sealContent(ctx, seal.id)).picture).toString('base64')}` : null;
  const actions = await signing.sealActions(ctx, seal.id);
  return { ...sealView(seal), picture, actions: actions.map((a) => ({ at: a.at.toISOString(), action: a.action, state: a.state, by: a.actor_name, reason: a.reason })) };
}

export async function sealUses({ signing }: Seals, ctx: Context, input: ParsedInputOf<typeof c.sealUses>): Promise<OutputOf<typeof c.sealUses>> {
  const found = await signing.sealUses(ctx, input.sealId, { ...(input.cursor === undefined ? {} : { after: input.cursor }), limit: input.limit + 1 });
  const shown = found.slice(0, input.limit);
  return { uses: shown.map((u) => ({ id: u.id, at: u.at.toISOString(), by: u.actor_name, purpose: u.purpose, digest: u.digest.toString('hex'), caseId: u.case_id })), next: found.length > input.limit ? (shown.at(-1)?.id ?? null) : null };
}

/** 申请 → 制作 → 启用 ⇄ 停用 → 注销: each step is in the ledger too. */
const told = ({ ledger }: Seals, ctx: Context, kind: string, seal: SealView): Seal => {
  ledger.append(ctx.tx, { kind: `seal.${kind}`, subject: seal.id, data: { organisation: seal.organisation, kind: seal.kind, state: seal.state, code: seal.code } });
  return sealView(seal);
};

export async function applySeal(seals: Seals, ctx: Context, input: ParsedInputOf<typeof c.applySeal>): Promise<Seal> {
  const known = seals.organisation(input.organisation);
  if (known === undefined) throw errors.organisationUnknown();
  return told(seals, ctx, 'applied', await seals.signing.applySeal(ctx, { organisation: known.id, organisationName: known.name, kind: input.kind, division: known.division.slice(0, 6).padEnd(6, '0'), reason: input.reason }));
}

export const makeSeal = async (seals: Seals, ctx: Context, input: ParsedInputOf<typeof c.makeSeal>): Promise<Seal> => told(seals, ctx, 'made', await seals.signing.makeSeal(ctx, input));
export const changeSeal = async (seals: Seals, ctx: Context, input: ParsedInputOf<typeof c.changeSeal>): Promise<Seal> => told(seals, ctx, input.action, await seals.signing.changeSeal(ctx, input));
