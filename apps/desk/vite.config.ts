import { fileURLToPath } from 'node:url';
import { fontSlices } from '@yiwang/ui/fonts/font-slices.ts';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The desk is served under /desk/; in development the API of a running house (or of `dev/serve.ts`) is asked. */
export default defineConfig({
  root: here('.'),
  base: '/desk/',
  plugins: [react(), fontSlices()],
  resolve: {
    alias: [
      // The browser needs only method and path of a contract: its schemas are checked by the server.
      { find: /^zod$/, replacement: here('src/api/schema-stand-in.ts') },
    ],
  },
  build: { target: 'es2022', chunkSizeWarningLimit: 900, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/signin': 'http://127.0.0.1:8080' } },
});
