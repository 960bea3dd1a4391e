import * as services from '../server/src/modules/services/contract.ts';
import type { Persona } from './harness.ts';

/** Titles of the messages of whoever she acts for, newest first. */
export const toldTo = async (who: Persona): Promise<string[]> => (await who.call(services.listMyMessages, { limit: 50 })).messages.map((m) => m.title);
