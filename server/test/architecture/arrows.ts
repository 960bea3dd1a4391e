import type { Import } from './read-imports.ts';

/** Engines by layer, lowest first (ARCHITECTURE.md): a lower one never imports a higher one. */
export const layers: readonly (readonly string[])[] = [
  ['content', 'jobs', 'files', 'ledger', 'rules', 'access', 'analysis'],
  ['records', 'forms', 'process', 'signing', 'documents', 'messages', 'search', 'places', 'sensing', 'exchange'],
  ['cases', 'indicators'],
];

/** Engines of one layer that may know each other; the list may only shrink. */
export const neighbours: readonly `${string} → ${string}`[] = ['files → jobs', 'ledger → jobs', 'access → content'];

type Area = { kind: 'kernel' | 'house' | 'test' | 'stories' | 'bench' | 'scripts' | 'ui' | 'other' } | { kind: 'engine' | 'module' | 'app'; name: string };

export function areaOf(file: string): Area {
  const [, kind, name] = /^server\/src\/(engines|modules)\/([^/]+)\//.exec(file) ?? [];
  if (kind === 'engines') return { kind: 'engine', name: name! };
  if (kind === 'modules') return { kind: 'module', name: name! };
  if (file.startsWith('server/src/kernel/')) return { kind: 'kernel' };
  if (file.startsWith('server/src/')) return { kind: 'house' };
  if (file.startsWith('server/test/')) return { kind: 'test' };
  const app = /^apps\/([^/]+)\//.exec(file);
  if (app !== null) return { kind: 'app', name: app[1]! };
  if (file.startsWith('packages/ui/')) return { kind: 'ui' };
  for (const kind of ['stories', 'bench', 'scripts'] as const) if (file.startsWith(`${kind}/`)) return { kind };
  return { kind: 'other' };
}

/** Tests, their samples and fixtures, and measurements may look inside. */
export const isTrial = (file: string): boolean => /(\.(test|fixture|sample|bench|scratch|property\.test)\.tsx?|\/(bench|measure)\.ts|\/test-[^/]+\.ts)$/.test(file) || /\/(testing|examples|test)\//.test(file);

const isContract = (file: string): boolean => /^server\/src\/modules\/.+\/contract(-[a-z0-9-]+)?\.ts$/.test(file);
const isFace = (file: string): boolean => file.endsWith('/index.ts');
const layerOf = (engine: string): number => layers.findIndex((l) => l.includes(engine));

/** Why an import goes against the arrows; undefined when it is right. `usesOf` says which modules a module declares. */
export function objectionTo(i: Import, usesOf: (module: string) => readonly string[]): string | undefined {
  if (i.target === undefined || isTrial(i.from)) return undefined;
  const from = areaOf(i.from);
  const to = areaOf(i.target);
  if (isTrial(i.target) && /^(server|apps\/[^/]+|packages\/[^/]+)\/src\//.test(i.from)) return 'what the house runs does not import tests or samples';
  if (isContract(i.from)) return contractObjection(i, i.target);
  switch (from.kind) {
    case 'kernel':
      return to.kind === 'kernel' ? undefined : 'the kernel knows nothing above it';
    case 'engine':
      return engineObjection(i.target, from.name, to);
    case 'module':
      return moduleObjection(i.target, from.name, to, usesOf);
    case 'house':
      return houseObjection(i, i.target, to);
    case 'app':
      if (to.kind === 'app') return to.name === from.name ? undefined : 'an app does not import another';
      return to.kind === 'ui' || i.specifier.startsWith('@yiwang/server/') ? undefined : 'apps reach the server through contracts only (@yiwang/server/contracts)';
    case 'ui':
      return to.kind === 'ui' ? undefined : 'packages/ui knows neither server nor apps';
    case 'stories':
      if (to.kind === 'stories' || i.from === 'stories/harness.ts' || i.from === 'stories/persona.ts') return undefined;
      // whoever holds a receipt or a sealed document verifies it by herself
      if (/^server\/src\/engines\/(ledger|signing|documents)\/index\.ts$/.test(i.target)) return undefined;
      return isContract(i.target) || i.target.startsWith('server/src/kernel/contract/') ? undefined : 'a story speaks through contracts over HTTP';
    default:
      return undefined;
  }
}

function contractObjection(i: Import, target: string): string | undefined {
  return isContract(target) || target === 'server/src/kernel/contract/index.ts' || target.startsWith('packages/ui/src/') || i.typeOnly ? undefined : 'browsers read contracts: they import only zod, the kernel’s contract and each other';
}

const sharedLogic = (target: string): string | undefined => (/^packages\/ui\/src\/(form-logic|identifiers)\//.test(target) ? undefined : 'the server shares only form-logic and identifiers with packages/ui');

function engineObjection(target: string, name: string, to: Area): string | undefined {
  if (to.kind === 'kernel') return isFace(target) ? undefined : 'the kernel is reached through #kernel/… only';
  if (to.kind === 'ui') return sharedLogic(target);
  if (to.kind !== 'engine') return 'an engine imports the kernel and lower engines only';
  if (to.name === name) return undefined;
  if (!isFace(target)) return `engine ${to.name} is reached through #engines/${to.name} only`;
  if (layerOf(to.name) < layerOf(name)) return undefined;
  if (layerOf(to.name) > layerOf(name)) return `engine ${to.name} stands above ${name}`;
  return neighbours.includes(`${name} → ${to.name}`) ? undefined : `engine ${to.name} stands beside ${name}, and the two are not listed as neighbours`;
}

function moduleObjection(target: string, name: string, to: Area, usesOf: (module: string) => readonly string[]): string | undefined {
  if (to.kind === 'kernel') return isFace(target) ? undefined : 'the kernel is reached through #kernel/… only';
  if (to.kind === 'engine') return isFace(target) ? undefined : `engine ${to.name} is reached through #engines/${to.name} only`;
  if (to.kind === 'ui') return sharedLogic(target);
  if (to.kind !== 'module') return 'a module imports kernel, engines and declared modules only';
  if (to.name === name) return undefined;
  if (!isFace(target)) return `module ${to.name} is reached through #modules/${to.name} only`;
  return usesOf(name).includes(to.name) ? undefined : `module ${name} does not declare that it uses ${to.name}`;
}

/** Pages and tools of the house itself; `contracts.ts` gathers the contracts for browsers. */
function houseObjection(i: Import, target: string, to: Area): string | undefined {
  if (to.kind === 'app' || to.kind === 'stories' || to.kind === 'bench' || to.kind === 'test') return 'the house imports neither apps nor tests';
  if (i.from === 'server/src/contracts.ts') return isContract(target) || to.kind === 'kernel' ? undefined : 'contracts.ts holds contracts only';
  if ((to.kind === 'engine' || to.kind === 'module') && !isFace(target)) return `${to.kind} ${to.name} is reached through its face only`;
  return undefined;
}
