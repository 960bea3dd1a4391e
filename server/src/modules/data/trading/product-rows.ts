import type { OutputOf } from '#kernel/contract';
import type * as c from './contract.ts';

type View = OutputOf<typeof c.showProduct>;

/** 数据产品 as its row is read. */
export interface Product {
  id: string; asset_id: string; asset_title: string; kind: 'enterprise' | 'public'; party_id: string; seller: string; seller_code: string; title: string; summary: string; service: string | null; file_id: string | null; price_mode: View['priceMode']; price: string; scenes: string[]; limits: string;
  state: View['state']; checks: View['checks']; reason: string | null; version: number;
}
export const productSelect = 'select p.id, p.asset_id, a.title as asset_title, a.kind, p.party_id, p.seller, p.seller_code, p.title, p.summary, p.service, p.file_id, p.price_mode, p.price, p.scenes, p.limits, p.state, p.checks, p.reason, p.version from trading.product p join trading.asset a on a.id = p.asset_id';
