import type { CaseWork } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import type * as c from './contract.ts';
import { companyOf, type Trading } from './deps.ts';
import { errors } from './errors.ts';
import { idCursor, pageOf, pageSize } from './id-pages.ts';
import { searchKind } from './index-products.ts';

export interface Asset {
  id: string; case_id: string; number: string; party_id: string; holder: string; holder_code: string; registrar: string; title: string; description: string; kind: 'enterprise' | 'public'; rights: ('hold' | 'process' | 'operate')[]; grade: number; personal: boolean;
  state: 'notice' | 'registered' | 'refused' | 'withdrawn'; notice_at: Date; registered_at: Date | null; valid_until: string | null; version: number;
}
export const assetColumns = 'id, case_id, number, party_id, holder, holder_code, registrar, title, description, kind, rights, grade, personal, state, notice_at, registered_at, valid_until::text as valid_until, version';

const yearsValid = 3;

/** 数据确权: what the registration's process does to the register of assets. */
export function registerAssetFunctions(o: Trading): void {
  o.cases.registerFunction('trading.notice', {
    async run(work: CaseWork) {
      const { ctx, row } = work;
      const a = work.answers();
      if (row.party_id === null) throw errors.companyOnly();
      const number = String(a['agreementNumber'] ?? '');
      // rights in what comes of public data rest on the agreement under which it was worked
      if (a['dataKind'] === 'public' && !(await o.agreementInForce(ctx, row.party_id, number))) throw errors.agreementMissing({ number });
      const party = await o.partyOf(row.party_id);
      const id = ctx.newId();
      ctx.tx.insert('trading.asset', {
        id, case_id: row.id, number: row.number, party_id: row.party_id, holder: row.party_name, holder_code: party?.code ?? '', registrar: row.organisation, title: String(a['title']), description: String(a['description']), kind: a['dataKind'] === 'public' ? 'public' : 'enterprise',
        rights: Array.isArray(a['rights']) ? a['rights'] : [], grade: Number(a['grade']), personal: a['personal'] === true, state: 'notice', notice_at: ctx.now.toISOString(),
      });
      o.ledger.append(ctx.tx, { kind: 'trading.notice', subject: id, data: { case: row.id } });
    },
  });
  o.cases.registerFunction('trading.noticeOver', {
    run: async ({ ctx, row }) => ({ open: (await ctx.tx.one<{ n: number }>('select count(*)::int as n from trading.objection b join trading.asset a on a.id = b.asset_id where a.case_id = $1', [row.id])).n }),
  });
  o.cases.registerFunction('trading.registered', {
    async run({ ctx, row }) {
      const today = dayInChina(ctx.now);
      const until = `${Number(today.slice(0, 4)) + yearsValid}${today.slice(4).replace('02-29', '02-28')}`;
      await ctx.tx.query("update trading.asset set state = 'registered', registered_at = $2, valid_until = $3, version = version + 1 where case_id = $1", [row.id, ctx.now, until]);
      o.ledger.append(ctx.tx, { kind: 'trading.registered', subject: row.id, data: { number: row.number, until } });
    },
  });
  o.cases.registerFunction('trading.refused', { run: async ({ ctx, row }) => void (await ctx.tx.query("update trading.asset set state = 'refused', version = version + 1 where case_id = $1", [row.id])) });
}

const viewOf = (ctx: Context, a: Asset): OutputOf<typeof c.listAssets>['assets'][number] => ({
  id: a.id, number: a.number, title: a.title, description: a.description, holder: a.holder, kind: a.kind, rights: a.rights, grade: a.grade, state: a.state, noticeAt: a.notice_at.toISOString(), registeredAt: a.registered_at?.toISOString() ?? null, validUntil: a.valid_until, version: a.version, mine: a.party_id === ctx.actor.partyId,
});

