import { createServices, type Hall } from '#modules/services';

/** Stands for any engine: whatever is asked of it is a function that does nothing. */
const silent: unknown = new Proxy(() => silent, { get: (_target, name) => (name === 'then' ? undefined : silent) });

/** Names of the functions that processes may call (`yw:action`), without a running house: modules register them at a hall that only listens. */
export function processActions(): ReadonlySet<string> {
  const names = new Set<string>();
  const cases = { registerFunction: (name: string) => void names.add(name), hasFunction: (name: string) => names.has(name), listen: () => undefined };
  createServices(new Proxy({} as Hall, { get: (_target, name) => (name === 'cases' ? cases : silent) }));
  return names;
}
