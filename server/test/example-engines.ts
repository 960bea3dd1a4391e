import assert from 'node:assert/strict';
import type { Content } from '#engines/content';
import { createDocuments } from '#engines/documents';
import { createProcess } from '#engines/process';
import { createRules } from '#engines/rules';
import { taskOptionsKind } from '../src/modules/services/desk/task-options-definition.ts';
import { exampleContent, examplePacks, otherKinds } from './example-content.ts';

/** The engines in memory, on a morning in the example province. */
export const now = new Date('2026-11-23T02:00:00Z');
export const rules = createRules({ now: () => now });
export const process = createProcess();
export const documents = createDocuments({ evaluate: rules.evaluate, signing: {} as never });

export async function loadExample(): Promise<Content> {
  const content = exampleContent(examplePacks, await otherKinds());
  await content.load();
  return content;
}

/** What a decision of content is to the process engine. */
export function operationOf(content: Content, role: string, decision: string): 'approve' | 'reject' {
  const option = content.get(taskOptionsKind, role).value.options.find((o) => o.value === decision);
  assert.ok(option, `${decision} is no option of ${role}`);
  return option.operation;
}
