import { z } from 'zod';
import { accessKinds } from '#engines/access';
import { baseKinds, defineKind, type AnyKind } from '#engines/content';
import { documentTemplateKind } from '#engines/documents';
import { dataServiceKind } from '#engines/exchange';
import { formKind } from '#engines/forms';
import { messageTemplateKind } from '#engines/messages';
import { layerKind } from '#engines/places';
import { processKind } from '#engines/process';
import { maskingKind, registerKind } from '#engines/records';
import { decisionKind, expressionFault } from '#engines/rules';
import { searchKinds } from '#engines/search';
import { capabilityKind, dockedSystemKind, publishingRuleKind } from '#modules/capabilities';
import { boardKind, catalogueKinds, dataMarketKind, qualityKinds, collectionHostsKind, developmentKinds, enterpriseSceneKind, libraryKinds, openKinds, protectionKinds, questionnaireKind } from '#modules/data';
import { servicesKinds } from '#modules/services';

/**
 * 系统归属: systems of the inventory (`docs/systems.json`) that content alone carries, each with the definitions that
 * do: `carries: { one-matter-birth: [life-event/newborn] }`. `npm run systems` reads it.
 */
export const systemsKind = defineKind({
  kind: 'systems',
  versioned: false,
  schema: z.strictObject({ carries: z.record(z.string().regex(/^[a-z0-9-]{2,60}$/), z.array(z.string().regex(/^[a-z-]+\/[A-Za-z0-9._-]+$/)).min(1).max(50)) }),
  references: ({ carries }) =>
    Object.entries(carries).flatMap(([system, definitions]) => definitions.map((d, i) => ({ kind: d.slice(0, d.indexOf('/')), id: d.slice(d.indexOf('/') + 1), path: ['carries', system, i] }))),
});

/** Every kind of definition that this house understands, but for those that `access` registers by itself. */
export const houseKinds = (actions: { has(name: string): boolean }): AnyKind[] => [
  ...baseKinds, formKind({ registerKind: registerKind.kind }), decisionKind, processKind({ actions, checkExpression: expressionFault }), registerKind, maskingKind, documentTemplateKind(), messageTemplateKind, dataServiceKind, layerKind, boardKind, ...searchKinds, ...servicesKinds, ...catalogueKinds, publishingRuleKind, capabilityKind, dockedSystemKind, ...qualityKinds, ...developmentKinds, dataMarketKind, enterpriseSceneKind, ...libraryKinds, collectionHostsKind, ...openKinds, ...protectionKinds, questionnaireKind, systemsKind,
];

/** All kinds, for tools that check content without a running house. */
export const allKinds = (actions: { has(name: string): boolean }): AnyKind[] => [...accessKinds, ...houseKinds(actions)];
