import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createBuilder } from 'vite';
import type { Portal, PortalSettings } from '../src/server.tsx';

const app = fileURLToPath(new URL('..', import.meta.url));
const newest = (folder: string): number => Math.max(0, ...readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => statSync(join(one.parentPath, one.name)).mtimeMs));

/** The portal as it is shipped: built first when a source is newer. */
export async function builtPortal(): Promise<{ createPortal: (settings?: PortalSettings) => Portal; client: string }> {
  const server = join(app, 'dist/server/server.js');
  const sources = [join(app, 'src'), resolve(app, '../../packages/ui/src'), resolve(app, '../../server/src/modules/services')];
  if (!existsSync(server) || statSync(server).mtimeMs < Math.max(...sources.map(newest), statSync(join(app, 'vite.config.ts')).mtimeMs)) {
    const builder = await createBuilder({ configFile: join(app, 'vite.config.ts') });
    await builder.buildApp();
  }
  return { ...((await import(pathToFileURL(server).href)) as { createPortal: (settings?: PortalSettings) => Portal }), client: join(app, 'dist/client') };
}
