import type { Content, Definition, PackFiles } from '#engines/content';
import { errors } from './errors.ts';

export const designKinds = ['process', 'form', 'decision'] as const;
export type DesignKind = (typeof designKinds)[number];

/** 定义的源: the body as it is written, and the BPMN or DMN text beside it. */
export interface DefinitionText {
  definition: Record<string, unknown>;
  file: string | null;
}

export const sourceLimits = { fileCharacters: 900_000, definitionCharacters: 700_000, depth: 24 } as const;

/** What the envelope or the publication says: never part of a draft's body. */
const ownKeys = new Set(['kind', 'id', 'version', 'extends', 'locked', 'division', 'validFrom', 'validTo', 'file', 'dmn']);
const fileKey: Partial<Record<DesignKind, 'file' | 'dmn'>> = { process: 'file', decision: 'dmn' };
const ending: Partial<Record<DesignKind, string>> = { process: 'bpmn', decision: 'dmn' };

/** A published version as a draft would have it. */
export function textOf(content: Content, d: Definition): DefinitionText {
  const value = d.value as Record<string, unknown>;
  const beside = value[fileKey[d.kind as DesignKind] ?? ''];
  return { definition: Object.fromEntries(Object.entries(value).filter(([key, part]) => !ownKeys.has(key) && part !== undefined)), file: typeof beside === 'string' ? (content.textBeside(d, beside) ?? null) : null };
}

/** Body and files of a version, as the loader reads them. */
export function published(kind: DesignKind, id: string, version: number, { definition, file }: DefinitionText): { definition: Record<string, unknown>; beside: PackFiles } {
  const key = fileKey[kind];
  const name = `${id}.v${version}.${ending[kind] ?? ''}`;
  const body = Object.fromEntries(Object.entries(definition).filter(([own]) => !ownKeys.has(own)));
  return file === null || key === undefined ? { definition: body, beside: {} } : { definition: { ...body, [key]: name }, beside: { [name]: file } };
}

/** Refuses `designers.tooLarge`: what no designer would draw. */
export function bounded(text: DefinitionText): DefinitionText {
  const depth = (value: unknown, at = 0): number => (typeof value !== 'object' || value === null || at > sourceLimits.depth ? at : Math.max(at, ...Object.values(value).map((part) => depth(part, at + 1))));
  if ((text.file?.length ?? 0) > sourceLimits.fileCharacters || depth(text.definition) > sourceLimits.depth || JSON.stringify(text.definition).length > sourceLimits.definitionCharacters) throw errors.tooLarge();
  return text;
}

const sorted = (_key: string, value: unknown): unknown => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value);

/** Whether two sources say the same, whatever the order of their names. */
export const sameText = (a: DefinitionText, b: DefinitionText): boolean => JSON.stringify([a.definition, a.file], sorted) === JSON.stringify([b.definition, b.file], sorted);
