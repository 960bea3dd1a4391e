import { services } from '@yiwang/server/contracts';
import { definePage, param, type PageContext } from '../page.ts';
import { countyDigits } from './place.tsx';
import { refusalOf } from '../refusal.ts';
import { sendOnce } from '../send-once.ts';

const guideOf = (context: PageContext): Record<string, string> =>
  Object.fromEntries(Object.entries(context.request.body?.fields ?? {}).flatMap(([name, value]) => (name.startsWith('a.') && value !== undefined ? [[name.slice(2), (Array.isArray(value) ? value[0] : value) ?? '']] : [])));

/** The guide of the item, or the plan of the life event with its answers. */
function subject(context: PageContext): string {
  const id = encodeURIComponent(param(context, 'id'));
  if (param(context, 'kind') !== 'life-event') return `/items/${id}`;
  const answers = new URLSearchParams(Object.entries(guideOf(context)).map(([name, value]) => [`a.${name}`, value])).toString();
  return answers === '' ? `/events/${id}` : `/events/${id}/guide?${answers}`;
}

/** 开始申报: makes the draft and goes to its first page. */
export const start = definePage({
  path: '/start/:kind/:id',
  signedIn: true,
  // somebody who had to sign in on the way comes back to where she pressed the button
  returnTo: subject,
  get: (context) => ({ redirect: subject(context) }),
  async post(context) {
    const kind = param(context, 'kind') === 'life-event' ? 'life-event' : 'service-item';
    const { division } = context.request;
    if (division === undefined || division.length < countyDigits) return { redirect: `/place?why=start&return=${encodeURIComponent(subject(context))}` };
    const input = { kind, id: param(context, 'id'), division, guide: guideOf(context) } as const;
    try {
      const draft = await context.call(services.startDraft, input, sendOnce(context, input));
      return { redirect: `/apply/${draft.id}/form/1` };
    } catch (error) {
      // what a company applies for is begun by a person who first has to say so
      if (refusalOf(error, context.request.locale).code !== 'services.notServed' || context.request.actor.parties.length < 2) throw error;
      return { redirect: `/my/acting-for?why=start&return=${encodeURIComponent(subject(context))}` };
    }
  },
});
