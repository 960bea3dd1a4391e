import { route, type Module } from '#kernel/house';
import { checkSource } from './check-source.ts';
import { compareVersions } from './compare-versions.ts';
import * as c from './contract.ts';
import type { Designers } from './deps.ts';
import { designChoices } from './design-choices.ts';
import { discardDraft, getDraft, saveDraft, startDraft } from './drafts.ts';
import { getDefinition } from './get-definition.ts';
import { listDefinitions } from './list-definitions.ts';
import { decideDraft, proposeDraft } from './publish-draft.ts';
import { trySource } from './try-source.ts';

/** 流程引擎与智能表单的设计组件: processes, forms and decision tables designed, tried and published at the desk. */
export const designersModule = (designers: Designers): Module => ({
  name: 'designers',
  systems: ['process-engine', 'smart-forms'],
  uses: [],
  routes: [
    route(c.listDefinitions, (ctx, i) => listDefinitions(designers, ctx, i)),
    route(c.designChoices, async (ctx) => designChoices(designers, ctx)),
    route(c.getDefinition, (ctx, i) => getDefinition(designers, ctx, i)),
    route(c.compareVersions, (ctx, i) => compareVersions(designers, ctx, i)),
    route(c.startDraft, (ctx, i) => startDraft(designers, ctx, i)),
    route(c.getDraft, (ctx, i) => getDraft(designers, ctx, i)),
    route(c.saveDraft, (ctx, i) => saveDraft(designers, ctx, i)),
    route(c.discardDraft, (ctx, i) => discardDraft(ctx, i)),
    route(c.checkDefinition, async (ctx, i) => ({ problems: (await checkSource(designers.content, ctx, i.kind, i.id, i)).problems })),
    route(c.tryDefinition, (ctx, i) => trySource(designers, ctx, i)),
    route(c.proposeDraft, (ctx, i) => proposeDraft(designers, ctx, i)),
    route(c.decideDraft, (ctx, i) => decideDraft(designers, ctx, i)),
  ],
});
