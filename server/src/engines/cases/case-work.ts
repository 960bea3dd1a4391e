import { createHash } from 'node:crypto';
import type { Effect, Graph, HumanOperation, InstanceOperation, Json, ProcessEvent, State as ProcessState, StepResult } from '#engines/process';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { deadlines } from './case-clock.ts';
import { isFinal, nextStates, stateWords, type CaseState } from './case-state.ts';
import { planCaseUpdate, planDocument, planMaterial, planMaterialDue, planTaskUpdate, tasksOf } from './case-rows.ts';
import type { Workshop } from './create-cases.ts';
import { applyEffect } from './effects.ts';
import { errors } from './errors.ts';
import type { CaseRow, CaseWork, MaterialRow, TaskRow } from './types.ts';

/** What a person's decision leaves on her task. */
export interface TaskResult {
  decision?: string;
  opinion?: string;
  result?: Json;
}

export class Work implements CaseWork {
  readonly workshop: Workshop;
  readonly ctx: Context;
  readonly row: CaseRow;
  /** Tasks that this request has read or made, by the process's token. */
  readonly tasks = new Map<number, TaskRow>();
  readonly createdTasks = new Set<TaskRow>();
  readonly changedTasks = new Set<TaskRow>();
  readonly #opened: boolean;
  /** Of a case that this request opens: it may only insert, because a case that is not there yet is seen by nobody. */
  readonly #materials = new Map<string, MaterialRow>();
  #answers: Record<string, unknown> | undefined;
  #answersChanged = false;
  #openTasksRead = false;
  #changed: boolean;
  #ended = false;

  constructor(workshop: Workshop, ctx: Context, row: CaseRow, opened: boolean, given: { tasks?: readonly TaskRow[]; answers?: Record<string, unknown> }) {
    this.workshop = workshop;
    this.ctx = ctx;
    this.row = row;
    for (const task of given.tasks ?? []) this.tasks.set(task.token, task);
    this.#opened = opened;
    this.#changed = opened;
    this.#answers = given.answers;
    this.#answersChanged = opened;
  }

  get graph(): Graph {
    if (this.row.process_id === null) throw errors.notNow({ state: stateWords[this.row.state].zh });
    return this.workshop.graphOf(this.row.process_id, this.row.process_version ?? 1);
  }

  get processState(): ProcessState {
    if (this.row.process_state === null) throw errors.notNow({ state: stateWords[this.row.state].zh });
    return this.row.process_state;
  }

