import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { openSupply } from '../collection/index.ts';
import { dayWords } from '../day-words.ts';
import { sealedByBoth } from '../sealed-by-both.ts';
import { endOfDay, findAgreement, noteAction, today, type Agreement } from './agreements.ts';
import type { Enterprise } from './deps.ts';
import { errors } from './errors.ts';
import { atEndWords } from './at-end-words.ts';
import { atEndOf, termsView } from './scenes.ts';
import { planReminder, tellFirm } from './tell-firm.ts';

export const concludeJob = 'enterprise.conclude';
const template = 'enterprise-agreement';

/** 生效: the document with both seals, then both directions: a grant for each service, a source for the firm's interface. Runs once, by its state. */
export async function concludeAgreement(o: Enterprise, ctx: Context, { agreementId }: { agreementId: string }): Promise<void> {
  const held = await ctx.tx.maybe("select 1 as held from enterprise.agreement where id = $1 and state = 'sealing' for update", [agreementId]);
  const a = held === undefined ? undefined : await findAgreement(ctx.tx, agreementId);
  if (a === undefined || a.valid_until === null) return;
  const contract = await sealedAgreement(o, ctx, a);
  const grants = await openServices(o, ctx, a);
  const source = await openInterface(o, ctx, a);
  await ctx.tx.query("update enterprise.agreement set state = 'active', contract_file = $2, company_contract = $3, contract_digest = $4, grants = $5, source_id = $6, active_at = $7, version = version + 1 where id = $1", [a.id, contract.fileId, contract.otherFile, contract.digest, JSON.stringify(grants), source, ctx.now]);
  await noteAction(o, ctx, a.id, 'sealed', contract.digest, { digest: contract.digest, grants: grants.map((g) => g.grantId), source });
  tellFirm(o, ctx, a, 'agreement-sealed', { until: dayWords(a.valid_until) });
  planReminder(o, ctx, a);
}

/** 政府供企业: one grant a service, as the terms have it. */
async function openServices(o: Enterprise, ctx: Context, a: Agreement): Promise<Agreement['grants']> {
  const grants = [];
  for (const s of a.terms.outbound) {
    const grantId = await o.exchange.grant(ctx, {
      service: s.service, organisation: a.company_code, purposeCode: a.terms.purposeCode, purpose: a.purpose, legalBasis: `政企数据共享协议 ${a.number}`, fields: s.fields, masks: s.masks, ratePerSecond: s.ratePerSecond, dailyQuota: s.dailyQuota, validTo: endOfDay(a.valid_until!),
    });
    grants.push({ service: s.service, grantId });
  }
  return grants;
}

/** 企业供政府: the firm's interface as a source of the body; whose rows they are is written by the house. */
async function openInterface(o: Enterprise, ctx: Context, a: Agreement): Promise<string | null> {
  const { inbound } = a.terms;
  if (inbound === null || a.interface === null) return null;
  return openSupply(o.collection, ctx, {
    register: inbound.register, name: `${a.company}（协议 ${a.number}）`, organisation: a.organisation, division: a.division, supplier: a.company, settings: a.interface, secret: a.secret === null ? undefined : o.crypto.open(a.secret), mapping: inbound.mapping, fixed: { [inbound.firmField]: a.company_code },
    everyMinutes: inbound.everyMinutes, validTo: endOfDay(a.valid_until!),
  });
}

/** 协议: the terms that both signed, the seal of each over its own name. */
async function sealedAgreement(o: Enterprise, ctx: Context, a: Agreement): Promise<{ fileId: string; otherFile: string; digest: string }> {
  const terms = await termsView(o, { locale: 'zh' }, a.terms);
  const body = { code: a.organisation, name: a.organisation_name, division: a.division, seal: 'body' };
  const company = { code: a.company_code, name: a.company, division: (await o.partyOf(a.party_id))?.division ?? a.division, seal: 'company' };
  const scope = {
    agreement: { number: a.number, scene: terms.title, purpose: a.purpose, basis: terms.basis, until: a.valid_until, on: today(ctx), atEnd: atEndWords(atEndOf(a.terms)).zh }, body, company,
    inbound: terms.inbound === null ? '无' : `${terms.inbound.registerTitle}：${terms.inbound.fields.map((f) => f.title).join('、')}；每 ${terms.inbound.everyMinutes} 分钟更新`,
    outbound: terms.outbound.length === 0 ? '无' : terms.outbound.map((s) => `${s.title}（${s.fields.map((f) => `${f.title}${s.masked.includes(f.id) ? '〔脱敏〕' : ''}`).join('、')}）`).join('；'),
    duties: a.terms.duties.map((d, n) => `（${n + 1}）${textIn(d, 'zh')}`).join(''),
  };
  return sealedByBoth(o, ctx, {
    template, scope, title: `政企数据共享协议 ${a.number}`, fileName: `政企数据共享协议${a.number}.ofd`, purpose: '政企数据共享协议', sides: [body, company], keeper: { organisation: a.organisation }, other: { partyId: a.party_id }, noSeal: (name) => errors.noSeal({ name }),
  });
}
