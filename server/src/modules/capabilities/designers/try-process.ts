import type { Effect, Environment, Graph, Json, ProcessEvent, State, StepResult, TaskCreated } from '#engines/process';
import type { Decide } from '#engines/rules';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { textIn } from '#kernel/i18n';
import type { Designers } from './deps.ts';
import { optionsOf, rolesWith } from './design-choices.ts';

export interface ProcessSample {
  answers: Record<string, unknown>;
  variables: Record<string, unknown>;
  /** Decision at a step, by element. */
  decisions: Record<string, string>;
  /** Answers of services and messages, by element. */
  results: Record<string, unknown>;
}

export interface WalkStep {
  kind: 'task' | 'service' | 'rule' | 'message' | 'timer' | 'end';
  node: string;
  name: string;
  post: string | null;
  roles: string[];
  organisation: string | null;
  form: string | null;
  workingDays: number | null;
  begins: string | null;
  due: string | null;
  decision: string | null;
  options: { value: string; label: string }[];
  detail: string | null;
}

export interface Walk {
  steps: WalkStep[];
  visited: string[];
  outcome: string | null;
  stopped: string | null;
}

const stepsMax = 200;
const visitsMax = 5;

interface Waiting {
  effect: Effect;
  /** Day on which it began. */
  begins: string;
  /** Day on which it is done at the latest: what is due first is done first. */
  due: string;
}

/** 试运行: walks a process with sample answers, each task done on its last day, and writes nothing. */
export class ProcessWalk {
  readonly steps: WalkStep[] = [];
  private readonly visits = new Map<string, number>();
  private waiting: Waiting[] = [];
  private state: State | undefined;
  private day: string;
  private readonly designers: Designers;
  private readonly ctx: Context;
  private readonly graph: Graph;
  private readonly sample: ProcessSample;

  constructor(designers: Designers, ctx: Context, graph: Graph, sample: ProcessSample) {
    this.designers = designers;
    this.ctx = ctx;
    this.graph = graph;
    this.sample = sample;
    this.day = dayInChina(ctx.now);
  }

