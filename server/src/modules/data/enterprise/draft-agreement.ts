import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { lockAgreement, noteAction } from './agreements.ts';
import type * as c from './contract.ts';
import { companyOf, type Enterprise } from './deps.ts';
import { errors } from './errors.ts';
import { bodyNames, concludes, fullTerms, requiredOf, sceneOf, type Terms } from './scenes.ts';
import type { EnterpriseScene } from './scene-kind.ts';

const numberOf = (ctx: Context, id: string): string => `ZQ${dayInChina(ctx.now).replaceAll('-', '')}${id.replaceAll('-', '').slice(-8).toUpperCase()}`;

interface NewRow { scene: string; terms: Terms; organisation: string; party: { id: string; code: string; name: string }; purpose: string; until: string | null; state: 'applied' | 'review' }

/** One agreement of a scene between two at a time: the index `agreement_open` keeps it. */
async function insert(o: Enterprise, ctx: Context, r: NewRow): Promise<{ id: string; number: string }> {
  const body = o.organisation(r.organisation)!;
  const id = ctx.newId();
  const number = numberOf(ctx, id);
  const made = await ctx.tx.query(
    `insert into enterprise.agreement (id, number, scene, terms, organisation, organisation_name, division, party_id, company_code, company, purpose, valid_until, state, offered_by, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict (scene, organisation, company_code) where state not in ('ended', 'declined') do nothing returning id`,
    [id, number, r.scene, JSON.stringify(r.terms), r.organisation, body.name, body.division, r.party.id, r.party.code, r.party.name, r.purpose, r.until, r.state, r.state === 'review' ? ctx.actor.accountId : null, ctx.now]);
  if (made.length === 0) {
    const there = await ctx.tx.maybe<{ number: string }>("select number from enterprise.agreement where scene = $1 and organisation = $2 and company_code = $3 and state not in ('ended', 'declined')", [r.scene, r.organisation, r.party.code]);
    throw errors.there({ number: there?.number ?? '' });
  }
  return { id, number };
}

/** 企业申请: a firm asks a body to share under a scene; the body drafts. */
export async function apply(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.apply>): Promise<OutputOf<typeof c.apply>> {
  const company = await companyOf(o, ctx);
  const scene = sceneOf(o, i.scene);
  if (!concludes(scene, o.organisation(i.organisation)?.function)) throw errors.bodyUnknown({ code: i.organisation });
  const made = await insert(o, ctx, { scene: i.scene, terms: fullTerms(scene), organisation: i.organisation, party: company, purpose: i.words, until: null, state: 'applied' });
  await noteAction(o, ctx, made.id, 'applied', i.words);
  return made;
}

/** What was chosen of the scene: fields with their columns, services; nothing that the scene does not list. */
function chosenTerms(o: Enterprise, scene: EnterpriseScene, i: ParsedInputOf<typeof c.offer>): Terms {
  const full = fullTerms(scene);
  const odd = i.fields.find((f) => scene.inbound?.fields.includes(f.field) !== true);
  if (odd !== undefined) throw errors.fieldNotOffered({ field: odd.field });
  const missing = scene.inbound === undefined || i.fields.length === 0 ? [] : requiredOf(o, scene.inbound).filter((f) => !i.fields.some((x) => x.field === f));
  if (missing.length > 0) throw errors.fieldMissing({ fields: missing.join('、') });
  const unknown = i.services.find((s) => !scene.outbound.some((x) => x.service === s));
  if (unknown !== undefined) throw errors.serviceUnknown({ service: unknown });
  if (i.fields.length === 0 && i.services.length === 0) throw errors.nothingShared();
  return { ...full, inbound: full.inbound === null || i.fields.length === 0 ? null : { ...full.inbound, mapping: i.fields, everyMinutes: i.everyMinutes ?? full.inbound.everyMinutes }, outbound: full.outbound.filter((x) => i.services.includes(x.service)) };
}

/** 起草: by the department whose matter it is, or the data bureau; another official reviews. */
export async function offer(o: Enterprise, ctx: Context, i: ParsedInputOf<typeof c.offer>): Promise<OutputOf<typeof c.offer>> {
  const scene = sceneOf(o, i.scene);
  const organisation = ctx.actor.organisations.find((code) => concludes(scene, o.organisation(code)?.function));
  if (organisation === undefined) throw errors.notYourScene({ body: bodyNames(o, ctx, scene) });
  const party = await o.partyByCode(i.companyCode);
  if (party?.kind !== 'company') throw errors.companyUnknown({ code: i.companyCode });
  const last = dayInChina(new Date(ctx.now.getTime() + scene.daysMax * 86_400_000));
  if (i.until <= dayInChina(ctx.now) || i.until > last) throw errors.termInvalid({ until: last });
  const terms = chosenTerms(o, scene, i);
  for (const s of terms.outbound) if ((await o.exchange.findService(s.service))?.state !== 'active') throw errors.serviceUnknown({ service: s.service });
  if (i.application === undefined) {
    const made = await insert(o, ctx, { scene: i.scene, terms, organisation, party: { id: party.id, code: i.companyCode, name: party.name }, purpose: i.purpose, until: i.until, state: 'review' });
    await noteAction(o, ctx, made.id, 'drafted', i.purpose);
    return { ...made, version: 1 };
  }
  const applied = await lockAgreement(ctx, i.application.agreementId, i.application.version, ['applied']);
  if (applied.organisation !== organisation || applied.company_code !== i.companyCode || applied.scene !== i.scene) throw errors.notFound();
  await ctx.tx.query("update enterprise.agreement set state = 'review', terms = $2, purpose = $3, valid_until = $4, offered_by = $5, version = version + 1 where id = $1", [applied.id, JSON.stringify(terms), i.purpose, i.until, ctx.actor.accountId]);
  await noteAction(o, ctx, applied.id, 'drafted', i.purpose);
  return { id: applied.id, number: applied.number, version: applied.version + 1 };
}
