import { readBpmn } from '#engines/process';
import type { Context } from '#kernel/context';
import type { Designers } from './deps.ts';
import { bounded, textOf, type DefinitionText, type DesignKind } from './definition-source.ts';
import { getVersion } from './get-definition.ts';

export interface Difference {
  path: string;
  /** What stands there in words: the name of a BPMN element, of a field. */
  name: string;
  what: 'added' | 'removed' | 'changed';
  before: string | null;
  after: string | null;
}

const differencesShown = 300;

/** 版本差异: element by element, value by value; pictures and positions do not count. */
export async function compareVersions(designers: Designers, _ctx: Context, input: { kind: DesignKind; id: string; before: number; after: number | DefinitionText }): Promise<{ changes: Difference[]; more: boolean }> {
  const of = async (at: number | DefinitionText): Promise<Flat> => flat(typeof at === 'number' ? textOf(designers.content, getVersion(designers, input.kind, input.id, at)) : bounded(at));
  const [before, after] = [await of(input.before), await of(input.after)];
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  const changes = paths.flatMap((path): Difference[] => {
    const [old, now] = [before.get(path), after.get(path)];
    if (old?.value === now?.value) return [];
    const what = old === undefined ? 'added' : now === undefined ? 'removed' : 'changed';
    return [{ path, name: (now ?? old)?.name ?? '', what, before: old?.value ?? null, after: now?.value ?? null }];
  });
  return { changes: changes.slice(0, differencesShown), more: changes.length > differencesShown };
}

type Flat = Map<string, { name: string; value: string }>;

async function flat({ definition, file }: DefinitionText): Promise<Flat> {
  const found: Flat = new Map();
  walk(found, definition, '', '');
  if (file === null) return found;
  try {
    const { definitions } = await readBpmn(file);
    for (const root of Array.isArray(definitions['rootElements']) ? (definitions['rootElements'] as unknown[]) : []) walkElement(found, root, 0);
  } catch {
    found.set('file', { name: '', value: file });
  }
  return found;
}

/** List members that have an id are told apart by it, so that moving one is no change of all that follow. */
function walk(found: Flat, value: unknown, path: string, name: string): void {
  if (Array.isArray(value)) {
    value.forEach((member: unknown, i) => {
      const id = isMapping(member) && typeof member['id'] === 'string' ? member['id'] : String(i + 1);
      walk(found, member, path === '' ? id : `${path}.${id}`, name);
    });
  } else if (isMapping(value)) {
    const label = value['label'] ?? value['title'];
    const own = typeof label === 'string' ? label : isMapping(label) && typeof label['zh'] === 'string' ? label['zh'] : name;
    for (const [key, part] of Object.entries(value)) if (key !== 'id') walk(found, part, path === '' ? key : `${path}.${key}`, own);
    if (typeof value['id'] === 'string' && path !== '') found.set(path, { name: own, value: own });
  } else if (value !== undefined && value !== null) found.set(path, { name, value: String(value) });
}

const isMapping = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const depthMax = 30;
/** Says where an element hangs, not what it is. */
const links = new Set(['$type', 'id', 'incoming', 'outgoing', '$parent', 'di', 'flowNodeRef']);

/** A BPMN element by its id: its own attributes, ours (`yw:…`), conditions; what it holds likewise. */
function walkElement(found: Flat, element: unknown, depth: number, owner = ''): void {
  if (!isMapping(element) || typeof element['$type'] !== 'string' || depth > depthMax) return;
  const id = typeof element['id'] === 'string' ? element['id'] : `${owner}.${element['$type']}`;
  const name = typeof element['name'] === 'string' ? element['name'].replace(/\s+/g, ' ') : '';
  found.set(id, { name, value: `${element['$type'].replace('bpmn:', '')} ${name}`.trim() });
  const attributes = isMapping(element['$attrs']) ? element['$attrs'] : {};
  for (const [key, value] of Object.entries(attributes)) if (typeof value === 'string') found.set(`${id}.${key.replace('yw:', '')}`, { name, value });
  for (const [key, value] of Object.entries(element)) {
    if (links.has(key) || key.startsWith('$')) continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') found.set(`${id}.${key}`, { name, value: String(value) });
    else if (Array.isArray(value)) for (const member of value) walkElement(found, member, depth + 1, `${id}.${key}`);
    else if (isMapping(value) && key.endsWith('Ref') && typeof value['id'] === 'string') found.set(`${id}.${key}`, { name, value: value['id'] });
    else if (key === 'default' && isMapping(value)) found.set(`${id}.default`, { name, value: String(value['id']) });
    else walkElement(found, value, depth + 1, `${id}.${key}`);
  }
}
