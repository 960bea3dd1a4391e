import { errors } from './errors.ts';
import type { Effect, TaskCreated } from './events.ts';
import type { Node, Trigger } from './graph.ts';
import { toJson, type Run } from './run.ts';
import type { Json, Token } from './state.ts';

/** Starts what a token waits for outside: a task, a call, a message, a timer; and its boundary events. */
export function startWaiting(run: Run, token: Token): void {
  const node = run.node(token.node);
  const extra = itemOf(run, token);
  switch (node.kind) {
    case 'user':
    case 'manual': run.emit(taskCreated(run, node, token, extra)); break;
    case 'service': run.emit({ type: 'call-service', token: token.id, node: node.id, action: node.action ?? '', input: inputsOf(run, node, extra) }); break;
    case 'rule': run.emit({ type: 'run-rule', token: token.id, node: node.id, decision: node.action ?? '', input: inputsOf(run, node, extra) }); break;
    case 'call': run.emit({ type: 'start-child', token: token.id, node: node.id, process: node.action ?? '', input: inputsOf(run, node, extra) }); break;
    case 'receive': run.emit({ type: 'await-message', token: token.id, node: node.id, name: node.action ?? '', what: 'message' }); break;
    case 'catch': if (node.trigger !== undefined) subscribe(run, token, node, node.trigger); break;
    case 'eventGateway': for (const target of targetsOf(run, node)) subscribeTarget(run, token, target); break;
    default: break;
  }
}

/** Boundary events hang on the step as a whole, so not on each signer of it. */
export function arm(run: Run, token: Token): void {
  for (const at of run.node(token.node).boundary) {
    const boundary = run.node(at);
    if (boundary.trigger !== undefined && !token.fired?.includes(at)) subscribe(run, token, boundary, boundary.trigger);
  }
}

/** Takes back what `startWaiting` and `arm` asked for, except the task itself. */
export function stopWaiting(run: Run, token: Token, answered?: Node): void {
  const node = run.node(token.node);
  if (token.flow === undefined && token.multi === undefined) {
    if (node.kind === 'service' || node.kind === 'rule' || node.kind === 'call') {
      if (answered !== node) run.emit({ type: 'cancel-work', token: token.id });
    } else if (node.kind === 'receive') {
      if (answered !== node) run.emit({ type: 'cancel-await', token: token.id, node: node.id });
    } else if (node.kind === 'catch') {
      if (answered !== node) unsubscribe(run, token, node);
    } else if (node.kind === 'eventGateway') {
      for (const target of targetsOf(run, node)) if (answered !== target) unsubscribe(run, token, target);
    }
  }
  if (node.boundary.length === 0 || isInstance(run, token) || token.add !== undefined) return;
  for (const at of node.boundary) {
    const boundary = run.node(at);
    if (answered !== boundary && !token.fired?.includes(at)) unsubscribe(run, token, boundary);
  }
}

export const targetsOf = (run: Run, node: Node): Node[] => node.out.map((f) => run.node(run.graph.flows[f]?.to ?? -1));

/** Is it one signer (or one run) of a multi-instance step? */
export function isInstance(run: Run, token: Token): boolean {
  if (token.in === undefined || token.multi !== undefined) return false;
  const container = run.find(token.in);
  return container !== undefined && container.multi !== undefined && container.node === token.node;
}

export function itemOf(run: Run, token: Token): Record<string, unknown> | undefined {
  for (let at: Token | undefined = token; at !== undefined; at = at.in === undefined ? undefined : run.find(at.in)) {
    if (at.item !== undefined) return { [run.node(at.node).multi?.element ?? 'item']: at.item };
  }
  return undefined;
}

export function inputsOf(run: Run, node: Node, extra?: Record<string, unknown>): Record<string, Json> {
  const input: Record<string, Json> = {};
  for (const { name, value } of node.inputs ?? []) input[name] = toJson(run.evaluate(node, value, extra));
  return input;
}

export function taskCreated(run: Run, node: Node, token: Token, extra?: Record<string, unknown>): TaskCreated {
  const effect: TaskCreated = { type: 'create-task', task: token.id, node: node.id, kind: node.kind === 'manual' ? 'manual' : 'user', name: node.name, state: 'waiting' };
  const { role, organisation, division, form, workingDays, checklist } = node.task ?? {};
  if (role !== undefined) effect.role = role;
  if (organisation !== undefined) effect.organisation = toJson(run.evaluate(node, organisation, extra));
  if (division !== undefined) effect.division = toJson(run.evaluate(node, division, extra));
  if (form !== undefined) effect.form = form;
  if (workingDays !== undefined) effect.workingDays = workingDays;
  if (checklist !== undefined) effect.checklist = checklist;
  if (token.by !== undefined) effect.assignee = token.by;
  if (token.item !== undefined) effect.item = token.item;
  if (token.add !== undefined) effect.addedTo = token.add;
  return effect;
}

function subscribeTarget(run: Run, token: Token, target: Node): void {
  if (target.trigger !== undefined) subscribe(run, token, target, target.trigger);
  else if (target.kind === 'receive') run.emit({ type: 'await-message', token: token.id, node: target.id, name: target.action ?? '', what: 'message' });
}

function subscribe(run: Run, token: Token, node: Node, trigger: Trigger): void {
  if (trigger.type === 'timer') run.emit(timer(run, token, node, trigger));
  else if (trigger.type === 'message' || trigger.type === 'signal') run.emit({ type: 'await-message', token: token.id, node: node.id, name: trigger.name, what: trigger.type });
}

function unsubscribe(run: Run, token: Token, node: Node): void {
  const type = node.trigger?.type;
  if (type === 'timer') run.emit({ type: 'cancel-timer', token: token.id, node: node.id });
  else if (type === 'message' || type === 'signal' || node.kind === 'receive') run.emit({ type: 'cancel-await', token: token.id, node: node.id });
}

function timer(run: Run, token: Token, node: Node, trigger: Trigger & { type: 'timer' }): Effect {
  const base = { type: 'set-timer' as const, token: token.id, node: node.id };
  const value = (text: string): unknown => run.evaluate(node, text, itemOf(run, token));
  if (trigger.workingDays !== undefined) {
    const days = /^\d+$/.test(trigger.workingDays) ? Number(trigger.workingDays) : value(trigger.workingDays);
    if (typeof days !== 'number' || !Number.isInteger(days) || days < 0) throw errors.expression({ node: node.id, reason: 'working days' });
    return { ...base, workingDays: days };
  }
  if (trigger.duration !== undefined) {
    const duration = /^P[\dT]/.test(trigger.duration) ? trigger.duration : toJson(value(trigger.duration));
    if (typeof duration !== 'string' || !/^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$/.test(duration)) throw errors.expression({ node: node.id, reason: 'duration' });
    return { ...base, duration };
  }
  const date = /^\d{4}-/.test(trigger.date ?? '') ? trigger.date : toJson(value(trigger.date ?? ''));
  if (typeof date !== 'string' || Number.isNaN(Date.parse(date))) throw errors.expression({ node: node.id, reason: 'date' });
  return { ...base, at: date };
}
