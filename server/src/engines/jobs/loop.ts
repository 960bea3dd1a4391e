/** Repeats a piece of work: at once when nudged, else after `everyMs`; never twice at a time. */
export interface Loop {
  nudge(): void;
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>;
}

export interface LoopSettings {
  /** True: there is more to do now. */
  work: () => Promise<boolean>;
  everyMs: number;
  /** The least time between the ends and starts of rounds that found work. */
  pauseMs?: number;
  /** A round that failed is told and tried again after `everyMs`. */
  failed: (error: unknown) => void;
}

export function createLoop(settings: LoopSettings): Loop {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let nudged = false;
  let ended = false;
  let notBefore = 0;

  const round = async (): Promise<void> => {
    let more = false;
    try {
      more = await settings.work();
      notBefore = Date.now() + (settings.pauseMs ?? 0);
    } catch (error) {
      notBefore = Date.now() + settings.everyMs;
      settings.failed(error);
    }
    running = undefined;
    later(more || nudged);
  };
  const later = (soon: boolean): void => {
    clearTimeout(timer);
    if (ended) return;
    timer = setTimeout(begin, Math.max(soon ? 0 : settings.everyMs, soon ? notBefore - Date.now() : 0));
  };
  const begin = (): void => {
    nudged = false;
    running = round();
  };
  later(true);
  return {
    nudge() {
      if (nudged || ended) return;
      nudged = true;
      if (running === undefined) later(true);
    },
    async stop() {
      ended = true;
      clearTimeout(timer);
      await running;
    },
  };
}
