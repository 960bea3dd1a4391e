import type { Content } from '#engines/content';
import type { ErasureTerms } from '#engines/exchange';
import type { Messages } from '#engines/messages';
import type { Context } from '#kernel/context';
import { dayInChina } from '#kernel/clock';

interface Rules { erasureDays: number; erasureRemindDays: number }

/** 删除期限与催办间隔, of the sharing rules in the content. */
export const erasureTerms = (content: Pick<Content, 'get'>): ErasureTerms => {
  const { erasureDays, erasureRemindDays } = content.get<Rules>('sharing-rules', 'sharing').value;
  return { days: erasureDays, remindDays: erasureRemindDays };
};

/** Up to five who answer for what their body was granted. */
const officersSql = `select distinct a.id as account_id, a.person_id from access.post p join access.account a on a.person_id = p.person_id and a.kind = 'officer' and a.state = 'active'
  join access.role_assignment ra on ra.post_id = p.id and ra.revoked_at is null join access.role r on r.id = ra.role
  where p.organisation = $1 and p.valid_to is null and r.permissions && array['exchange.request'] limit 5`;

/** 删除通知与催办 to people: the body's own officials, or the party that open data was handed to. */
export async function tellOfErasure(messages: Pick<Messages, 'plan'>, ctx: Context, about: { organisation: string | null; partyId: string | null; title: string; reason: string; dueAt: Date; late: boolean; times: number }): Promise<void> {
  const to = about.partyId !== null ? [{ partyId: about.partyId }] : about.organisation === null ? [] : (await ctx.tx.query<{ account_id: string; person_id: string }>(officersSql, [about.organisation])).map((o) => ({ accountId: o.account_id, personId: o.person_id }));
  const until = dayInChina(about.dueAt);
  for (const one of to) {
    messages.plan(ctx, {
      template: 'erasure-asked', to: one,
      scope: { title: about.title, reason: about.reason, until, state: about.late ? { zh: '已超过期限', en: 'The day has passed' } : about.times > 1 ? { zh: '再次提醒', en: 'Once more' } : { zh: '请按期删除', en: 'Please delete it in time' } },
    });
  }
}
