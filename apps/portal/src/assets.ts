import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Addresses of the built files. */
export interface Assets {
  style: string;
  script: string;
  fonts: string;
  /** Folder that the server serves under `/assets/portal/`. */
  folder: string;
}

interface ManifestEntry {
  file: string;
  css?: string[];
}

/** Reads the manifest of the client build, which lies beside the server's. */
export function readAssets(): Assets {
  const folder = fileURLToPath(new URL('../client/', import.meta.url));
  const path = `${folder}manifest.json`;
  const manifest = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, ManifestEntry>) : {};
  const at = (source: string, css: boolean): string => {
    const entry = manifest[source];
    return `/assets/portal/${(css ? (entry?.css?.[0] ?? entry?.file) : entry?.file) ?? 'missing'}`;
  };
  return { style: at('src/styles/portal.css', true), script: at('src/client/portal.ts', false), fonts: at('src/styles/fonts.ts', true), folder };
}
