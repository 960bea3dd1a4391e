/**
 * Terms.
 * - case 办件: one matter of one party, handled by one process; a joint matter (一件事) is a parent with children.
 * - action 动作: what somebody did to a case; append-only. State, clock and row are computed from the actions.
 * - task 任务: a step of the process that waits for an official.
 * - material 材料: a paper that is asked for, and how it was answered.
 * - work: one case under change within one request.
 */
import type { Context } from '#kernel/context';
import type { Json, State as ProcessState } from '#engines/process';
import type { CaseState } from './case-state.ts';
import type { Stop } from './case-clock.ts';

export interface CaseRow {
  id: string;
  number: string;
  kind: string;
  state: CaseState;
  definition_kind: string;
  definition_id: string;
  definition_version: number;
  title: string;
  division: string;
  organisation: string;
  party_id: string | null;
  party_kind: 'person' | 'company' | null;
  party_name: string;
  agent_account: string | null;
  channel: string;
  parent_id: string | null;
  version: number;
  actions: number;
  answers: Buffer | null;
  track_code: string;
  process_id: string | null;
  process_version: number | null;
  process_state: ProcessState | null;
  variables: Record<string, Json>;
  data: Record<string, Json>;
  promised_days: number;
  statutory_days: number;
  accepted_on: string | null;
  warn_on: string | null;
  promised_due: string | null;
  statutory_due: string | null;
  stopped: boolean;
  stops: Stop[];
  submitted_at: Date;
  concluded_at: Date | null;
  updated_at: Date;
}

export interface TaskRow {
  id: string;
  case_id: string;
  token: number;
  node: string;
  name: { zh: string; en?: string };
  role: string | null;
  organisation: string | null;
  division: string | null;
  assignee: string | null;
  assignee_name: string | null;
  state: 'waiting' | 'claimed' | 'suspended' | 'done' | 'returned' | 'withdrawn' | 'cancelled';
  checklist: string | null;
  form: string | null;
  item: Json;
  added_to: number | null;
  version: number;
  created_at: Date;
  due_on: string | null;
  closed_at: Date | null;
  closed_by: string | null;
  decision: string | null;
  opinion: string | null;
  result: Json;
}

export interface ActionRow {
  case_id: string;
  seq: number;
  at: Date;
  kind: string;
  actor_kind: string;
  account_id: string | null;
  actor_name: string;
  organisation: string | null;
  data: Record<string, Json>;
}

export interface MaterialRow {
  case_id: string;
  material_id: string;
  name: string;
  /** `later` 容缺: owed; `given` 已补交: handed in, to be confirmed. */
  state: 'missing' | 'uploaded' | 'fetched' | 'wallet' | 'promised' | 'later' | 'given' | 'rejected';
  source: string | null;
  files: { id: string; name: string; bytes: number }[];
  record_id: string | null;
  promise: string | null;
  later_due: string | null;
  note: string | null;
  at: Date;
}

export interface DocumentRow {
  id: string;
  case_id: string;
  kind: string;
  name: string;
  format: 'ofd' | 'pdf' | 'json';
  file_id: string;
  record_id: string | null;
  at: Date;
}

/** What opens a case. */
export interface Opening {
  kind: string;
  /** Two characters of the number that name the kind. */
  kindCode: string;
  definition: { kind: string; id: string; version: number };
  title: string;
  division: string;
  organisation: string;
  party: { id: string; kind: 'person' | 'company'; name: string } | null;
  channel: string;
  parentId?: string;
  answers: Record<string, unknown>;
  process: { id: string; version?: number };
  variables?: Record<string, Json>;
  data?: Record<string, Json>;
  promisedDays: number;
  statutoryDays: number;
  materials?: Omit<MaterialRow, 'case_id' | 'at'>[];
}

/** One case under change within one request; saved by planned rows of the request's own transaction. */
export interface CaseWork {
  readonly ctx: Context;
  /** The current row with this request's changes. */
  readonly row: CaseRow;
  answers(): Record<string, unknown>;
  setAnswers(answers: Record<string, unknown>): void;
  /** Appends an action; the ledger keeps its digest when `evidence` is set. */
  act(kind: string, data?: Record<string, Json>, evidence?: boolean): void;
  /** Moves the case to a state that may follow (else a refusal), with the clock's consequences. */
  move(state: CaseState, data?: Record<string, Json>): void;
  /** 停钟 and 续钟. */
  stopClock(reason: string): void;
  startClock(): void;
  /** A process message such as the answer to a supplement. */
  message(name: string, output?: Json): Promise<void>;
  setData(name: string, value: Json): void;
  material(material: Omit<MaterialRow, 'case_id' | 'at'>): void;
  /** Until when a paper that is owed (容缺) must be handed in; refused as a conflict for one that is not owed. */
  materialDue(materialId: string, due: string | null): void;
  document(document: Omit<DocumentRow, 'case_id' | 'at'>): void;
}

/**
 * What a service task calls by its `yw:action` name. Returns the answer for the process; `later` runs as a job after the
 * commit, so that slow work (a sealed document) holds up nobody.
 */
export interface CaseFunction {
  later?: boolean;
  run(work: CaseWork, input: Record<string, Json>): Promise<Json | void> | Json | void;
}

export interface CaseListener {
  /** Called when a case has reached a final state, in the same transaction. */
  ended?(work: CaseWork): Promise<void> | void;
  /** Called for every action, in the same transaction: messages, supervision. */
  acted?(work: CaseWork, action: { kind: string; data: Record<string, Json> }): void;
}
