import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { asSystem } from '../as-system.ts';
import type { Hall } from '../hall.ts';

interface Row {
  account_id: string;
  name: Buffer;
  organisation: string;
  post: string;
}

const perOrganisationMax = 500;
const shownMax = 50;

/** 转办、加签的人选: officers of one organisation; names are sealed, so that they are opened here and compared in the open. */
export async function findColleagues(hall: Hall, ctx: Context, input: { text: string; organisation?: string | undefined }): Promise<{ people: { accountId: string; name: string; organisation: string; post: string }[] }> {
  const organisation = input.organisation ?? ctx.actor.organisations[0];
  if (organisation === undefined) return { people: [] };
  const rows = await asSystem(ctx, () => ctx.tx.query<Row>(
    `select a.id as account_id, n.name, o.name as organisation, p.title as post
     from access.post p join access.account a on a.person_id = p.person_id and a.kind = 'officer' and a.state = 'active'
       join access.person n on n.id = p.person_id join access.organisation o on o.credit_code = p.organisation
     where p.organisation = $1 and (p.valid_from is null or p.valid_from <= $2::date) and (p.valid_to is null or p.valid_to >= $2::date) and a.id is distinct from $3::uuid
     order by p.id limit ${perOrganisationMax}`,
    [organisation, dayInChina(ctx.now), ctx.actor.accountId]));
  const text = input.text.trim();
  const people = rows.map((r) => ({ accountId: r.account_id, name: hall.access.part.crypto.open(r.name), organisation: r.organisation, post: r.post }));
  return { people: people.filter((p) => text === '' || p.name.includes(text) || p.post.includes(text)).slice(0, shownMax) };
}