/** 公示与登记簿: what everybody may see, newest first. */
export async function listAssets(ctx: Context, { state, cursor }: ParsedInputOf<typeof c.listAssets>): Promise<OutputOf<typeof c.listAssets>> {
  const states = state === undefined ? ['notice', 'registered'] : [state];
  const { where, values } = conditionsOf([['state = any (?)', states], ['id < ?', idCursor(cursor)]]);
  const { shown, next } = pageOf(await ctx.tx.query<Asset>(`select ${assetColumns} from trading.asset where ${where} order by id desc limit ${pageSize + 1}`, values));
  return { assets: shown.map((a) => viewOf(ctx, a)), next };
}

/** 本企业的资产, in every state. */
export async function listMyAssets(o: Trading, ctx: Context, { cursor }: ParsedInputOf<typeof c.myAssets>): Promise<OutputOf<typeof c.myAssets>> {
  const company = await companyOf(o, ctx);
  const { where, values } = conditionsOf([['party_id = ?', company.id], ['id < ?', idCursor(cursor)]]);
  const { shown, next } = pageOf(await ctx.tx.query<Asset>(`select ${assetColumns} from trading.asset where ${where} order by id desc limit ${pageSize + 1}`, values));
  return { assets: shown.map((a) => viewOf(ctx, a)), next };
}

export async function getAsset(ctx: Context, id: string): Promise<Asset> {
  const row = await ctx.tx.maybe<Asset>(`select ${assetColumns} from trading.asset where id = $1`, [id]);
  if (row === undefined) throw errors.notFound();
  return row;
}

/** 异议: by any company but the holder, once, while the notice lasts. */
export async function objectTo(o: Trading, ctx: Context, { assetId, reason }: ParsedInputOf<typeof c.object>): Promise<{ id: string }> {
  const company = await companyOf(o, ctx);
  const asset = await getAsset(ctx, assetId);
  if (asset.party_id === company.id) throw errors.ownAsset();
  if (asset.state !== 'notice') throw errors.noticeOver();
  if ((await ctx.tx.maybe('select 1 as there from trading.objection where asset_id = $1 and party_id = $2', [assetId, company.id])) !== undefined) throw errors.objected();
  const id = ctx.newId();
  ctx.tx.insert('trading.objection', { id, asset_id: assetId, party_id: company.id, objector: company.name, reason, at: ctx.now.toISOString() });
  o.messages.plan(ctx, { template: 'data-objection-received', to: { partyId: asset.party_id }, scope: { objector: company.name, asset: asset.title, reason } });
  o.ledger.append(ctx.tx, { kind: 'trading.objected', subject: assetId, data: { by: company.id } });
  return { id };
}

export const listObjections = async (ctx: Context, assetId: string): Promise<OutputOf<typeof c.listObjections>> => ({
  objections: (await ctx.tx.query<{ id: string; objector: string; reason: string; at: Date }>('select id, objector, reason, at from trading.objection where asset_id = $1 order by id limit 500', [assetId])).map((x) => ({ ...x, at: x.at.toISOString() })),
});

/** 注销登记: by its holder; its products leave the shelf, contracts that run go on to their end. */
export async function withdrawAsset(o: Trading, ctx: Context, { assetId, version, reason }: ParsedInputOf<typeof c.withdrawAsset>): Promise<{ version: number }> {
  const company = await companyOf(o, ctx);
  const asset = await getAsset(ctx, assetId);
  if (asset.party_id !== company.id) throw errors.notFound();
  if (asset.version !== version) throw errors.stale({ version: asset.version });
  if (asset.state !== 'registered') throw errors.notNow({ state: asset.state });
  const done = await ctx.tx.query("update trading.asset set state = 'withdrawn', version = version + 1 where id = $1 and version = $2 returning id", [assetId, version]);
  if (done.length === 0) throw errors.stale({ version: version + 1 });
  const gone = await ctx.tx.query<{ id: string }>("update trading.product set state = 'delisted', reason = $2, version = version + 1 where asset_id = $1 and state in ('review', 'listed') returning id", [assetId, reason]);
  await o.search.remove(ctx, searchKind, gone.map((p) => p.id));
  o.ledger.append(ctx.tx, { kind: 'trading.withdrawn', subject: assetId, data: { by: ctx.actor.accountId } });
  return { version: version + 1 };
}
