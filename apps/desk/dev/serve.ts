/** Serves the built desk over a fake house: `node dev/serve.ts [port]` after `vite build`. */
import { fileURLToPath } from 'node:url';
import { fakeHouse, listen } from './fake/house.ts';

console.log(`${await listen(fakeHouse(fileURLToPath(new URL('../dist', import.meta.url))), Number(process.argv[2] ?? 8099))}/desk/`);
