import path from 'node:path';
import { accessKinds } from '#engines/access';
import { baseKinds, createContent, type AnyKind, type Content, type PackInput } from '#engines/content';
import { documentTemplateKind } from '#engines/documents';
import { formKind } from '#engines/forms';
import { processKind } from '#engines/process';
import { registerKind } from '#engines/records';
import { decisionKind } from '#engines/rules';
import { z } from 'zod';
import { servicesKinds } from '../src/modules/services/definition-kinds.ts';
import { taskOptionsKind } from '../src/modules/services/desk/task-options-definition.ts';

export const contentRoot = path.resolve(import.meta.dirname, '../../content');
export const examplePacks = ['national', 'jilin'].map((pack) => path.join(contentRoot, pack));

/** The kinds that service items rest on. */
export const exampleKinds: readonly AnyKind[] = [
  ...baseKinds, ...accessKinds, registerKind, formKind({ registerKind: 'register' }), decisionKind, processKind({ roleKind: taskOptionsKind.kind }),
  documentTemplateKind(), ...servicesKinds,
];

/** Content of the example province; kinds of other modules are let pass unread. */
export function exampleContent(packs: readonly PackInput[] = examplePacks, others: readonly string[] = []): Content {
  const content = createContent({ packs });
  for (const kind of exampleKinds) content.registerKind(kind);
  for (const kind of others) content.registerKind({ kind, schema: z.looseObject({}) });
  return content;
}

/** Kinds in those packs that are none of `exampleKinds`. */
export async function otherKinds(): Promise<string[]> {
  const problems = await exampleContent().check();
  return [...new Set(problems.flatMap((p) => (p.code === 'unknownKind' ? /"([^"]+)"/.exec(p.en)!.slice(1) : [])))];
}
