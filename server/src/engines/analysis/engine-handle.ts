import { fork } from 'node:child_process';
import path from 'node:path';
import { errorOf, type EngineStart, type FromEngine, type ToEngine } from './duck-messages.ts';
import { errors } from './errors.ts';

/** One running process of the engine. */
export interface EngineHandle {
  /** False once it has ended. */
  readonly alive: boolean;
  tell(message: ToEngine): void;
  /** The next answer in this talk; rejects with what the engine refuses it for, or with `analysis.ended`. */
  answer(talk: number): Promise<FromEngine>;
  /** Nothing of this talk is waited for any more. */
  forget(talk: number): void;
  /** While somebody waits for it, it keeps the house running. */
  hold(held: boolean): void;
  end(): void;
}

export function startEngine(start: EngineStart): EngineHandle {
  // the launcher keeps the house to two allocators; the engine works in several threads
  const child = fork(path.join(import.meta.dirname, 'duck-process.ts'), [JSON.stringify(start)], { serialization: 'advanced', execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, MALLOC_ARENA_MAX: undefined } });
  const waiting = new Map<number, { done(answer: FromEngine): void; failed(error: Error): void }>();
  const talks = new Set<number>();
  /** Came before anybody asked. */
  const early = new Map<number, FromEngine>();
  let alive = true;
  const settle = (answer: FromEngine): void => {
    const waiter = waiting.get(answer.talk);
    waiting.delete(answer.talk);
    if (waiter === undefined) {
      if (talks.has(answer.talk)) early.set(answer.talk, answer);
    } else if ('failed' in answer) waiter.failed(errorOf(answer.failed));
    else waiter.done(answer);
  };
  child.on('message', settle);
  child.on('exit', () => {
    alive = false;
    for (const waiter of waiting.values()) waiter.failed(errors.ended());
    waiting.clear();
  });
  // a write to one that has just ended: its exit says so
  child.on('error', () => {});
  return {
    get alive() {
      return alive && child.connected;
    },
    tell(message) {
      if ('open' in message) talks.add(message.talk);
      if (child.connected) child.send(message, () => {});
    },
    answer: (talk) => new Promise((done, failed) => {
      const came = early.get(talk);
      early.delete(talk);
      if (came === undefined && !(alive && child.connected)) return failed(errors.ended());
      waiting.set(talk, { done, failed });
      if (came !== undefined) settle(came);
    }),
    forget(talk) {
      talks.delete(talk);
      waiting.delete(talk);
      early.delete(talk);
    },
    hold(held) {
      const way = held ? 'ref' : 'unref';
      child[way]();
      child.channel?.[way]();
    },
    end() {
      if (child.connected) child.disconnect();
    },
  };
}
