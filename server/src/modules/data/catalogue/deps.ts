import type { OrganisationDefinition } from '#engines/access';
import type { Cases, WorkingDays } from '#engines/cases';
import type { Content } from '#engines/content';
import type { Ledger } from '#engines/ledger';
import type { Rules } from '#engines/rules';
import type { Search } from '#engines/search';
import type { Context } from '#kernel/context';
import type { Http } from '#kernel/http';

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
  /** 按行授权: rows of this division only; all rows when null. */
  scope: string | null;
}

/** What collection, governance and exchange know of one register; reads, refusals and calls of the last 30 days. */
export interface RegisterLife {
  sources: number;
  lastRunAt: Date | null;
  read: number;
  refused: number;
  /** 质量得分, 0 to 100; null until it was measured. */
  score: number | null;
  measuredAt: Date | null;
  /** 问题工单 that are not closed. */
  tickets: number;
  services: number;
  grants: number;
  calls: number;
}

/** 经过 of one register: what was handed in, how it was measured, by whom it is used; each the newest first. */
export interface RegisterCourse {
  runs: { at: Date; source: string; by: string; state: string; read: number; created: number; changed: number; refused: number }[];
  measured: { at: Date; score: number | null; rows: number; milliseconds: number }[];
  services: { id: string; title: string; mode: string; grants: number; calls: number; consumers: string[] }[];
  callsByDay: { day: string; calls: number }[];
}

/** What exchange, gathering, opening and cascade know of the whole: sharing so far, how it runs, joined levels. */
export interface HubCourse {
  /** 调用次数 and 共享条次 since the beginning, counted apart. */
  shared: { calls: number; rows: number; refused: number };
  openSets: number;
  /** Services called in the last 24 hours with failures and refusals, the slowest 95th percentile in ms; runs of 7 days that failed; keys that end within 30 days. */
  monitor: { services: number; failing: number; failed: number; refused: number; slowest: number; failedRuns: number; refusedRows: number; keysEnding: number };
  levels: { id: string; name: string; role: 'upper' | 'lower'; state: 'asked' | 'waiting' | 'active' | 'ended'; failures: number; heardAt: Date | null; reconciledAt: Date | null; waiting: number; told: number; entries: number; calls: number }[];
}

export interface ServiceOfRegister { id: string; title: string; register: string; fields: readonly string[] }

export interface CatalogueDeps {
  http: Http;
  content: Content;
  cases: Cases;
  search: Search;
  ledger: Ledger;
  rules: Rules;
  calendar: () => WorkingDays;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  /** After grades were confirmed: masks follow them. */
  graded?: () => void;
  /** Whether the rows of a register belong to divisions that can be asked for. */
  divided: (register: string) => boolean;
  /** Whether there is a division with these digits. */
  divisionKnown: (digits: string) => boolean;
  divisionName: (digits: string) => string;
  /** Rows and last change of a register. */
  registerFacts: (ctx: Context, register: string) => Promise<{ rows: number; updatedAt: Date | null }>;
  /** Ends a decided demand in the exchange; answers the grant's reference. Until a gateway is there, nothing is granted by machine. */
  grant?: (ctx: Context, demand: AgreedDemand) => Promise<string | null>;
  /** 全生命周期 by register. */
  livesOf?: (ctx: Context) => Promise<ReadonlyMap<string, RegisterLife>>;
  courseOf?: (ctx: Context, register: string) => Promise<RegisterCourse>;
  hubCourse?: (ctx: Context) => Promise<HubCourse>;
  /** Calls of all services by day, the last 30 days. */
  callsByDay?: (ctx: Context) => Promise<{ day: string; calls: number }[]>;
  /** 数据服务 that read registers; no fields named: all of the register's. */
  servicesOf?: () => Promise<readonly ServiceOfRegister[]>;
  /** Bodies that hold a standing grant of these services. */
  consumersOf?: (ctx: Context, services: readonly string[]) => Promise<readonly { service: string; organisation: string; name: string }[]>;
  /** Whether a service may be mounted as an interface. */
  serviceExists?: (ctx: Context, service: string) => Promise<boolean>;
}
