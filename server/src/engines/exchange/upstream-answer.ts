import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';

/** So many bytes of a body are held for a reader who is slower than its provider. */
const heldMax = 65_536;

/**
 * An answer of a provider: its head first, then its body, whole or part by part at its reader's pace. Told by the connection itself,
 * without a stream between: a small answer costs a third of what it would there. Errors: those of undici; the signal's reason where the
 * caller left.
 */
export class UpstreamAnswer implements Dispatcher.DispatchHandler {
  statusCode = 0;
  headers: IncomingHttpHeaders = {};
  /** There at the end of the body. */
  trailers: IncomingHttpHeaders = {};
  readonly #signal: AbortSignal;
  readonly #head = Promise.withResolvers<this>();
  #controller: Dispatcher.DispatchController | undefined;
  #parts: Buffer[] = [];
  #held = 0;
  #heldMax = heldMax;
  #over: 'ended' | 'failed' | undefined;
  #failure: unknown;
  #heard: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** Sends a call; resolves with the head of its answer. The signal ends with the call: nothing is taken off it. */
  static send(dispatcher: Dispatcher, call: Dispatcher.DispatchOptions, signal: AbortSignal): Promise<UpstreamAnswer> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const answer = new UpstreamAnswer(signal);
    signal.addEventListener('abort', () => answer.#stop(signal.reason), { once: true });
    dispatcher.dispatch(call, answer);
    return answer.#head.promise;
  }

  /** The body whole; undefined when it is longer than `max` bytes, and then it is not read further. */
  async whole(max: number): Promise<Buffer | undefined> {
    const told = Number(this.headers['content-length'] ?? 0);
    this.#heldMax = max;
    this.#goOn();
    while (this.#over === undefined && this.#held <= max && !(told > max)) await this.#more();
    if (this.#over === 'failed') throw this.#failure;
    if (this.#held > max || told > max) return void this.drop();
    return this.#parts.length === 1 ? this.#parts[0] : Buffer.concat(this.#parts, this.#held);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void, undefined> {
    try {
      for (;;) {
        const part = this.#parts.shift();
        if (part !== undefined) {
          this.#held -= part.length;
          this.#goOn();
          yield part;
        } else if (this.#over === 'failed') throw this.#failure;
        else if (this.#over === 'ended') return;
        else await this.#more();
      }
    } finally {
      this.drop();
    }
  }

  /** Nobody reads further: a provider who is still sending is hung up on. */
  drop(): void {
    this.#parts = [];
    this.#stop(new Error('not read to its end'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#signal.aborted) this.#stop(this.#signal.reason);
  }

  onResponseStart(_controller: Dispatcher.DispatchController, statusCode: number, headers: IncomingHttpHeaders): void {
    if (statusCode < 200) return;
    this.statusCode = statusCode;
    this.headers = headers;
    this.#head.resolve(this);
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    this.#parts.push(part);
    this.#held += part.length;
    if (this.#held > this.#heldMax) controller.pause();
    this.#tell();
  }

  onResponseEnd(_controller: Dispatcher.DispatchController, trailers: IncomingHttpHeaders): void {
    this.#over = 'ended';
    this.trailers = trailers;
    this.#tell();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: unknown): void {
    if (this.#over !== undefined) return;
    this.#over = 'failed';
    this.#failure = error;
    this.#head.reject(error);
    this.#tell();
  }

  #stop(reason: unknown): void {
    if (this.#over === undefined) this.#controller?.abort(reason as Error);
  }

  #goOn(): void {
    if (this.#held <= this.#heldMax && this.#controller?.paused === true) this.#controller.resume();
  }

  #more(): Promise<void> {
    return new Promise((heard) => (this.#heard = heard));
  }

  #tell(): void {
    const heard = this.#heard;
    this.#heard = undefined;
    heard?.();
  }
}
