import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { bodyName } from '../body-name.ts';
import { listAgreements } from './agreements.ts';
import type * as c from './contract.ts';
import { dataOfferKind } from './data-offer-kind.ts';
import type { Development } from './deps.ts';

type Scene = OutputOf<typeof c.listScenes>['scenes'][number];
interface Meter { questions: number; released: number; rows: number; last: Date | null }
interface Own extends Meter { offer: string; purpose: string; asked_by: string; first: Date; organisation: string | null }

const figures = "count(*)::int as questions, count(*) filter (where state = 'released')::int as released, coalesce(sum(rows) filter (where state = 'released'), 0)::int as rows, max(asked_at) as last";

/**
 * 场景登记 (场景式开发): every purpose for which public data is worked on, who does so over which data, for how long, and what came of it:
 * operators under an agreement, and officials who submitted questions for a scene of their own.
 */
export async function listScenes(d: Development, ctx: Context): Promise<OutputOf<typeof c.listScenes>> {
  const { agreements } = await listAgreements(d, ctx);
  const meters = new Map((await ctx.tx.query<Meter & { agreement_id: string }>(`select agreement_id, ${figures} from development.question where agreement_id = any ($1::uuid[]) group by agreement_id`, [agreements.map((a) => a.id)])).map((m) => [m.agreement_id, m]));
  const own = await ctx.tx.query<Own>(`select offer, purpose, asked_by, organisation, min(asked_at) as first, ${figures} from development.question where agreement_id is null and state <> 'tried' group by offer, purpose, asked_by, organisation order by max(asked_at) desc limit 200`);
  const today = dayInChina(ctx.now);
  const meterOf = (m: Meter | undefined): Scene['meter'] => ({ questions: m?.questions ?? 0, released: m?.released ?? 0, rows: m?.rows ?? 0, lastAt: m?.last?.toISOString() ?? null });
  const titleOf = (offer: string): string => textIn(d.content.find(dataOfferKind, offer)?.value.title ?? offer, ctx.locale);
  return {
    scenes: [
      ...agreements.map((a): Scene => ({
        id: a.id, kind: 'operator', title: a.scene, purpose: a.purpose, who: a.operator, offerTitle: a.offerTitle, grade: a.grade, from: dayInChina(new Date(a.signedAt)), until: a.validUntil,
        state: a.state === 'withdrawn' ? 'withdrawn' : a.validUntil < today ? 'over' : 'active', meter: meterOf(meters.get(a.id)),
      })),
      ...own.map((o): Scene => ({
        id: null, kind: 'official', title: o.purpose, purpose: o.purpose, who: o.organisation === null ? o.asked_by : `${o.asked_by} · ${bodyName(d, o.organisation, ctx.locale)}`, offerTitle: titleOf(o.offer), grade: d.content.find(dataOfferKind, o.offer)?.value.grade ?? 0,
        from: dayInChina(o.first), until: null, state: 'active', meter: meterOf(o),
      })),
    ],
  };
}
