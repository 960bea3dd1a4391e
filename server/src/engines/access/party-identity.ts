import { system } from '#kernel/context';
import type { Part } from './dependencies.ts';

/** A party with its code: identity number or credit code, in the open. For use in a case, never for lists. */
export interface PartyIdentity {
  id: string;
  kind: 'person' | 'company';
  name: string;
  code: string;
  phone: string | null;
  /** Significant digits of where it is registered. */
  division: string | null;
  /** The company's legal representative. */
  representative: string | null;
}

interface Row {
  id: string;
  kind: 'person' | 'company';
  company_name: string | null;
  credit_code: string | null;
  name: Buffer | null;
  identity_number: Buffer | null;
  phone: Buffer | null;
  division: string | null;
  representative: string | null;
}

const columns = `p.id, p.kind, c.name as company_name, c.credit_code, n.name, n.identity_number, n.phone, coalesce(c.division, n.division) as division, c.legal_representative as representative`;
const tables = 'access.party p left join access.company c on c.id = p.id left join access.person n on n.id = p.id';

const opened = (part: Part, row: Row | undefined): PartyIdentity | undefined => {
  if (row === undefined) return undefined;
  const open = (bytes: Buffer | null): string => (bytes === null ? '' : part.crypto.open(bytes));
  return { id: row.id, kind: row.kind, name: row.company_name ?? open(row.name), code: row.credit_code ?? open(row.identity_number), phone: row.phone === null ? null : open(row.phone), division: row.division, representative: row.representative };
};

/**
 * Row-level security shows a person only to herself: who asks for another's code must have a right to it (the party of a
 * case in hand, an applicant at the window), which the caller checks and notes.
 */
export const partyIdentity = async (part: Part, id: string): Promise<PartyIdentity | undefined> =>
  opened(part, await part.db.read(system, (tx) => tx.maybe<Row>(`select ${columns} from ${tables} where p.id = $1`, [id])));

/** By identity number (through its blind index) or credit code. */
export async function findPartyByCode(part: Part, code: string): Promise<PartyIdentity | undefined> {
  const text = code.trim().toUpperCase();
  const index = Buffer.from(part.crypto.blind(`identity:${text}`));
  return opened(part, await part.db.read(system, (tx) => tx.maybe<Row>(`select ${columns} from ${tables} where n.identity_index = $1 or c.credit_code = $2 limit 1`, [index, text])));
}

/** Where persons, parties or accounts are reached, in their order; a company through its legal representative. */
export async function contactsOf(part: Part, to: readonly { personId: string | null; partyId: string | null; accountId: string | null }[]): Promise<{ phone?: string; personId?: string }[]> {
  const rows = await part.db.read(system, (tx) =>
    tx.query<{ id: string | null; phone: Buffer | null }>(
      `select n.id, n.phone from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as t(person, account, party, place)
       left join access.person n on n.id = coalesce(t.person, (select person_id from access.account where id = t.account), (select legal_representative from access.company where id = t.party), t.party) order by t.place`,
      [to.map((t) => t.personId), to.map((t) => t.accountId), to.map((t) => t.partyId)],
    ),
  );
  return rows.map((row) => (row.id === null ? {} : { personId: row.id, ...(row.phone === null ? {} : { phone: part.crypto.open(row.phone) }) }));
}
