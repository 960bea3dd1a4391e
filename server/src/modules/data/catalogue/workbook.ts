import { Refusal } from '#kernel/errors';
import type { Context } from '#kernel/context';
import { conditionsOf } from '#kernel/db';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { z } from 'zod';
import { readWorkbook, type TableRow } from '../collection/index.ts';
import type * as c from './contract.ts';
import type { CatalogueDeps } from './deps.ts';
import { entryColumns, type EntryRow } from './entry-queries.ts';
import { entryFields, itemTypes } from './contract-entry.ts';
import { errors } from './errors.ts';
import { registerEntry } from './registration.ts';
import type { EntryProposal } from './write-entry.ts';

/** 省级目录表: one row an information item; the entry's own columns stand on its first row. */
const heads = ['信息资源代码', '信息资源名称', '信息资源提供方', '提供方代码', '信息资源摘要', '信息资源格式', '信息项名称', '数据类型', '数据长度', '敏感', '数据级别', '共享类型', '共享方式', '共享条件', '共享依据', '开放类型', '开放条件', '开放依据', '更新周期', '关联资源代码'] as const;
const pairs = {
  sharing: { unconditional: '无条件共享', conditional: '有条件共享', none: '不予共享' }, opening: { unconditional: '无条件开放', conditional: '有条件开放', none: '不予开放' },
  cycle: { 'real-time': '实时', daily: '每日', weekly: '每周', monthly: '每月', quarterly: '每季度', 'half-yearly': '每半年', yearly: '每年', irregular: '不定期' },
  format: { database: '数据库', spreadsheet: '电子表格', document: '电子文件', spatial: '空间数据', media: '图形图像、流媒体', stream: '实时数据' },
  way: { interface: '接口', table: '库表', file: '文件', verification: '核验', subscription: '订阅' }, type: { C: '字符型 C', N: '数值型 N', D: '日期型 D', T: '日期时间型 T', B: '布尔型 B', G: '空间型 G' },
} as const;
const codeIn = (table: Record<string, string>, text: string): string => Object.keys(table).find((k) => table[k] === text || k === text) ?? text;
const rowsMax = 20_000;
const entriesMax = 500;

export async function catalogueWorkbook(entries: readonly EntryRow[]): Promise<Buffer> {
  const head = heads.map((value) => ({ value, fontWeight: 'bold' as const }));
  const rows = entries.flatMap((e) => e.items.map((item, i) => {
    const own = i === 0;
    const cells = [own ? e.code : '', own ? e.title : '', own ? e.provider_name : '', own ? e.provider : '', own ? e.summary : '', own ? pairs.format[e.format as 'database'] : '', item.name, pairs.type[item.type], item.length === undefined ? '' : String(item.length), item.sensitive ? '是' : '否', item.grade,
      ...(own ? [pairs.sharing[e.sharing], e.sharing_ways.map((w) => pairs.way[w as 'table']).join('、'), e.sharing_condition ?? '', e.sharing_basis ?? '', pairs.opening[e.opening], e.opening_condition ?? '', e.opening_basis ?? '', pairs.cycle[e.update_cycle as 'daily'], e.related.join('、')] : ['', '', '', '', '', '', '', '', ''])];
    return cells.map((value) => ({ value, type: String }));
  }));
  const { default: writeXlsxFile } = await import('write-excel-file/node');
  return writeXlsxFile([head, ...rows], { sheet: '信息资源目录' }).toBuffer();
}

export function exportedEntries(ctx: Pick<Context, 'tx'>, provider: string | undefined, after = '', most = 5000): Promise<EntryRow[]> {
  const { where, values, next } = conditionsOf([['e.provider = ?', provider], ['e.code > ?', after]]);
  return ctx.tx.query<EntryRow>(`select ${entryColumns} from catalogue.entry e where e.state = 'published' and ${where} order by e.code limit ${next(most)}`, values);
}

const optional = (text: string | null): { text?: string } => (text === null ? {} : { text });
const proposalOf = (e: EntryRow): EntryProposal => z.object(entryFields).parse({
  title: e.title, summary: e.summary, format: e.format, keywords: e.keywords, items: e.items, updateCycle: e.update_cycle, related: e.related,
  sharing: { type: e.sharing, ways: e.sharing_ways, condition: optional(e.sharing_condition).text, basis: optional(e.sharing_basis).text }, opening: { type: e.opening, condition: optional(e.opening_condition).text, basis: optional(e.opening_basis).text },
});

export async function exportCatalogue(ctx: Context, input: ParsedInputOf<typeof c.exportCatalogue>): Promise<OutputOf<typeof c.exportCatalogue>> {
  const page = 200;
  const rows = await exportedEntries(ctx, input.provider, input.after, page + 1);
  const shown = rows.slice(0, page);
  return { entries: shown.map((e) => ({ ...proposalOf(e), code: e.code, provider: e.provider })), next: rows.length > page ? (shown.at(-1)?.code ?? null) : null };
}

