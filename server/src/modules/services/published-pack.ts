import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';

export { publishedPack } from '#engines/content';

/** What the versions of an item published at the desk say of themselves: their number, and what each `extends`. */
export function publishedDefinitions(folder: string, itemId: string): { version: number; extends?: string }[] {
  return globSync([`items/${itemId}.yaml`, `service-item/${itemId}.v*.yaml`], { cwd: folder })
    .flatMap((file) => parseAllDocuments(readFileSync(path.join(folder, file), 'utf8')))
    .map((document) => document.toJS() as { version: number; extends?: string });
}
