import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { fontSlices } from '@yiwang/ui/fonts/font-slices.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** One build makes both: dist/client (styles, islands, font slices; served under /assets/portal/) and dist/server/server.js. */
export default defineConfig({
  root: at('.'),
  base: '/assets/portal/',
  logLevel: 'warn',
  plugins: [fontSlices()],
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  environments: {
    client: {
      build: {
        outDir: at('dist/client'),
        emptyOutDir: true,
        manifest: 'manifest.json',
        assetsDir: '.',
        assetsInlineLimit: 0,
        target: 'es2020',
        modulePreload: false,
        rollupOptions: { input: { portal: at('src/client/portal.ts'), style: at('src/styles/portal.css'), fonts: at('src/styles/fonts.ts') } },
      },
    },
    ssr: {
      build: { outDir: at('dist/server'), emptyOutDir: true, ssr: at('src/server.tsx'), target: 'node24', rollupOptions: { output: { entryFileNames: 'server.js' } } },
      resolve: { noExternal: true },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'ssr']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});
