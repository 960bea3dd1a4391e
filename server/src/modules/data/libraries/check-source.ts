import { formatCells } from '#engines/analysis';
import { CsvError, readCsv } from '#engines/content';
import { registerKind, type FieldDefinition, type RegisterDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { errors } from './errors.ts';
import { listFieldSources, type FieldSources } from './field-sources-kind.ts';
import { freshSnapshot } from './fresh-snapshot.ts';
import { openConflicts, type Contradiction } from './open-conflicts.ts';

type Checked = OutputOf<typeof c.checkSource>;
const rowsMax = 200_000;
/** Contradictions that one check looks at; the rest come with the next one, when these are settled. */
const contradictionsMax = 200;
const seconds = 60;

/**
 * 多元校核: a body hands in a table to check against the register. It is compared as a set; what it says differently of a known record becomes
 * a case of the body that answers for the field. Nothing is loaded: an empty cell contradicts nobody, a row without record is only counted.
 */
export async function checkSource(deps: Libraries, ctx: Context, input: ParsedInputOf<typeof c.checkSource>): Promise<Checked> {
  const sources = sourcesOf(deps, input.register);
  const { value: register, compiled } = deps.content.get(registerKind, input.register);
  if (compiled.personal && !register.open) throw errors.personalCheck();
  const fn = deps.organisation(ctx.actor.organisations[0] ?? '')?.function;
  const name = `check:${input.fileId}`;
  const { stream } = await deps.files.open(ctx, input.fileId);
  const table = await keepTable(deps, ctx, name, stream, register, sources).finally(() => stream.destroy());
  try {
    const columns = table.fields.filter((f) => !sources.key.includes(f));
    if (columns.every((f) => sources.sources.some((s) => s.function === fn && s.fields.includes(f)))) throw errors.ownSource();
    await freshSnapshot(deps, input.register);
    const pair = (field: string): { left: string; right: string } => ({ left: field, right: field });
    const found = await deps.analysis.compare({ left: name, right: `register:${input.register}`, key: sources.key.map(pair), columns: columns.map(pair), samples: 1000 }, { seconds });
    const contradictions = found.samples.filter((s) => s.kind === 'differing').flatMap((s): Contradiction[] => {
      const fields = s.values.filter((v) => v.left !== null);
      return fields.length === 0 ? [] : [{ key: Object.fromEntries(sources.key.map((k, i) => [k, s.key[i] ?? null])), fields: fields.map((v) => ({ id: v.column, title: titleOf(register, v.column), ours: v.right, theirs: v.left })) }];
    });
    const opened = await openConflicts(deps, ctx, input, sources, contradictions.slice(0, contradictionsMax));
    return { rows: table.rows, same: found.same, differing: found.differing, unknown: found.missingRight, invalid: table.invalid, columns: columns.map((f) => titleOf(register, f)), ...opened, left: Math.max(0, contradictions.length - contradictionsMax) };
  } finally {
    deps.analysis.remove(name);
  }
}

export function sourcesOf({ content }: Pick<Libraries, 'content'>, register: string): FieldSources {
  const [found] = listFieldSources(content, register);
  if (found === undefined) throw errors.noSources({ register });
  return found;
}

const titleOf = (register: RegisterDefinition, field: string): string => textIn(register.fields.find((f) => f.id === field)!.title, 'zh');

/** The table as a snapshot with the register's own types: columns by the field's id or title, rows that do not meet its standard left out. */
async function keepTable(deps: Libraries, ctx: Context, name: string, stream: AsyncIterable<Uint8Array>, register: RegisterDefinition, sources: FieldSources): Promise<{ rows: number; invalid: number; fields: string[] }> {
  const refuse = (zh: string, en: string): never => {
    throw errors.tableInvalid({ zh, en });
  };
  const told = { rows: 0, invalid: 0, fields: [] as string[] };
  const named = new Set(sources.sources.flatMap((s) => s.fields));
  try {
    const lines = readCsv(stream)[Symbol.asyncIterator]();
    const header = await lines.next();
    const cells = header.done === true ? [] : header.value.cells.map((x) => x.trim());
    const columns = cells.map((cell): FieldDefinition | undefined => register.fields.find((f) => (f.id === cell || textIn(f.title, 'zh') === cell) && !f.sensitive && (named.has(f.id) || sources.key.includes(f.id))));
    const fields = columns.filter((f) => f !== undefined);
    if (new Set(fields).size < fields.length) refuse('有重复的列', 'a column is there twice');
    if (!sources.key.every((k) => fields.some((f) => f.id === k))) refuse(`缺少主键列：${sources.key.map((k) => titleOf(register, k)).join('、')}`, `key columns are missing: ${sources.key.join(', ')}`);
    if (fields.length === sources.key.length) refuse('没有可核对的列', 'there is no column to compare');
    told.fields = fields.map((f) => f.id);
    const rows = async function* (): AsyncGenerator<Uint8Array> {
      for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
        told.rows += 1;
        if (told.rows > rowsMax) refuse(`超过 ${rowsMax} 行，请分批提交`, `more than ${rowsMax} rows: hand it in in parts`);
        const row = Object.fromEntries(columns.flatMap((f, i) => (f === undefined || (next.value.cells[i] ?? '').trim() === '' ? [] : [[f.id, next.value.cells[i]!.trim()]])));
        if (next.value.cells.length !== cells.length || deps.records.check(sources.register, row).some((fault) => fault.field in row) || !sources.key.every((k) => k in row)) told.invalid += 1;
        else yield Buffer.from(formatCells(fields.map((f) => row[f.id] ?? null)));
      }
    };
    const kinds = new Map(deps.records.snapshot(sources.register, told.fields).columns.map((x) => [x.name, x.kind]));
    await deps.analysis.write({ name, at: ctx.now, personal: false, columns: fields.map((f) => ({ name: f.id, kind: kinds.get(f.id)!, title: textIn(f.title, 'zh') })), rows: rows() }, { signal: AbortSignal.timeout(seconds * 1000) });
  } catch (error) {
    if (error instanceof CsvError) refuse(error.words.zh, error.words.en);
    throw error;
  }
  return told;
}

