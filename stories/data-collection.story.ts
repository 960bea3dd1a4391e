import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { strToU8, zipSync } from 'fflate';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import { story, type Persona } from './harness.ts';
import { uploader } from './interrupted-upload.ts';
import { machineOf } from './machine.ts';
import { parquetOf } from './parquet.ts';
import { refused, refusedWith } from './refused.ts';

/** 市场监管部门's data steward, and the district's data administrator. */
const steward = 'o019';
const administrator = 'o006';
const department = '11220102YW00020340';
const purpose = '核对归集结果';

const head = '健康证明编号,姓名,身份号码,从业类别,体检机构,行政区划,发证日期,有效期至\n';
const row = (n: number, number = '220102196512209251', on = '2026-03-10'): string => `JK220102${String(900000 + n)},赵德厚,${number},食品经营,南关区疾病预防控制中心,220102,${on},2027-03-09\n`;

async function handIn(who: Persona, url: string, sourceId: string, name: string, bytes: Uint8Array): Promise<{ runId: string; status: number; code: string }> {
  const answer = await fetch(`${url}/api/desk/collection/sources/${sourceId}/file?name=${encodeURIComponent(name)}`, { method: 'POST', headers: { cookie: who.cookie, 'content-type': 'application/octet-stream' }, body: bytes as Uint8Array<ArrayBuffer> });
  const body = (await answer.json()) as { runId?: string; type?: string };
  return { runId: body.runId ?? '', status: answer.status, code: body.type ?? '' };
}

