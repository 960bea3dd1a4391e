import type { ReadTx } from '#kernel/db';
import { errors } from './errors.ts';

/** 行政区划 */
export interface Division {
  digits: string;
  code: string;
  name: string;
  level: number;
  parent: string | null;
  /** Whether there is something below. */
  branch: boolean;
}

/** 机构 */
export interface Organisation {
  creditCode: string;
  name: string;
  shortName: string;
  englishName: string;
  division: string;
  level: number;
  parent: string | null;
  nature: string;
  function: string;
  address: string | null;
  phone: string | null;
}

const divisionColumns = 'd.digits, d.code, d.name, d.level, d.parent, exists (select from access.division c where c.parent = d.digits and c.valid_to is null) as branch';
const organisationColumns = 'credit_code as "creditCode", name, short_name as "shortName", english_name as "englishName", division, level, parent, nature, function, address, phone';
const like = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

export async function getDivision(tx: ReadTx, digits: string): Promise<Division> {
  const found = await tx.maybe<Division>(`select ${divisionColumns} from access.division d where d.digits = $1`, [digits]);
  if (found === undefined) throw errors.unknownDivision();
  return found;
}

/** A division and those above it, province first. */
export const divisionPath = (tx: ReadTx, digits: string): Promise<Division[]> =>
  tx.query<Division>(`select ${divisionColumns} from access.division d where starts_with($1, d.digits) order by length(d.digits)`, [digits]);

export interface DivisionFilter {
  /** Direct children of this one; without it and without a text: the top. */
  parent?: string | undefined;
  /** Part of a name. */
  text?: string | undefined;
  levelMax?: number | undefined;
  after?: string | undefined;
  limit: number;
}

export async function listDivisions(tx: ReadTx, f: DivisionFilter): Promise<{ divisions: Division[]; next: string | null }> {
  const rows = await tx.query<Division>(
    `select ${divisionColumns} from access.division d
     where d.valid_to is null and ($1::text is null or d.name like $1) and d.level <= $3
       and case when $2::text is not null then (case when $1::text is null then d.parent = $2 else starts_with(d.digits, $2) and d.digits <> $2 end) when $1::text is null then d.parent is null else true end
       and ($4::text is null or d.digits > $4)
     order by d.digits limit $5`,
    [f.text === undefined ? null : like(f.text), f.parent ?? null, f.levelMax ?? 5, f.after ?? null, f.limit + 1],
  );
  const divisions = rows.slice(0, f.limit);
  return { divisions, next: rows.length > f.limit ? (divisions.at(-1)?.digits ?? null) : null };
}

export async function getOrganisation(tx: ReadTx, creditCode: string): Promise<Organisation> {
  const found = await tx.maybe<Organisation>(`select ${organisationColumns} from access.organisation where credit_code = $1`, [creditCode]);
  if (found === undefined) throw errors.unknownOrganisation();
  return found;
}

export interface OrganisationFilter {
  /** Exactly this division, or with `below` also what lies in it. */
  division?: string | undefined;
  below?: boolean | undefined;
  parent?: string | undefined;
  function?: string | undefined;
  text?: string | undefined;
  after?: string | undefined;
  limit: number;
}

export async function listOrganisations(tx: ReadTx, f: OrganisationFilter): Promise<{ organisations: Organisation[]; next: string | null }> {
  const rows = await tx.query<Organisation>(
    `select ${organisationColumns} from access.organisation
     where valid_to is null and ($1::text is null or (case when $2 then starts_with(division, $1) else division = $1 end)) and ($3::text is null or parent = $3)
       and ($4::text is null or function = $4) and ($5::text is null or name like $5 or short_name like $5) and ($6::text is null or credit_code > $6)
     order by credit_code limit $7`,
    [f.division ?? null, f.below ?? false, f.parent ?? null, f.function ?? null, f.text === undefined ? null : like(f.text), f.after ?? null, f.limit + 1],
  );
  const organisations = rows.slice(0, f.limit);
  return { organisations, next: rows.length > f.limit ? (organisations.at(-1)?.creditCode ?? null) : null };
}
