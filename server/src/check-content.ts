import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 *   yiwang content check [DIR …] [--json]   problems of the packs in these folders, one a line with file and line; exit 0 none, 1 some, 2 no pack
 *   yiwang content schemas DIR              JSON Schema of every kind of definition, for editors
 * A pack whose parent stands in none of the folders is checked with the parents of `content/`.
 */
const root = path.resolve(import.meta.dirname, '../..');
const usage = '用法 Usage: yiwang content check [目录 DIR …] [--json] | yiwang content schemas 目录 DIR';
const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function check(folders: readonly string[], json: boolean): Promise<number> {
  const missing = folders.filter((f) => !existsSync(f));
  if (missing.length > 0) {
    tell(`没有这个目录 No such folder: ${missing.join(', ')}`);
    return 2;
  }
  const { checkContent } = await import('./check-packs.ts');
  const checked = await checkContent(folders, path.join(root, 'content'));
  if (checked === undefined) {
    tell(`目录中没有内容包（pack.yaml） No pack (pack.yaml) in: ${folders.join(', ')}`);
    return 2;
  }
  const { packs, problems } = checked;
  if (json) say(JSON.stringify({ packs: packs.map((p) => path.relative(process.cwd(), p)), problems }, undefined, 1));
  else {
    const { describeProblem } = await import('#engines/content');
    for (const p of problems) say(describeProblem(p));
    say(problems.length === 0 ? `${packs.length} 个内容包没有问题 · ${packs.length} packs, no problems` : `${problems.length} 处问题 · ${problems.length} problems`);
  }
  return problems.length === 0 ? 0 : 1;
}

async function schemas(folder: string): Promise<number> {
  const [{ createContent }, { allKinds }] = await Promise.all([import('#engines/content'), import('./content-kinds.ts')]);
  const content = createContent({ packs: [] });
  for (const kind of allKinds({ has: () => true })) content.registerKind(kind);
  const files = content.writeSchemas(path.resolve(folder));
  say(`${files.length} 个定义类型的 JSON Schema 已写入 · JSON Schemas of ${files.length} kinds written to ${folder}`);
  return 0;
}

const [command, ...rest] = process.argv.slice(2);
const places = rest.filter((a) => !a.startsWith('--'));
if (command === 'check') process.exitCode = await check(places.length === 0 ? [path.join(root, 'content')] : places, rest.includes('--json'));
else if (command === 'schemas' && places.length === 1) process.exitCode = await schemas(places[0]!);
else {
  tell(usage);
  process.exitCode = 2;
}
