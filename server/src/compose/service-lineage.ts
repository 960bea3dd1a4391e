import type { Exchange } from '#engines/exchange';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';

/** 血缘 from register to service: what the exchange serves of the registers; fields where a service shows some of them only. */
export async function servicesOfRegisters(exchange: Exchange): Promise<{ id: string; title: string; register: string; fields: readonly string[] }[]> {
  return (await exchange.services()).flatMap((s) => (s.register === undefined || s.state !== 'active' ? [] : [{ id: s.id, title: textIn(s.title, 'zh'), register: s.register, fields: s.origin === 'register' ? [] : s.fields }]));
}

/** 使用部门 of services, by name. */
export const consumersNamed = async (exchange: Exchange, nameOf: (code: string) => string, ctx: Context, services: readonly string[]): Promise<{ service: string; organisation: string; name: string }[]> =>
  (await exchange.consumersOf(ctx.tx, services, ctx.now)).map((c) => ({ ...c, name: nameOf(c.organisation) }));
