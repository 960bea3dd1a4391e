import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type { ProposalRow } from './agreement-words.ts';
import { parsed, select, type AgreementRow } from './agreements.ts';
import type * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import { agreementSchema, type Agreement, type Outcome } from './psi/agreement.ts';

type Terms = OutputOf<typeof c.listAgreements>['proposals'][number]['terms'];
const termsOf = (a: Agreement): Terms => ({ purpose: a.purpose, legalBasis: a.legalBasis, what: a.what, identifier: a.identifier, groups: a.groups, value: a.value, rowsMin: a.rowsMin, rowsMax: a.rowsMax, least: a.least, runsPerDay: a.runsPerDay, validTo: a.validTo });

interface RunRow { id: string; agreement_id: string; at: Date; state: 'running' | 'done' | 'refused'; why: string | null; outcome: Outcome | null; by_name: string; ended_at: Date | null }

/** 联合计算协议 with their last runs; texts of other houses that wait for our signature. */
export async function listAgreements(p: Privacy, ctx: Context): Promise<OutputOf<typeof c.listAgreements>> {
  const rows = await ctx.tx.query<AgreementRow>(`${select} order by a.id desc limit 100`);
  const runs = await ctx.tx.query<RunRow>(
    'select r.* from unnest($1::uuid[]) a cross join lateral (select id, agreement_id, at, state, why, outcome, by_name, ended_at from privacy.run where agreement_id = a order by id desc limit 20) r', [rows.map((r) => r.id)]);
  const proposals = await ctx.tx.query<ProposalRow>("select * from privacy.proposal where state = 'waiting' order by id limit 100");
  const houses = new Map((await p.line.joined(ctx.tx)).map((j) => [j.house, j.name]));
  return {
    agreements: rows.map((r) => {
      const a = agreementSchema.parse(parsed(r.text));
      return {
        id: r.id, peer: r.peer, peerName: houses.get(r.peer) ?? r.peer, joined: houses.has(r.peer), initiates: r.initiates, purpose: a.purpose, what: a.what, groups: a.groups, digest: r.digest, validTo: r.valid_to.toISOString(), terms: termsOf(a), dataset: datasetOf(p, ctx, r),
        text: r.text, signature: r.own_signature, signedBy: r.by_name, refusedWhy: r.refused_why,
        state: r.refused_why !== null ? 'refused' as const : r.ended_at !== null || r.valid_to <= ctx.now ? 'over' as const : r.peer_signature === null && r.initiates ? 'proposed' as const : 'active' as const,
        runs: runs.filter((x) => x.agreement_id === r.id).map((x) => ({ id: x.id, at: x.at.toISOString(), endedAt: x.ended_at?.toISOString() ?? null, by: x.by_name, state: x.state, why: x.why, outcome: x.outcome })),
      };
    }),
    proposals: proposals.map((r) => ({ id: r.id, peer: r.peer, peerName: houses.get(r.peer) ?? r.peer, at: r.at.toISOString(), terms: termsOf(agreementSchema.parse(parsed(r.text))) })),
  };
}

/** What of ours takes part, in words. */
function datasetOf({ content }: Privacy, ctx: Context, { dataset }: AgreementRow): { register: string; field: string; group: string | null; value: string | null } {
  const register = content.find(registerKind, dataset.register)?.value;
  const name = (id: string): string => textIn(register?.fields.find((f) => f.id === id)?.title ?? id, ctx.locale);
  return { register: textIn(register?.title ?? dataset.register, ctx.locale), field: name(dataset.field), group: dataset.group === undefined ? null : name(dataset.group.field), value: dataset.value === undefined ? null : name(dataset.value) };
}
