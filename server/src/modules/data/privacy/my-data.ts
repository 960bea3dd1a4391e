import { registerKind, type RegisterDefinition, type RegisterRecord } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { correctable } from './corrections.ts';
import type * as c from './contract.ts';
import type { Privacy } from './deps.ts';
import { valueWords } from './value-words.ts';

type MyData = OutputOf<typeof c.myData>;
type Shown = MyData['registers'][number]['records'][number];

const looksDays = 180;
const recordsMax = 20;
/** 办件 have pages of their own. */
const elsewhere = new Set(['service-case']);
const purpose = { duty: '本人', text: '本人查看自己的信息' };

/** 我的数据 (个人信息保护法 45): every record of a personal register that is about whoever she acts for, where each came from, and who has used it. */
export async function myData(p: Privacy, ctx: Context): Promise<MyData> {
  const { partyId } = ctx.actor;
  if (partyId === null) return { registers: [], looksDays, consents: 0 };
  const looks = await looksByRegister(ctx, partyId);
  const { n } = await ctx.tx.one<{ n: number }>('select count(*)::int as n from privacy.consent where party_id = $1 and withdrawn_at is null and valid_until > $2', [partyId, ctx.now]);
  const registers: MyData['registers'] = [];
  // what is herself before what is about her
  const personal = p.content.list(registerKind, { where: (r) => r.value.subjects.length > 0 && !elsewhere.has(r.id) }).toSorted((a, b) => Number(b.value.subjects.includes('self')) - Number(a.value.subjects.includes('self')));
  for (const { id, value: d } of personal) {
    const records = await aboutHer(p, ctx, id, d, partyId);
    if (records.length === 0) continue;
    registers.push({
      id, title: textIn(d.title, ctx.locale), authority: d.authority === undefined ? null : textIn(d.authority, ctx.locale), purposes: d.purposes.map((x) => textIn(x, ctx.locale)), records: records.map((r) => recordView(p, ctx, id, d, r)),
      looks: looks.get(id) ?? { times: 0, bodies: 0, lastAt: null },
    });
  }
  return { registers, looksDays, consents: n };
}

/** The tenancy shows her own records only; of an open register, which it shows to all, the one that is herself. */
async function aboutHer({ records }: Privacy, ctx: Context, register: string, d: RegisterDefinition, partyId: string): Promise<RegisterRecord[]> {
  if (d.open) {
    const own = d.subjects.includes('self') ? await records.find(ctx, register, partyId, { purpose }) : undefined;
    return own === undefined || own.endedOn !== null ? [] : [own];
  }
  return (await records.list(ctx, register, { limit: recordsMax, purpose })).records.filter((r) => r.subjects.includes(partyId));
}

function recordView(p: Privacy, ctx: Context, register: string, d: RegisterDefinition, r: RegisterRecord): Shown {
  const fields = d.fields.flatMap((f) => {
    const value = r.data[f.id];
    const shown = f.type === 'json' || f.type === 'reference' || value === undefined || value === null ? undefined : valueWords(p, ctx, f, value);
    return shown === undefined ? [] : [{ id: f.id, title: textIn(f.title, ctx.locale), value: shown, correctable: correctable(register, d, f) }];
  });
  return { id: r.id, version: r.version, source: r.source, recordedAt: r.recordedAt, fields };
}

/** Looks of others in the last half year; an official's own record is nobody else's look. */
async function looksByRegister(ctx: Context, partyId: string): Promise<Map<string, { times: number; bodies: number; lastAt: string | null }>> {
  const since = new Date(ctx.now.getTime() - looksDays * 86_400_000);
  const rows = await ctx.tx.query<{ register: string; times: number; bodies: number; last_at: Date }>(
    'select register, count(*)::int as times, count(distinct organisation)::int as bodies, max(at) as last_at from records.access_log where subject = $1 and id >= kernel.id_floor($2::timestamptz) and account_id is distinct from $3 group by register limit 500',
    [partyId, since.toISOString(), ctx.actor.accountId]);
  return new Map(rows.map((r) => [r.register, { times: r.times, bodies: r.bodies, lastAt: r.last_at.toISOString() }]));
}
