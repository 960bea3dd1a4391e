import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** Builds the desk into a folder of its own, so that a running house's `dist` is left alone; answers the folder. */
export async function buildDesk(): Promise<string> {
  const outDir = mkdtempSync(path.join(tmpdir(), 'yiwang-desk-'));
  await build({ configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)), logLevel: 'error', build: { outDir, emptyOutDir: true } });
  return outDir;
}
