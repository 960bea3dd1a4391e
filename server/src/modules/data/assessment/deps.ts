import { organisationKind, type OrganisationDefinition, type PartyIdentity } from '#engines/access';
import type { Cases, CaseWork } from '#engines/cases';
import type { ContentReader } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Files } from '#engines/files';
import type { Ledger } from '#engines/ledger';
import type { Messages } from '#engines/messages';
import type { Records } from '#engines/records';
import type { Context } from '#kernel/context';

export interface Assessment {
  cases: Cases;
  content: Pick<ContentReader, 'find' | 'get' | 'list'>;
  exchange: Pick<Exchange, 'services'>;
  files: Pick<Files, 'getMeta'>;
  ledger: Ledger;
  messages: Pick<Messages, 'plan'>;
  records: Pick<Records, 'find'>;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  partyByCode: (creditCode: string) => Promise<PartyIdentity | undefined>;
  /** 电子证照引擎: the certificate as a sealed licence of the certification's case. */
  issue: (work: CaseWork, certificate: { type: string; holder: { name: string; code: string }; fields: Record<string, unknown> }) => Promise<{ recordId: string; number: string }>;
  /** 撤销: by the body that gave it. */
  annul: (ctx: Context, change: { recordId: string; reason: string; basis: string; version: number }) => Promise<unknown>;
}

/** 发证机关: the data bureau of the assessed body's place, or the nearest above. */
export function bureauOf({ content }: Pick<Assessment, 'content'>, division: string): OrganisationDefinition {
  const bureaus = content.list(organisationKind, { where: (d) => d.value.function === 'digital-government' && d.value.nature === 'department' && division.startsWith(d.value.division) }).map((d) => d.value);
  const [nearest] = bureaus.toSorted((a, b) => b.division.length - a.division.length || (a.id < b.id ? -1 : 1));
  if (nearest === undefined) throw new Error(`no data bureau for division ${division}`);
  return nearest;
}
