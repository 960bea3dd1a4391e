const lookMs = 5_000;
/** Share of a processor below which hardly anybody is being served. */
const quietShare = 0.1;
/** Bytes of heap since the last time that are worth a pause, and how far two pauses are apart. */
const grownBytes = 48 * 1_048_576;
const apartMs = 600_000;

/**
 * What the start, or a busy hour, needed goes back to the machine in a quiet moment: V8 keeps freed pages until it is asked for all of
 * them by a full collection, which stops everything for about a second.
 */
export function returnMemoryWhenQuiet(): void {
  const { gc } = globalThis;
  if (gc === undefined) return;
  let kept = 0;
  let last = -apartMs;
  let before = process.cpuUsage();
  setInterval(() => {
    const { user, system } = process.cpuUsage(before);
    before = process.cpuUsage();
    const quiet = (user + system) / 1000 < lookMs * quietShare;
    if (!quiet || performance.now() - last < apartMs || process.memoryUsage().heapTotal < kept + grownBytes) return;
    gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    kept = process.memoryUsage().heapTotal;
    last = performance.now();
  }, lookMs).unref();
}