  run(): Walk {
    let stopped: string | null = null;
    try {
      this.take(this.designers.process.start(this.graph, {}, this.environment()));
      while (this.state?.ended === undefined) {
        const next = this.next();
        if (next === undefined) {
          stopped = this.ctx.locale === 'zh' ? '没有可以继续的环节' : 'nothing can go on';
          break;
        }
        if (this.steps.length >= stepsMax || (this.visits.get(nodeOf(next.effect)) ?? 0) > visitsMax) {
          stopped = this.ctx.locale === 'zh' ? '反复经过同一环节，试运行停止；请调整样例' : 'the same step comes again and again; change the sample';
          break;
        }
        this.day = next.due;
        this.do(next);
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      stopped = error.words(this.ctx.locale);
    }
    return { steps: this.steps, visited: this.graph.nodes.filter((n) => this.visits.has(n.id)).map((n) => n.id), outcome: this.state?.ended ?? null, stopped };
  }

  private environment(): Environment {
    const organisation = this.ctx.actor.organisations[0] ?? '';
    const facts = { id: '', number: '', state: 'submitted', division: this.designers.organisation(organisation)?.division ?? '', organisation, item: '', joint: false, channel: 'online' };
    return {
      evaluate: (expression, variables) => this.designers.rules.evaluate(expression, variables),
      now: this.ctx.now.toISOString(),
      variables: { case: facts, answers: this.sample.answers, ...this.sample.variables },
    };
  }

  private take({ state, effects }: StepResult<State>): void {
    this.state = state;
    for (const effect of effects) {
      if (effect.type === 'close-task') this.waiting = this.waiting.filter((w) => w.effect.type !== 'create-task' || w.effect.task !== effect.task);
      else if (effect.type === 'cancel-work' || effect.type === 'cancel-timer' || effect.type === 'cancel-await') this.waiting = this.waiting.filter((w) => !('token' in w.effect) || w.effect.token !== effect.token);
      else if (effect.type === 'incident') this.note('service', effect.node, effect.code);
      else if (effect.type === 'send-message') this.note('message', effect.node, effect.name);
      else if (effect.type === 'ended') this.note('end', '', effect.outcome);
      else if (waits.has(effect.type)) this.waiting.push({ effect, begins: this.day, due: effect.type === 'create-task' ? this.dueOf(effect.workingDays) : this.day });
    }
  }

  /** Timers go off only when nobody else can do anything. */
  private next(): Waiting | undefined {
    const order = (w: Waiting): string => `${w.effect.type === 'set-timer' ? 1 : 0}${w.due}`;
    const next = this.waiting.toSorted((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : 0))[0];
    this.waiting = this.waiting.filter((w) => w !== next);
    return next;
  }

  private do({ effect, begins, due }: Waiting): void {
    switch (effect.type) {
      case 'create-task': return this.doTask(effect, begins, due);
      case 'call-service': return this.complete('service', effect.token, effect.node, effect.action);
      case 'start-child': return this.complete('service', effect.token, effect.node, effect.process);
      case 'run-rule': return this.decide(effect.token, effect.node, effect.decision, effect.input);
      case 'await-message': {
        this.note('message', effect.node, effect.name);
        const output = this.resultOf(effect.node);
        return this.event(effect.what === 'signal' ? { type: 'signal', name: effect.name } : { type: 'message', name: effect.name, token: effect.token, ...(output === undefined ? {} : { output }) });
      }
      case 'set-timer':
        this.note('timer', effect.node, 'workingDays' in effect ? String(effect.workingDays) : 'at' in effect ? effect.at : effect.duration);
        return this.event({ type: 'timer', token: effect.token, node: effect.node });
      default: return undefined;
    }
  }

  private doTask(task: TaskCreated, begins: string, due: string): void {
    const options = task.role === undefined ? [] : optionsOf(this.designers, task.role);
    const wanted = this.sample.decisions[task.node];
    const option = options.find((o) => o.value === wanted) ?? options[0];
    const decision = option?.value ?? wanted ?? null;
    const organisation = typeof task.organisation === 'string' ? task.organisation : typeof task.item === 'string' ? task.item : null;
    this.visit(task.node);
    this.steps.push({
      kind: 'task', node: task.node, name: textIn(task.name, this.ctx.locale), post: task.role ?? null, roles: task.role === undefined ? [] : rolesWith(this.designers, task.role, this.ctx.locale),
      organisation: organisation === null ? null : (this.designers.organisation(organisation)?.name ?? organisation), form: task.checklist ?? task.form ?? null, workingDays: task.workingDays ?? null, begins, due: task.workingDays === undefined ? null : due,
      decision, options: options.map((o) => ({ value: o.value, label: textIn(o.label, this.ctx.locale) })), detail: null,
    });
    const state = this.state;
    if (state === undefined) return;
    const type = option?.operation ?? (wanted === 'reject' ? 'reject' : 'approve');
    this.take(this.designers.process.operate(this.graph, state, { type, task: task.task, actor: 'sample', ...(decision === null ? {} : { output: { decision } }) }, this.environment()));
  }

  private decide(token: number, node: string, id: string, input: Record<string, Json>): void {
    const decide = this.designers.content.find<unknown, Decide>('decision', id, { on: dayInChina(this.ctx.now) })?.compiled;
    const result = decide?.({ ...this.environment().variables, ...input }, this.ctx.now);
    this.note('rule', node, `${id} → ${JSON.stringify(result?.value ?? null)}`);
    this.event({ type: 'complete', token, output: (result?.value ?? null) as Json });
  }

  private complete(kind: 'service', token: number, node: string, detail: string): void {
    this.note(kind, node, detail);
    const output = this.resultOf(node);
    this.event({ type: 'complete', token, ...(output === undefined ? {} : { output }) });
  }

  private resultOf = (node: string): Json | undefined => (Object.hasOwn(this.sample.results, node) ? (this.sample.results[node] as Json) : undefined);

  private event(event: ProcessEvent): void {
    if (this.state !== undefined) this.take(this.designers.process.step(this.graph, this.state, event, this.environment()));
  }

  private visit(node: string): void {
    this.visits.set(node, (this.visits.get(node) ?? 0) + 1);
  }

  private note(kind: WalkStep['kind'], node: string, detail: string): void {
    if (node !== '') this.visit(node);
    const found = this.graph.nodes.find((n) => n.id === node);
    this.steps.push({
      kind, node, name: found === undefined ? '' : textIn(found.name, this.ctx.locale), post: null, roles: [], organisation: null, form: null, workingDays: null, begins: this.day, due: null, decision: null, options: [], detail,
    });
  }

  /** A day beyond the published calendars is not known, not guessed: then the limit alone is shown. */
  private dueOf(workingDays: number | undefined): string {
    if (workingDays === undefined) return this.day;
    try {
      return this.designers.calendar().addWorkingDays(this.day, workingDays);
    } catch (error) {
      if (error instanceof Refusal) return this.day;
      throw error;
    }
  }
}

const waits = new Set<Effect['type']>(['create-task', 'call-service', 'start-child', 'run-rule', 'await-message', 'set-timer']);
const nodeOf = (effect: Effect): string => ('node' in effect ? effect.node : '');
