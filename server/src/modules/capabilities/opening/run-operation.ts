import { createHash } from 'node:crypto';
import { decisionKind, type Decide } from '#engines/rules';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { operations, type OperationName } from './contract-operations.ts';
import type { Opening } from './deps.ts';
import { errors } from './errors.ts';

type Run<N extends OperationName> = (o: Opening, ctx: Context, input: ParsedInputOf<(typeof operations)[N]>) => Promise<OutputOf<(typeof operations)[N]>>;

/** What an operation does beside answering: `personal` reads about a person (her log says so), `writes` leaves something behind. */
export type Effect = 'none' | 'personal' | 'writes';

const plain = (value: unknown): string => String(value ?? '').normalize('NFKC').replace(/\s/g, '').toUpperCase();
const inBusiness = 'active';
/** Of a seal on an A4 page, millimetres. */
const sealSize = 40;
const evidence = 'evidence.kept';

const runs: { [N in OperationName]: { effect: Effect; run: Run<N> } } = {
  verifyIdentity: {
    effect: 'personal',
    async run(o, ctx, { name, identityNumber, reference }) {
      const found = await o.records.lookUp(ctx, 'population', { identityNumber }, { purpose: { duty: 'verification', text: reference }, fields: ['identityNumber', 'name'] });
      return { matches: found.some((r) => r.endedOn === null && plain(r.data['name']) === plain(name)) };
    },
  },
  verifyEnterprise: {
    effect: 'personal',
    async run(o, ctx, { creditCode, name }) {
      const found = await o.records.lookUp(ctx, 'legal-entity', { creditCode }, { purpose: { duty: 'verification', text: '能力开放：市场主体核验' }, fields: ['creditCode', 'name', 'state'] });
      const standing = found.find((r) => r.endedOn === null);
      return { found: standing !== undefined, matches: standing !== undefined && plain(standing.data['name']) === plain(name), inBusiness: standing?.data['state'] === inBusiness };
    },
  },
  verifyDocument: {
    effect: 'none',
    async run(o, ctx, { document }) {
      const report = o.documents.verifyOfd(Buffer.from(document, 'base64'), { trust: await o.signing.trust(ctx) });
      return { verdict: report.verdict, trusted: report.trusted, pages: report.pages, signatures: report.signatures.map((s) => ({ seal: s.seal?.name ?? null, state: s.state, trusted: s.trusted, signedAt: s.signedAt ?? null })) };
    },
  },
  sealDocument: {
    effect: 'writes',
    async run(o, ctx, { document, page, x, y, purpose }) {
      const organisation = ctx.actor.organisations[0] ?? '';
      const seal = await o.signing.findActiveSeal(ctx, organisation);
      if (seal === undefined) throw errors.noSeal();
      const bytes = Buffer.from(document, 'base64');
      if (o.documents.verifyOfd(bytes, { trust: await o.signing.trust(ctx) }).verdict === 'unreadable') throw errors.notOfd();
      const { der } = await o.signing.sealContent(ctx, seal.id);
      const sealed = await o.documents.stampOfd(bytes, { places: [{ page, box: [x, y, sealSize, sealSize] }], sealDer: der, signedAt: ctx.now, sign: (digest, propertyInfo) => o.signing.sealDigest(ctx, { sealId: seal.id, propertyInfo, digest, purpose }) });
      const digest = createHash('sm3').update(sealed).digest('hex');
      o.ledger.append(ctx.tx, { kind: 'document.sealed', subject: seal.id, data: { digest, purpose: createHash('sm3').update(purpose).digest('hex') } });
      return { document: Buffer.from(sealed).toString('base64'), digest };
    },
  },
  verifyLicence: { effect: 'none', run: (o, ctx, input) => o.verifyLicence(ctx, input) },
  sendMessage: {
    effect: 'writes',
    async run(o, ctx, { to, title, text }) {
      const party = await o.partyByCode(to);
      if (party === undefined) throw errors.partyUnknown();
      const department = o.organisation(ctx.actor.organisations[0] ?? '')?.name ?? ctx.actor.name;
      return { messages: o.messages.plan(ctx, { template: 'department-notice', to: { partyId: party.id }, scope: { department, title, text } }).length };
    },
  },
  decide: {
    effect: 'none',
    async run(o, ctx, { decision, inputs }) {
      const decide = o.content.find<unknown, Decide>(decisionKind.kind, decision)?.compiled;
      if (decide === undefined) throw errors.decisionUnknown({ decision });
      const { value, rulesFired, warnings } = decide(inputs, ctx.now);
      return { value: (value ?? null) as never, rules: rulesFired.map((r) => r.id), warnings: warnings.length };
    },
  },
  workingDay: { effect: 'none', run: async (o, _ctx, { from, days }) => ({ date: o.calendar().addWorkingDays(from, days) }) },
  locate: {
    effect: 'none',
    async run(o, ctx, { layer, longitude, latitude }) {
      const found = o.places.layer(layer).definition.open ? await o.places.at(ctx, layer, [longitude, latitude]) : [];
      return { features: found.slice(0, 20).map((f) => ({ id: f.id, properties: f.properties })) };
    },
  },
  keepEvidence: { effect: 'writes', run: async (o, ctx, { digest, subject }) => ({ entryId: o.ledger.append(ctx.tx, { kind: evidence, subject, data: { digest, organisation: ctx.actor.organisations[0] ?? null } }) }) },
  evidenceReceipt: { effect: 'none', run: receiptOf },
};

/** Of its own evidence only: an entry of another body is not known to it. */
async function receiptOf(o: Opening, ctx: Context, { entryId }: { entryId: string }): Promise<{ receipt: Record<string, unknown> }> {
  const receipt = await o.ledger.receipt(ctx.tx, entryId);
  const { kind, data } = receipt.entry;
  if (kind !== evidence || (data as { organisation?: string }).organisation !== ctx.actor.organisations[0]) throw errors.evidenceUnknown();
  return { receipt: { ...receipt } };
}

export const effectOf = (name: OperationName): Effect => runs[name].effect;

/** One operation with an input that its contract has read. */
export const runOperation = (o: Opening, ctx: Context, name: OperationName, input: unknown): Promise<unknown> => (runs[name].run as (o: Opening, ctx: Context, input: unknown) => Promise<unknown>)(o, ctx, input);
