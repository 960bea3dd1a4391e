import type { OutputOf } from '#kernel/contract';
import type * as c from './contract.ts';

type View = OutputOf<typeof c.listTrades>['trades'][number];
interface Signed { by: string; at: string }
/** 交易 as its row is read. */
export interface Trade {
  id: string; number: string; product_id: string; product: string; seller: string; service: string | null; seller_party: string; buyer_party: string | null; buyer_code: string; buyer: string; purpose: string; valid_until: string; price_mode: View['priceMode']; price: string; governance: boolean; state: View['state'];
  seller_signed: Signed | null; buyer_signed: Signed | null; contract_file: string | null; buyer_contract: string | null; contract_digest: string | null; grant_id: string | null; delivered_file: string | null; reason: string | null; version: number; at: Date; active_at: Date | null;
}

export const tradeSelect = `select t.id, t.number, t.product_id, coalesce(p.title, '') as product, coalesce(p.seller, '') as seller, p.service, t.seller_party, t.buyer_party, t.buyer_code, t.buyer, t.purpose, t.valid_until::text as valid_until, t.price_mode, t.price, t.governance, t.state, t.seller_signed, t.buyer_signed, t.contract_file, t.buyer_contract, t.contract_digest, t.grant_id, t.delivered_file, t.reason, t.version, t.at, t.active_at
  from trading.trade t left join trading.product p on p.id = t.product_id`;
