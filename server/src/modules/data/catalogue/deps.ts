import type { OrganisationDefinition } from '#engines/access';
import type { Cases, WorkingDays } from '#engines/cases';
import type { Content } from '#engines/content';
import type { Ledger } from '#engines/ledger';
import type { Rules } from '#engines/rules';
import type { Search } from '#engines/search';
import type { Context } from '#kernel/context';

/** A demand that was agreed, as the exchange needs it to make a grant 授权. */
export interface AgreedDemand {
  demandId: string;
  number: string;
  entry: { id: string; code: string; title: string };
  consumer: string;
  provider: string;
  purpose: string;
  basis: string;
  fields: readonly string[];
  way: string;
  /** Last day, `YYYY-MM-DD`; open when null. */
  until: string | null;
}

export interface CatalogueDeps {
  content: Content;
  cases: Cases;
  search: Search;
  ledger: Ledger;
  rules: Rules;
  calendar: () => WorkingDays;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  /** Rows and last change of a register. */
  registerFacts: (ctx: Context, register: string) => Promise<{ rows: number; updatedAt: Date | null }>;
  /** Ends a decided demand in the exchange; answers the grant's reference. Until a gateway is there, nothing is granted by machine. */
  grant?: (ctx: Context, demand: AgreedDemand) => Promise<string | null>;
  /** 质量得分 of a register, 0 to 100, where it has been measured. */
  qualityOf?: (ctx: Context, register: string) => Promise<number | null>;
  /** Whether a service may be mounted as an interface. */
  serviceExists?: (ctx: Context, service: string) => Promise<boolean>;
}