interface Draft {
  row: number;
  classification: string;
  body: Record<string, unknown> & { items: Record<string, unknown>[] };
}

/** Rows of the first sheet; a bomb, whatever it says of its size, is cut off while it unpacks. */
async function rowsIn(file: Buffer): Promise<{ columns: string[]; rows: TableRow[] }> {
  const facts = { format: 'xlsx' as const, columns: [] };
  const rows: TableRow[] = [];
  try {
    for await (const batch of readWorkbook(file, { formulas: 'value' }, facts)) {
      rows.push(...batch);
      if (rows.length > rowsMax) throw errors.workbook({ why: `超过 ${rowsMax} 行` });
    }
  } catch (error) {
    const words = error instanceof Refusal ? error.parameters['zh'] : undefined;
    throw typeof words === 'string' ? errors.workbook({ why: words }) : error;
  }
  const faulty = rows.find((r) => r.fault !== undefined);
  if (faulty !== undefined) throw errors.workbook({ why: `第 ${faulty.line} 行${faulty.fault!.zh}` });
  return { columns: facts.columns, rows };
}

export async function draftsIn(base64: string): Promise<Draft[]> {
  const { columns, rows } = await rowsIn(Buffer.from(base64, 'base64'));
  const missing = heads.filter((h) => !columns.includes(h) && !['提供方代码', '信息资源提供方', '关联资源代码', '数据级别', '敏感'].includes(h));
  if (missing.length > 0) throw errors.workbook({ why: `缺列：${missing.join('、')}` });
  const drafts: Draft[] = [];
  for (const { line, cells } of rows) {
    const cell = (head: (typeof heads)[number]): string => String(cells?.[head] ?? '').trim();
    const list = (head: (typeof heads)[number]): string[] => cell(head).split(/[、,，;；\s]+/).filter((t) => t !== '');
    const text = (head: (typeof heads)[number]): { [k: string]: string } | undefined => (cell(head) === '' ? undefined : { v: cell(head) });
    if (cell('信息资源名称') !== '') {
      drafts.push({
        row: line, classification: cell('信息资源代码').split('/')[0] ?? '',
        body: {
          title: cell('信息资源名称'), summary: cell('信息资源摘要'), format: codeIn(pairs.format, cell('信息资源格式')), items: [], updateCycle: codeIn(pairs.cycle, cell('更新周期')), related: list('关联资源代码'),
          sharing: { type: codeIn(pairs.sharing, cell('共享类型')), ways: list('共享方式').map((w) => codeIn(pairs.way, w)), condition: text('共享条件')?.['v'], basis: text('共享依据')?.['v'] },
          opening: { type: codeIn(pairs.opening, cell('开放类型')), condition: text('开放条件')?.['v'], basis: text('开放依据')?.['v'] },
        },
      });
    }
    const name = cell('信息项名称');
    if (name !== '') drafts.at(-1)?.body.items.push({ name, type: itemTypes.find((t) => cell('数据类型').endsWith(t)) ?? 'C', ...(/^\d{1,6}$/.test(cell('数据长度')) ? { length: Number(cell('数据长度')) } : {}), sensitive: cell('敏感') === '是', ...(cell('数据级别') === '' ? {} : { grade: cell('数据级别') }) });
  }
  if (drafts.length > entriesMax) throw errors.workbook({ why: `一次至多 ${entriesMax} 条` });
  return drafts;
}

/** 导入: each good row opens its registration; each bad one is told with its row, and hinders no other. */
export async function importCatalogue(deps: CatalogueDeps, ctx: Context, input: ParsedInputOf<typeof c.importCatalogue>): Promise<OutputOf<typeof c.importCatalogue>> {
  const drafts: Draft[] = input.workbook === undefined ? (input.entries ?? []).map(({ classification, ...body }, i) => ({ row: i + 1, classification, body })) : await draftsIn(input.workbook);
  const done: OutputOf<typeof c.importCatalogue> = { opened: [], refused: [] };
  for (const draft of drafts) {
    const title = String(draft.body['title'] ?? '');
    const read = z.object(entryFields).safeParse(draft.body);
    if (!read.success || !/^[1-9]\d{5}[0-9A-Za-z]{0,20}$/.test(draft.classification)) {
      done.refused.push({ row: draft.row, title, why: read.success ? '信息资源代码的分类部分有误' : read.error.issues.slice(0, 3).map((i) => `${i.path.join('.')}: ${i.message}`).join('；') });
      continue;
    }
    try {
      done.opened.push({ ...(await registerEntry(deps, ctx, { classification: draft.classification, proposal: read.data, organisation: input.organisation })), title });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'catalogue.invalid') throw error;
      done.refused.push({ row: draft.row, title, why: error.words(ctx.locale) });
    }
  }
  return done;
}