  answers(): Record<string, unknown> {
    return (this.#answers ??= this.row.answers === null ? {} : (JSON.parse(this.workshop.crypto.open(this.row.answers)) as Record<string, unknown>));
  }

  setAnswers(answers: Record<string, unknown>): void {
    this.#answers = answers;
    this.#answersChanged = true;
    this.#changed = true;
  }

  act(kind: string, data: Record<string, Json> = {}, evidence = false): void {
    const { ctx, row } = this;
    const seq = ++row.actions;
    this.#changed = true;
    ctx.tx.insert('cases.action', {
      case_id: row.id, seq, at: ctx.now.toISOString(), kind, actor_kind: ctx.actor.kind, account_id: ctx.actor.accountId, actor_name: ctx.actor.name,
      organisation: ctx.actor.organisations[0] ?? null, data,
    });
    if (evidence) {
      const digest = createHash('sm3').update(JSON.stringify([row.id, seq, kind, data])).digest('hex');
      this.workshop.ledger.append(ctx.tx, { kind: `case.${kind}`, subject: row.id, data: { number: row.number, seq, state: row.state, digest } });
    }
    this.workshop.listeners.get(row.kind)?.acted?.(this, { kind, data });
  }

  move(state: CaseState, data: Record<string, Json> = {}): void {
    const { row, ctx } = this;
    if (!nextStates[row.state].includes(state)) throw errors.notNow({ state: stateWords[row.state][ctx.locale] });
    const before = row.state;
    row.state = state;
    const today = dayInChina(ctx.now);
    const marks: Record<string, Json> = {};
    if (state === 'accepted' && row.accepted_on === null) marks['acceptedOn'] = row.accepted_on = today;
    if (isFinal(state)) {
      row.concluded_at = ctx.now;
      marks['concludedAt'] = ctx.now.toISOString();
      this.#ended = true;
    }
    if (before === 'suspended') this.startClock();
    this.act('moved', { ...data, from: before, state, ...marks }, true);
    if (state === 'suspended') this.stopClock(String(data['reason'] ?? ''));
    this.#reckon();
  }

  stopClock(reason: string): void {
    if (this.row.stopped) return;
    const day = dayInChina(this.ctx.now);
    this.row.stops = [...this.row.stops, { from: day, to: null, reason }];
    this.row.stopped = true;
    this.act('clockStopped', { day, reason });
  }

  startClock(): void {
    if (!this.row.stopped) return;
    const day = dayInChina(this.ctx.now);
    this.row.stops = this.row.stops.map((s, i) => (i === this.row.stops.length - 1 ? { ...s, to: day } : s));
    this.row.stopped = false;
    this.act('clockStarted', { day });
    this.#reckon();
  }

  /** 期限确定: the calendar reaches its days now. */
  dateAgain(): void {
    this.#reckon();
    this.act('limitsKnown', { promisedDue: this.row.promised_due });
  }

  #reckon(): void {
    const { row } = this;
    const due = deadlines({ acceptedOn: row.accepted_on, promisedDays: row.promised_days, statutoryDays: row.statutory_days, stops: row.stops }, this.workshop.calendar());
    row.warn_on = due.warnOn;
    row.promised_due = due.promisedDue;
    row.statutory_due = due.statutoryDue;
  }

  setData(name: string, value: Json): void {
    this.row.data = { ...this.row.data, [name]: value };
    this.#changed = true;
  }

  setVariables(variables: Record<string, Json>): void {
    this.row.variables = { ...this.row.variables, ...variables };
    this.#changed = true;
  }

  material(material: Parameters<CaseWork['material']>[0]): void {
    const row = { ...material, case_id: this.row.id, at: this.ctx.now };
    if (this.#opened) this.#materials.set(row.material_id, row);
    else planMaterial(this.ctx, row);
  }

  materialDue(materialId: string, due: string | null): void {
    planMaterialDue(this.ctx, this.row.id, materialId, due);
  }

  document(document: Parameters<CaseWork['document']>[0]): void {
    planDocument(this.ctx, { ...document, case_id: this.row.id });
  }

  /** What expressions of the process see: the case, the answers (opened only when asked for), the variables. */
  environment(): { evaluate: (expression: string, variables: Readonly<Record<string, unknown>>) => unknown; now: string; variables: Record<string, unknown> } {
    const { row } = this;
    const open = (): Record<string, unknown> => this.answers();
    const facts = { id: row.id, number: row.number, state: row.state, division: row.division, organisation: row.organisation, item: row.definition_id, joint: row.parent_id !== null, channel: row.channel };
    return {
      evaluate: (expression, variables) => this.workshop.rules.evaluate(expression, variables),
      now: this.ctx.now.toISOString(),
      variables: {
        ...row.variables,
        case: facts,
        get answers() {
          return open();
        },
      },
    };
  }

  async start(): Promise<void> {
    await this.run(this.workshop.process.start(this.graph, {}, this.environment()));
  }

  event(event: ProcessEvent): Promise<void> {
    return this.run(this.workshop.process.step(this.graph, this.processState, event, this.environment()));
  }

  async message(name: string, output?: Json): Promise<void> {
    await this.event({ type: 'message', name, ...(output === undefined ? {} : { output }) });
  }

  /** A person's operation on a task, or one on the whole case; the task keeps her decision and opinion. */
  async operate(operation: HumanOperation | InstanceOperation, result: TaskResult = {}): Promise<void> {
    if ('task' in operation) {
      const task = this.tasks.get(operation.task) ?? (await this.openTasks()).get(operation.task);
      if (task !== undefined) Object.assign(task, { decision: result.decision ?? task.decision, opinion: result.opinion ?? task.opinion, result: result.result ?? task.result });
    }
    await this.run(this.workshop.process.operate(this.graph, this.processState, operation, this.environment()));
  }

  async run(step: StepResult<ProcessState>): Promise<void> {
    this.row.process_state = step.state;
    this.#changed = true;
    for (const effect of step.effects) await this.#apply(effect);
  }

  async #apply(effect: Effect): Promise<void> {
    await applyEffect(this, effect);
  }

