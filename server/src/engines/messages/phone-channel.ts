import type { FieldCrypto } from './crypto.ts';
import type { Channel } from './channel.ts';

/** 演示手机: what would go out as SMS lands in a table that the demonstration's telephone page shows. */
export const createPhoneChannel = (crypto: FieldCrypto): Channel => ({
  name: 'phone',
  needs: 'phone',
  write: (ctx, m) => ctx.tx.insert('messages.phone_inbox', { id: ctx.newId(), phone_blind: crypto.blind(m.address), title: m.title, body: crypto.seal(m.body), at: ctx.now.toISOString() }),
  send: async () => ({ state: 'delivered' }),
});
