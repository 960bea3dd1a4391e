/** Builds the desk and serves it over a fake house: `node dev/serve.ts [port]`. */
import { buildDesk } from './build-desk.ts';
import { fakeHouse, listen } from './fake/house.ts';

console.log(`${await listen(fakeHouse(await buildDesk()), Number(process.argv[2] ?? 8099))}/desk/`);