/** An XLSX of inline strings, as other programs write it. */
const workbook = (rows: string[][], formula = false): Uint8Array => {
  const cell = (text: string, i: number, r: number): string => (formula && r > 0 && i === 0 ? `<c><f>1+1</f><v>2</v></c>` : `<c t="inlineStr"><is><t>${text}</t></is></c>`);
  return zipSync({
    'xl/workbook.xml': strToU8('<workbook xmlns:r="r"><sheets><sheet name="健康证" r:id="rId1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8('<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'),
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${rows.map((cells, r) => `<row>${cells.map((c, i) => cell(c, i, r)).join('')}</row>`).join('')}</sheetData></worksheet>`),
  });
};

story('data-collection', 'a department hands in by file, interface and topic: good rows come in with their source, bad ones go back to be mended; the same again changes nothing; the bureau sees who gathers', async (province, t) => {
  const who = await province.signIn(steward);
  // who reads the register in her own duty
  const reader = await province.signIn('o031');
  const bureau = await province.signIn(administrator);
  const file = await who.call(collection.makeSource, { register: 'health-certificate', kind: 'file', name: '健康证明月报' });
  const report = async (runId: string) => {
    await province.settle();
    return who.call(collection.getRun, { runId });
  };
  const send = async (name: string, bytes: Uint8Array | string, source = file.id) => report((await handIn(who, province.url, source, name, typeof bytes === 'string' ? Buffer.from(bytes) : bytes)).runId);

  // columns are recognised by title; what nobody recognises is told
  const { mapping, missing } = await who.call(collection.suggestMapping, { register: 'health-certificate', columns: [...head.trim().split(','), '备注'] });
  assert.ok(mapping.length >= 5, JSON.stringify({ mapping, missing }));
  assert.equal(missing.some((m) => m.required), false, JSON.stringify(missing));

  // three good rows, two bad ones
  const first = await send('三月.csv', `${head}${row(1)}${row(2)}${row(3)}${row(4, '220102196512209252')}${row(5, undefined, '2026-13-40')}`);
  assert.deepEqual([first.state, first.read, first.created, first.refused], ['done', 5, 3, 2], JSON.stringify(first));
  assert.deepEqual(first.refusedLines.map((l) => l.line), [5, 6]);
  const browse = async () => (await reader.call(data.browseRegister, { register: 'health-certificate', purpose, where: [{ field: 'number', op: 'in', value: [1, 2, 3, 4, 5].map((n) => `JK220102${900000 + n}`) }] })).records;
  const loaded = await browse();

  // 属地: the province reads what its districts hand in and changes nothing of it; another department sees nothing
  const above = await province.signIn('o087');
  const [seen] = (await above.call(collection.listSources, { sourceId: file.id })).sources;
  assert.deepEqual([seen?.name, seen?.inCharge, seen?.lastRun?.refused], ['健康证明月报', false, 2]);
  assert.deepEqual([(await above.call(collection.getRun, { runId: first.id })).refusedLines.length, (await above.call(collection.getRun, { runId: first.id })).refusedUrl], [2, null]);
  await refused('collection.notInCharge', above.call(collection.changeSource, { sourceId: file.id, version: file.version, name: '改名', state: 'stopped' }));
  assert.deepEqual(await handIn(above, province.url, file.id, '三月.csv', Buffer.from(head + row(9))).then((a) => [a.status, a.code]), [403, 'urn:yiwang:collection:notInCharge']);
  assert.equal((await above.get(first.refusedUrl!)).status, 403);
  assert.equal((await who.call(collection.listSources, { sourceId: file.id })).sources[0]?.inCharge, true);
  assert.deepEqual((await (await province.signIn('o192')).call(collection.listSources, { sourceId: file.id })).sources, []);
  assert.equal(loaded.length, 3);
  assert.match(loaded[0]!.provenance['holder']?.source ?? '', /市场监督管理/);

  // the refused rows come back as a file with reasons, are mended and sent again
  const back = await (await who.get(first.refusedUrl!)).text();
  assert.match(back, /^健康证明编号,.*,行号,原因\r\n/);
  assert.match(back, /身份号码 不是有效的公民身份号码/);
  const mended = await send('三月更正.csv', back.replace('220102196512209252', '220102196512209251').replace('2026-13-40', '2026-03-11'));
  assert.deepEqual([mended.state, mended.created, mended.refused], ['done', 2, 0], JSON.stringify(mended));
  assert.equal((await browse()).length, 5);

  // the same file again, and the same rows in GBK with semicolons: nothing moves, and that is no success
  const again = await send('三月再报.csv', `${head}${row(1)}${row(2)}${row(3)}${row(4, '220102196512209252')}${row(5, undefined, '2026-13-40')}`);
  assert.deepEqual([again.state, again.repeated], ['empty', true]);
  const gbk = Buffer.concat([...`${head}${row(1)}`.replaceAll(',', ';')].map((c) => gbkOf(c)));
  const other = await send('三月.txt', gbk);
  assert.deepEqual([other.state, other.unchanged, other.facts?.['encoding'], other.facts?.['delimiter']], ['empty', 1, 'gb18030', ';'], JSON.stringify(other));

  const wide = await send('三月宽.csv', Buffer.from(`\ufeff${head}${row(1)}`, 'utf16le'));
  assert.deepEqual([wide.state, wide.unchanged, wide.facts?.['encoding']], ['empty', 1, 'utf-16le'], JSON.stringify(wide));

  // a connection that breaks half-way: the sender asks how far it came, goes on from there, and all rows are in
  const cut = uploader(who, province.url, file.id);
  const long = Buffer.from(head + Array.from({ length: 4_000 }, (_, i) => row(1_000 + i)).join(''));
  const place = await cut.begin('断点.csv');
  const third = Math.floor(long.length / 3);
  const part = await cut.send(place, 0, long.subarray(0, third), false);
  assert.deepEqual([part.status, part.offset, part.complete], [204, third, '?0']);
  await cut.lose(place, third, long.subarray(third, 2 * third), long.length - third);
  const { status, offset } = await cut.ask(place);
  assert.ok(status === 204 && offset >= third && offset <= 2 * third, `${status} ${offset}`);
  assert.equal((await cut.ask(place, bureau)).status, 404);
  const wrong = await cut.send(place, offset + 1, long.subarray(offset + 1), true);
  assert.deepEqual([wrong.status, wrong.offset, wrong.body.code], [409, offset, 'files.offsetMismatch']);
  const whole = await cut.send(place, offset, long.subarray(offset), true);
  assert.deepEqual([whole.status, whole.complete], [200, '?1']);
  const resumed = await report(whole.body.runId!);
  assert.deepEqual([resumed.state, resumed.read, resumed.created], ['done', 4_000, 4_000], JSON.stringify(resumed.failure));
  // the answer was lost: asked again, it is the same run
  assert.deepEqual([(await cut.ask(place)).complete, (await cut.send(place, long.length, new Uint8Array(0), true)).body.runId], ['?1', whole.body.runId]);

  // a workbook; one with formulas; a sheet that is not there; a bomb; broken CSV: refused in words, nothing half-loaded
  const cells = [head.trim().split(','), row(6).trim().split(',')];
  assert.deepEqual([(await send('四月.xlsx', workbook(cells))).created, (await browse()).length], [1, 5]);
  const formulas = await send('公式.xlsx', workbook(cells, true));
  assert.deepEqual([formulas.state, formulas.refused], ['failed', 1]);
  const { version } = await who.call(collection.changeSource, { sourceId: file.id, version: file.version, name: '健康证明月报', settings: { sheet: '没有的表' } });
  assert.match((await send('五月.xlsx', workbook(cells))).failure?.zh ?? '', /没有工作表“没有的表”，现有：健康证/);
  await refused('collection.stale', who.call(collection.changeSource, { sourceId: file.id, version: file.version, name: '健康证明月报' }));
  await who.call(collection.changeSource, { sourceId: file.id, version, name: '健康证明月报' });
  const bomb = zipSync({ 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/_rels/workbook.xml.rels': new Uint8Array(200 << 20) }, { level: 9 });
  assert.match((await send('炸弹.xlsx', bomb)).failure?.zh ?? '', /压缩/);
  assert.match((await send('坏引号.csv', `${head}${row(7)}"没有闭合,x\n`)).failure?.zh ?? '', /引号没有闭合/);
  assert.match((await send('缺列.csv', '健康证明编号,备注\n1,2\n')).failure?.zh ?? '', /缺少必填列/);
  // Parquet: a real file of named columns comes in; another schema is refused in words, and half a file, and what only calls itself so
  const columns = (number: string) => `select '${number}' as 健康证明编号, '赵德厚' as 姓名, '220102196512209251' as 身份号码, '食品经营' as 从业类别, '南关区疾病预防控制中心' as 体检机构, 220102 as 行政区划, date '2026-03-10' as 发证日期, date '2027-03-09' as 有效期至`;
  const good = await parquetOf(`${columns('JK220102900011')} union all ${columns('JK220102900012')}`);
  const columnar = await send('六月.parquet', good);
  assert.deepEqual([columnar.state, columnar.created, columnar.refused, columnar.facts?.['format']], ['done', 2, 0, 'parquet'], JSON.stringify(columnar));
  assert.match((await send('错表.parquet', await parquetOf("select 'JK220102900013' as 健康证明编号, 1 as 备注"))).failure?.zh ?? '', /缺少必填列/);
  assert.match((await send('半截.parquet', good.subarray(0, good.length >> 1))).failure?.zh ?? '', /Parquet/);
  assert.match((await send('假的.parquet', `${head}${row(14)}`)).failure?.zh ?? '', /Parquet/);
  const wrongTypes = await send('类型.parquet', await parquetOf(`${columns('JK220102900015').replace("date '2026-03-10'", '3.5')}`));
  assert.deepEqual([wrongTypes.created, wrongTypes.refused], [0, 1], JSON.stringify(wrongTypes));
  assert.equal((await reader.call(data.browseRegister, { register: 'health-certificate', purpose, where: [{ field: 'number', op: 'in', value: [11, 12, 13, 14, 15].map((n) => `JK2201029000${n}`) }] })).records.length, 2);
  assert.equal((await handIn(who, province.url, file.id, '程序.exe', Buffer.from('MZ'))).status, 422);
  assert.equal((await reader.call(data.browseRegister, { register: 'health-certificate', purpose, where: [{ field: 'number', op: 'eq', value: 'JK220102900007' }] })).records.length, 0);

  // by interface: paged, from an allowed host only; a source that dies half-way leaves nothing and goes on later
  let alive = false;
  const asked: string[] = [];
  const peer = createServer((request, answer) => {
    asked.push(`${request.headers.authorization ?? ''} ${request.url}`);
    const at = Number(new URL(request.url!, 'http://x').searchParams.get('cursor') ?? 0);
    if (at >= 2 && !alive) return void answer.writeHead(500).end();
    answer.end(JSON.stringify({ data: at >= 4 ? [] : [20 + at, 21 + at].map((n) => Object.fromEntries(row(n).trim().split(',').map((c, i) => [head.trim().split(',')[i], c]))), next: Math.min(at + 2, 4) }));
  });
  await new Promise<void>((done) => peer.listen(0, '127.0.0.1', done));
  t.after(() => peer.close());
  const url = `http://127.0.0.1:${(peer.address() as AddressInfo).port}/certificates`;
  await refused('collection.hostRefused', who.call(collection.makeSource, { register: 'health-certificate', kind: 'interface', name: '外部接口', settings: { url: 'http://169.254.169.254/latest' } }));
  const byInterface = await who.call(collection.makeSource, { register: 'health-certificate', kind: 'interface', name: '健康证明接口', settings: { url }, secret: 'token-1' });
  const pull = async () => report((await who.call(collection.startRun, { sourceId: byInterface.id })).runId);
  assert.deepEqual([(await pull()).state, (await pull()).created], ['failed', 0]);
  alive = true;
  assert.deepEqual(await pull().then((r) => [r.state, r.created]), ['done', 4]);
  assert.ok(asked.every((a) => a.startsWith('Bearer token-1 ')));
  assert.deepEqual(await pull().then((r) => [r.state, r.failure?.zh]), ['empty', '本次没有搬运任何数据']);

  // by table: names that are statements are refused
  const table = { host: '127.0.0.1', database: 'hr', user: 'reader', table: 'public.cards', watermark: 'changed_at' };
  await refused('collection.settingsInvalid', who.call(collection.makeSource, { register: 'health-certificate', kind: 'table', name: '库表', settings: table, mapping: [{ column: 'n"; drop table x; --', field: 'number' }] }));

  // by topic: the department's system pushes; another department's may not
  const topic = await who.call(collection.makeSource, { register: 'health-certificate', kind: 'topic', name: '健康证明实时推送' });
  const machine = await machineOf(province, department);
  const message = (n: number) => Object.fromEntries(row(n).trim().split(',').map((c, i) => [head.trim().split(',')[i]!, c]));
  assert.deepEqual(await machine(collection.pushRows, { sourceId: topic.id, rows: [message(31), message(32)] }), { firstOffset: 0, nextOffset: 2 });
  assert.deepEqual(await machine(collection.pushRows, { sourceId: topic.id, rows: [message(33)] }), { firstOffset: 2, nextOffset: 3 });
  await refused('collection.sourceUnknown', (await machineOf(province, '11220102YW00020858'))(collection.pushRows, { sourceId: topic.id, rows: [message(34)] }));
  await province.settle();
  const { runs } = await who.call(collection.listRuns, { sourceId: topic.id });
  assert.deepEqual(runs.map((r) => [r.state, r.created]), [['done', 3]]);

  // the bureau sees every department's sources and what has come; a citizen's official of another place sees none
  const { organisations } = await bureau.call(collection.gatheringRate, {});
  const mine = organisations.find((o) => o.organisation === department)!;
  assert.deepEqual([mine.sources, mine.gathered, mine.rate, mine.rows], [3, 3, 1, 5 + 4_000 + 1 + 2 + 4 + 3]);
  assert.equal((await bureau.call(collection.listSources, {})).sources.length, 3);
  await refusedWith(403, (await province.signIn('o001')).call(collection.listSources, {}));
});

/** The few signs of the example in GBK, out of the decoder that the platform has. */
const table = new Map<string, Buffer>();
function gbkOf(sign: string): Buffer {
  if (sign.charCodeAt(0) < 128) return Buffer.from(sign);
  if (table.size === 0) {
    const decoder = new TextDecoder('gbk');
    for (let high = 0x81; high <= 0xfe; high += 1) for (let low = 0x40; low <= 0xfe; low += 1) table.set(decoder.decode(Uint8Array.of(high, low)), Buffer.of(high, low));
  }
  return table.get(sign)!;
}
