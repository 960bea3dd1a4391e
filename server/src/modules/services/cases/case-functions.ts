import type { Json } from '#engines/process';
import { casesErrors, isFinal, stateWords, type CaseState, type CaseWork, type Work } from '#engines/cases';
import { issueResult } from '../licences/issue-result.ts';
import { planLegalDocument } from '../licences/legal-document.ts';
import { notifyParty } from './notify-party.ts';
import type { Hall } from '../hall.ts';
import { planLaterCheck } from '../supervision/later-check.ts';
import { setLaterDue, supplementUntil } from '../limits.ts';

/** What is asked for again, told once and completely (一次性告知). */
export interface SupplementAsked {
  askedAt: string;
  /** 补正期限: the last day, `YYYY-MM-DD`; null where the calendar of that day is not known. */
  until?: string | null;
  reason: string;
  materials: { itemId: string; materialId: string; why: string }[];
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** Registers what the processes of service items and life events call by `yw:action`. */
export function registerCaseFunctions(hall: Hall): void {
  const { cases } = hall;
  cases.registerFunction('case.move', { run: (work, input) => work.move(text(input['state']) as CaseState) });
  cases.registerFunction('case.requestSupplement', {
    async run(work) {
      const asked = work.row.data['supplementDraft'] as unknown as SupplementAsked | null;
      work.setData('supplement', (asked === null ? null : { ...asked, until: supplementUntil(hall, work) }) as unknown as Json);
      work.setData('supplementDraft', null);
      work.move('supplement', { reason: asked?.reason ?? '' });
      planLegalDocument(hall, work, 'supplement');
      notifyParty(hall, work, 'case-supplement-requested');
      await eachChild(hall, work, (child) => child.move('supplement', { reason: asked?.reason ?? '' }));
    },
  });
  cases.registerFunction('case.resubmit', {
    async run(work) {
      work.setData('supplement', null);
      work.move('submitted');
      await eachChild(hall, work, (child) => child.move('submitted'));
    },
  });
  cases.registerFunction('case.refuseAcceptance', {
    async run(work) {
      work.move('notAccepted', { reason: text(work.row.data['opinion']) });
      planLegalDocument(hall, work, 'notAccepted');
      notifyParty(hall, work, 'case-not-accepted');
      await eachChild(hall, work, async (child) => {
        child.move('notAccepted', { reason: text(work.row.data['opinion']) });
        await child.operate({ type: 'cancelAll', actor: work.ctx.actor.accountId ?? 'system' });
      });
    },
  });
  cases.registerFunction('case.refuse', {
    run(work) {
      work.move('refused', { reason: text(work.row.data['opinion']) });
      planLegalDocument(hall, work, 'refused');
      notifyParty(hall, work, 'case-rejected');
    },
  });
  cases.registerFunction('case.issue', { later: true, run: (work) => issueResult(hall, work) });
  cases.registerFunction('matter.acceptAll', {
    async run(work) {
      work.move('accepted');
      notifyParty(hall, work, 'case-accepted');
      planLegalDocument(hall, work, 'accepted');
      await eachChild(hall, work, (child) => child.message('window.accepted'));
    },
  });
  cases.registerFunction('matter.conclude', {
    async run(work) {
      const children = await cases.loadChildren(work.ctx, work.row.id);
      const granted = children.filter((c) => c.row.state === 'granted').length;
      work.move(granted > 0 ? 'granted' : 'refused', { granted, of: children.length });
      notifyParty(hall, work, granted > 0 ? 'case-approved' : 'case-rejected');
    },
  });
  listenToChildren(hall);
}

async function eachChild(hall: Hall, work: CaseWork, change: (child: Work) => Promise<void> | void): Promise<void> {
  if (work.row.kind !== 'life-event') return;
  for (const child of await hall.cases.loadChildren(work.ctx, work.row.id)) {
    await change(child);
    await child.save();
  }
}

const childEndedJob = 'services.childEnded';

/**
 * A child that ends tells its parent by a job of its own, so that the locks are always taken from parent to child:
 * siblings that waited for it go on, and the matter concludes when all have ended.
 */
function listenToChildren(hall: Hall): void {
  const { cases, jobs } = hall;
  cases.listen('service-item', {
    acted(work, action) {
      if (action.kind !== 'moved') return;
      if (action.data['state'] === 'accepted' && action.data['from'] !== 'suspended') setLaterDue(hall, work);
      if (action.data['state'] === 'granted') planLaterCheck(hall, work);
      if (work.row.parent_id !== null) return;
      if (action.data['state'] === 'granted') notifyParty(hall, work, 'case-approved');
      if (action.data['state'] !== 'accepted' || action.data['from'] === 'suspended') return;
      notifyParty(hall, work, 'case-accepted');
      planLegalDocument(hall, work, 'accepted');
    },
    ended(work) {
      if (work.row.parent_id === null) return;
      jobs.plan(work.ctx.tx, { kind: childEndedJob, key: work.row.id, payload: { parentId: work.row.parent_id, childId: work.row.id } });
    },
  });
  jobs.handle(childEndedJob, async (ctx, { parentId, childId }: { parentId: string; childId: string }) => {
    const parent = await cases.load(ctx, parentId);
    const children = await cases.loadChildren(ctx, parentId);
    const ended = children.find((c) => c.row.id === childId);
    const concluded = new Set(children.filter((c) => isFinal(c.row.state)).map(itemIdOf));
    for (const child of children) {
      const after = (child.row.variables['after'] ?? []) as string[];
      if (isFinal(child.row.state) || ended === undefined || !after.includes(itemIdOf(ended)) || !after.every((id) => concluded.has(id))) continue;
      if (!awaits(child, 'predecessors.done')) continue;
      await child.message('predecessors.done');
      await child.save();
    }
    if (children.every((c) => isFinal(c.row.state)) && !isFinal(parent.row.state) && awaits(parent, 'children.done')) {
      await parent.message('children.done');
      await parent.save();
    }
  });
}

/** The item's id, whichever place's version of it the case keeps. */
export const itemIdOf = (work: CaseWork): string => text(work.row.data['itemId']) || work.row.definition_id;

/** Whether the process stands at a message; a late or repeated job finds that it does not. */
export const awaits = (work: Work, message: string): boolean =>
  work.row.process_state !== null && work.row.process_state.ended === undefined
  && work.processState.tokens.some((t) => {
    const node = work.graph.nodes[t.node];
    return node?.action === message || (node?.trigger?.type === 'message' && node.trigger.name === message);
  });

export const refuseUnless = (work: CaseWork, states: readonly CaseState[]): void => {
  if (!states.includes(work.row.state)) throw casesErrors.notNow({ state: stateWords[work.row.state][work.ctx.locale] });
};
