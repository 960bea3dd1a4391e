import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/**
 * Noto Sans SC in slices of some hundred characters, for machines without a Chinese font: a Vite plugin that serves
 * `virtual:yiwang-fonts.css`. A browser takes only the slices of the characters that it shows and has no font for.
 * The weights of one slice stand together, so that their equal character ranges compress to almost nothing.
 */
export function fontSlices(weights: readonly number[] = [400, 700]): { name: string; resolveId(id: string): string | undefined; load(id: string): string | undefined } {
  const name = 'virtual:yiwang-fonts.css';
  const resolved = '\0yiwang-fonts.css';
  return {
    name: 'yiwang-fonts',
    resolveId: (id) => (id === name ? resolved : undefined),
    load: (id) => (id === resolved ? facesOf(weights) : undefined),
  };
}

function facesOf(weights: readonly number[]): string {
  const require = createRequire(import.meta.url);
  const slices = new Map<string, string[]>();
  for (const weight of weights) {
    const path = require.resolve(`@fontsource/noto-sans-sc/${weight}.css`);
    const folder = path.slice(0, path.lastIndexOf('/'));
    for (const [, face = ''] of readFileSync(path, 'utf8').matchAll(/@font-face\s*\{([^}]*)\}/g)) {
      const range = /unicode-range:\s*([^;]+)/.exec(face)?.[1]?.trim() ?? '';
      const file = /url\(\.\/(files\/[^)]+\.woff2)\)/.exec(face)?.[1];
      if (file === undefined) continue;
      const css = `@font-face{font-family:"Noto Sans SC";font-weight:${weight};font-display:swap;src:url("${folder}/${file}") format("woff2");unicode-range:${range}}`;
      slices.set(range, [...(slices.get(range) ?? []), css]);
    }
  }
  return [...slices.values()].flat().join('\n');
}