  /** Whether the process still stands where it stood when something was planned for this token. */
  stands(token: number): boolean {
    return this.row.process_state?.tokens.some((t) => t.id === token) ?? false;
  }

  /** The answer of a service that ran as a job; a repeat or a late one changes nothing. */
  async runLater(token: number, action: string, input: Record<string, Json>): Promise<void> {
    if (!this.stands(token)) return;
    const fn = this.workshop.functions.get(action);
    if (fn === undefined) throw errors.actionUnknown({ action });
    const output = await fn.run(this, input);
    await this.event({ type: 'complete', token, ...(output === undefined ? {} : { output: output as Json }) });
  }

  /** All tasks of the case, also those of other departments: the process decides what becomes of each, whoever asked (whoever sees a case sees its tasks). */
  async openTasks(): Promise<Map<number, TaskRow>> {
    if (!this.#openTasksRead && !this.#opened) {
      this.#openTasksRead = true;
      for (const task of await tasksOf(this.ctx.tx, this.row.id)) if (!this.tasks.has(task.token) || this.tasks.get(task.token)?.id !== task.id) this.#keep(task);
    }
    return this.tasks;
  }

  /** A token may have had several task rows over time (returned, reopened): the newest stands. */
  #keep(task: TaskRow): void {
    const known = this.tasks.get(task.token);
    if (known === undefined || (known.closed_at !== null && known.id < task.id)) this.tasks.set(task.token, task);
  }

  /** Plans all rows; the request's transaction writes them in one statement. */
  async save(): Promise<void> {
    if (this.#ended) {
      this.#ended = false;
      await this.workshop.listeners.get(this.row.kind)?.ended?.(this);
    }
    const { ctx } = this;
    for (const material of this.#materials.values()) ctx.tx.insert('cases.material', { ...material, at: material.at.toISOString() });
    this.#materials.clear();
    for (const task of this.createdTasks) insertTask(ctx, task);
    for (const task of this.changedTasks) if (!this.createdTasks.has(task)) planTaskUpdate(ctx, task);
    if (this.#changed) this.#planCase();
  }

  #planCase(): void {
    const { ctx, row } = this;
    row.updated_at = ctx.now;
    const sealed = this.#answersChanged ? this.workshop.crypto.seal(JSON.stringify(this.answers())) : null;
    if (this.#opened) insertCase(ctx, row, sealed);
    else planCaseUpdate(ctx, row, sealed);
    if (!this.#opened) row.version++;
  }
}

function insertCase(ctx: Context, row: CaseRow, answers: Uint8Array | null): void {
  ctx.tx.insert('cases.case', {
    ...row, answers, submitted_at: row.submitted_at.toISOString(), updated_at: row.updated_at.toISOString(), concluded_at: row.concluded_at?.toISOString() ?? null,
  });
}

function insertTask(ctx: Context, task: TaskRow): void {
  ctx.tx.insert('cases.task', { ...task, created_at: task.created_at.toISOString(), closed_at: task.closed_at?.toISOString() ?? null });
}

export function createWork(workshop: Workshop, ctx: Context, row: CaseRow, tasks: readonly TaskRow[] = []): Work {
  return new Work(workshop, ctx, row, false, { tasks });
}
