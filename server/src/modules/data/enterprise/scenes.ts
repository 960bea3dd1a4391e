import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn, type Text } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Enterprise } from './deps.ts';
import { errors } from './errors.ts';
import { enterpriseSceneKind, type EnterpriseScene } from './scene-kind.ts';

const bureau = 'digital-government';

/** 条款: the scene as it stood when the agreement was drafted, with what was chosen of it. */
export interface Terms extends Pick<EnterpriseScene, 'title' | 'trade' | 'purpose' | 'basis' | 'purposeCode' | 'duties' | 'outbound' | 'fusion'> {
  /** Agreements from before it was named promised the same in their duties. */
  atEnd?: EnterpriseScene['atEnd'];
  inbound: { register: string; firmField: string; mapping: { field: string; column: string }[]; everyMinutes: number } | null;
}

const promised: EnterpriseScene['atEnd'] = { what: 'delete', days: 30 };
export const atEndOf = (t: Pick<Terms, 'atEnd'>): EnterpriseScene['atEnd'] => t.atEnd ?? promised;

export function sceneOf(o: Pick<Enterprise, 'content'>, id: string): EnterpriseScene {
  const found = o.content.find(enterpriseSceneKind, id);
  if (found === undefined) throw errors.sceneUnknown();
  return found.value;
}

/** Fields without which the register takes no row. */
export function requiredOf(o: Pick<Enterprise, 'content'>, inbound: { register: string; firmField: string }): string[] {
  const fields = o.content.find(registerKind, inbound.register)?.value.fields ?? [];
  return fields.filter((f) => f.required && f.id !== inbound.firmField).map((f) => f.id);
}

/** All that the scene offers, columns named as the register names its fields. */
export const fullTerms = (scene: EnterpriseScene): Terms => ({
  title: scene.title, trade: scene.trade, purpose: scene.purpose, basis: scene.basis, purposeCode: scene.purposeCode, duties: scene.duties, outbound: scene.outbound, fusion: scene.fusion, atEnd: scene.atEnd,
  inbound: scene.inbound === undefined ? null : { register: scene.inbound.register, firmField: scene.inbound.firmField, mapping: scene.inbound.fields.map((field) => ({ field, column: field })), everyMinutes: scene.inbound.everyMinutes },
});

/** Whether a body concludes agreements of this scene: the department whose matter it is, or the data bureau. */
export const concludes = (scene: EnterpriseScene, functionOf: string | undefined): boolean => functionOf === scene.body || functionOf === bureau;

type TermsView = OutputOf<typeof c.getAgreement>['terms'];

/** Terms in words: fields by the titles of their registers. */
export async function termsView(o: Pick<Enterprise, 'content' | 'exchange'>, ctx: Pick<Context, 'locale'>, t: Terms): Promise<TermsView> {
  const text = (of: Text): string => textIn(of, ctx.locale);
  const definitionOf = (register: string | undefined) => (register === undefined ? undefined : o.content.find(registerKind, register)?.value);
  const titleIn = (register: string | undefined, field: string): string => text(definitionOf(register)?.fields.find((f) => f.id === field)?.title ?? field);
  const outbound = [];
  for (const g of t.outbound) {
    const service = await o.exchange.findService(g.service);
    const register = service?.register;
    // a verification says yes or no and hands nothing out
    const hidden = service?.mode === 'verify' ? [] : g.fields.filter((f) => {
      const own = definitionOf(register)?.fields.find((x) => x.id === f);
      return g.masks[f] !== 'none' && (g.masks[f] !== undefined || own?.mask !== undefined || own?.sensitive === true);
    });
    outbound.push({ service: g.service, title: text(g.title), fields: g.fields.map((f) => ({ id: f, title: titleIn(register, f) })), ratePerSecond: g.ratePerSecond, dailyQuota: g.dailyQuota, masked: hidden });
  }
  const required = new Set(t.inbound === null ? [] : requiredOf(o, t.inbound));
  return {
    title: text(t.title), trade: t.trade, purpose: text(t.purpose), basis: text(t.basis), purposeCode: t.purposeCode, duties: t.duties.map(text), atEnd: { ...atEndOf(t), keep: atEndOf(t).keep ?? null }, outbound, fusion: t.fusion === undefined ? null : { ...t.fusion, title: text(t.fusion.title) },
    inbound: t.inbound === null ? null : {
      register: t.inbound.register, registerTitle: text(definitionOf(t.inbound.register)?.title ?? t.inbound.register), everyMinutes: t.inbound.everyMinutes,
      fields: t.inbound.mapping.map((m) => ({ id: m.field, title: titleIn(t.inbound!.register, m.field), required: required.has(m.field), column: m.column })),
    },
  };
}

const functionName = (o: Pick<Enterprise, 'content'>, ctx: Pick<Context, 'locale'>, code: string): string => {
  const list = o.content.find<{ codes: { code: string; name: Text }[] }>('code-list', 'department-function')?.value;
  return textIn(list?.codes.find((x) => x.code === code)?.name ?? code, ctx.locale);
};

export async function listScenes(o: Enterprise, ctx: Context): Promise<OutputOf<typeof c.listScenes>> {
  const scenes = [];
  for (const { id, value } of o.content.list(enterpriseSceneKind)) scenes.push({ id, body: functionName(o, ctx, value.body), daysMax: value.daysMax, ...(await termsView(o, ctx, fullTerms(value))) });
  return { scenes };
}

/** Bodies of the place that conclude agreements of a scene. */
export function partners(o: Enterprise, { scene }: { scene: string }): OutputOf<typeof c.partners> {
  const wanted = sceneOf(o, scene);
  return { bodies: o.organisations().filter((x) => concludes(wanted, x.function)).map((x) => ({ organisation: x.id, name: x.name })).toSorted((a, b) => a.name.localeCompare(b.name, 'zh')).slice(0, 500) };
}

export const bodyNames = (o: Pick<Enterprise, 'content'>, ctx: Pick<Context, 'locale'>, scene: EnterpriseScene): string => functionName(o, ctx, scene.body);
