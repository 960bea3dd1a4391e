import { dockingModule } from '#modules/capabilities';
import { assessmentModule, cascadeModule, createResourceCatalogue, developmentModule, librariesModule, qualityModule, tradingModule } from '#modules/data';
import { createServices } from '#modules/services';

/** Stands for any engine: whatever is asked of it is a function that does nothing. */
const silent: unknown = new Proxy(() => silent, { get: (_target, name) => (name === 'then' ? undefined : silent) });

/** Modules that register functions when they are made, from parts of which each takes `cases`. */
const makers: ((parts: never, http: never) => unknown)[] = [createServices, createResourceCatalogue, librariesModule, developmentModule, cascadeModule, qualityModule, dockingModule, assessmentModule, tradingModule];

/** Names of the functions that processes may call (`yw:action`), without a running house: modules register them at parts that only listen. */
export function processActions(): ReadonlySet<string> {
  const names = new Set<string>();
  const cases = { registerFunction: (name: string) => void names.add(name), hasFunction: (name: string) => names.has(name), listen: () => undefined };
  const parts = new Proxy({}, { get: (_target, name) => (name === 'cases' ? cases : silent) });
  for (const make of makers) make(parts as never, silent as never);
  return names;
}
