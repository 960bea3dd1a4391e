import type { Analysis } from '#engines/analysis';
import type { OrganisationDefinition, PartyIdentity } from '#engines/access';
import type { CaseRow, Cases } from '#engines/cases';
import type { Content } from '#engines/content';
import type { Exchange } from '#engines/exchange';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { Records } from '#engines/records';
import type { Rules } from '#engines/rules';
import type { Search } from '#engines/search';
import type { Clock } from '#kernel/clock';
import type { ReadTx } from '#kernel/db';

/** 办件 as the service hall has it, with supervision and rating beside it. */
export interface GatheredCase {
  id: string; number: string; item_id: string; title: string; party_id: string | null; party_kind: string | null; party_name: string; organisation: string; division: string; channel: string; state: string;
  submitted_at: Date; accepted_on: string | null; promised_due: string | null; concluded_at: Date | null; updated_at: Date; cards: number; steps: number; stars: number | null;
}

export interface MonthFigures {
  organisation: string; division: string; month: string; accepted: number; concluded: number; on_time: number; online: number; ratings: number; bad_ratings: number;
}

/** 材料 of concluded cases: one file, the case in which it was first handed in, and how many more used it. */
export interface GatheredMaterial {
  file_id: string; name: string; case_number: string; division: string; party_id: string; on: string; used: number; digest: string; source: string;
}

/** What the service hall tells about its cases; asked page by page, in the order of the cases' ids. */
export interface CaseSource {
  changedCases(tx: ReadTx, page: { since: Date; after: string | null; limit: number }): Promise<GatheredCase[]>;
  monthFigures(tx: ReadTx, since: Date): Promise<MonthFigures[]>;
  concludedMaterials(tx: ReadTx, page: { since: Date; after: string | null; limit: number }): Promise<GatheredMaterial[]>;
}

export interface Libraries {
  /** Answers of a case that is only read. */
  answersOf: (row: Pick<CaseRow, 'answers'>) => Record<string, unknown>;
  analysis: Analysis;
  cases: Cases;
  caseSource: CaseSource;
  clock: Clock;
  content: Pick<Content, 'find' | 'get' | 'list'>;
  exchange: Pick<Exchange, 'services'>;
  files: Pick<Files, 'open'>;
  jobs: Jobs;
  newId: () => string;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  partyOf: (partyId: string) => Promise<PartyIdentity | undefined>;
  records: Records;
  /** Rows and last change of a register, as the house counts them: volumes are no secret within the government. */
  registerFacts: (register: string) => Promise<{ rows: number; updatedAt: Date | null }>;
  /** Changes whenever the standing records of a register do; undefined where there are too many to look at each time. */
  registerState: (register: string) => Promise<string | undefined>;
  rules: Pick<Rules, 'holds'>;
  search: Search;
}
