import type { Province } from '../../../stories/harness.ts';
import { personaAt, signedInAt } from '../../../stories/persona.ts';
import type { Place } from './open-place.ts';

/** The place as stories know it, for what stands around a journey: people who use it without a browser. */
export const provinceOf = ({ url, clock, house }: Place): Province => ({
  url, clock, house,
  visitor: personaAt(url, '访客'),
  signIn: (login) => signedInAt(url, login),
  async settle() {
    while ((await house.jobs.drain()) > 0);
    await house.ledger.drain();
  },
});
