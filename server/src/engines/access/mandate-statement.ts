import { timingSafeEqual } from 'node:crypto';
import type { ReadTx } from '#kernel/db';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';

export interface MandateTerms {
  id: string;
  principal_party: string;
  agent_person: string;
  items: string[];
  valid_from: string;
  valid_to: string;
}

/** What the principal declared, and the keyed digest that shows a change of the row (GB/T 39786 8.4 b). */
export const integrityOf = (part: Pick<Part, 'crypto'>, m: MandateTerms): Uint8Array => part.crypto.blind(`mandate:${JSON.stringify([m.id, m.principal_party, m.agent_person, m.items, m.valid_from, m.valid_to])}`);

export async function checkMandateIntegrity(part: Pick<Part, 'crypto'>, tx: ReadTx, mandateId: string): Promise<void> {
  const row = await tx.maybe<MandateTerms & { integrity: Buffer }>('select id, principal_party, agent_person, items, valid_from, valid_to, integrity from access.mandate where id = $1', [mandateId]);
  const expected = row === undefined ? undefined : Buffer.from(integrityOf(part, row));
  if (row === undefined || expected === undefined || expected.length !== row.integrity.length || !timingSafeEqual(expected, row.integrity)) throw errors.unknownMandate();
}
