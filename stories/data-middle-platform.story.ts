import assert from 'node:assert/strict';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as data from '../server/src/modules/data/contract.ts';
import * as libraries from '../server/src/modules/data/libraries/contract.ts';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import { story } from './harness.ts';
import { refused, refusedWith } from './refused.ts';

/** 胡斌勇 of the province's data bureau (o087), 杨涛健 of 长春市's (o057), 于宇超 of 南关区's (o006), 吴凯刚 data steward (o019). */
story('data-middle-platform', 'one base for province, cities and counties: what is gathered is counted, registers are associated by their keys, each level sees the data of its place, and nobody below builds a base library again', async (province) => {
  const [top, city, district] = [await province.signIn('o087'), await province.signIn('o057'), await province.signIn('o006')];

  // 汇聚: records gathered, counted over all registers and by library
  const counted = await top.call(catalogue.hubOverview, {});
  const bases = (await top.call(catalogue.registerLives, {})).registers.filter((r) => r.kind === 'base');
  assert.ok(counted.records > 1_000 && bases.length >= 4 && bases.some((b) => b.register === 'population' && b.rows > 50), JSON.stringify(bases.map((b) => [b.register, b.rows])));
  const steward = await province.signIn('o019');
  const source = await steward.call(collection.makeSource, { register: 'health-certificate', kind: 'file', name: '健康证明月报' });
  const rows = Array.from({ length: 40 }, (_, n) => `JK220102${920000 + n},赵德厚,220102196512209251,食品经营,南关区疾病预防控制中心,220102,2026-11-10,2027-11-09\n`).join('');
  const sent = await fetch(`${province.url}/api/desk/collection/sources/${source.id}/file?name=m.csv`, { method: 'POST', headers: { cookie: steward.cookie, 'content-type': 'application/octet-stream' }, body: Buffer.from(`健康证明编号,姓名,身份号码,从业类别,体检机构,行政区划,发证日期,有效期至\n${rows}`) });
  assert.equal(sent.ok, true);
  await province.settle();
  assert.equal((await top.call(catalogue.hubOverview, {})).records, counted.records + 40, 'forty records more');

  // 分级: the province sees the rows of its places, a city its own, another district none of them
  const seen = async (login: string) => {
    const who = await province.signIn(login);
    let found = 0;
    for (let cursor: string | undefined; ;) {
      const page = await who.call(data.browseRegister, { register: 'health-certificate', limit: 100, purpose: '核对汇聚结果', ...(cursor === undefined ? {} : { cursor }) });
      found += page.records.filter((r) => r.data['division'] === '220102').length;
      if (page.next === null) return found;
      cursor = page.next;
    }
  };
  const [ofProvince, ofCity, ofDistrict] = [await seen('o087'), await seen('o057'), await seen('o006')];
  assert.deepEqual([ofProvince >= 40, ofCity === ofProvince, ofDistrict === ofProvince], [true, true, true], `${ofProvince} ${ofCity} ${ofDistrict}`);
  assert.equal(await seen('o097'), 0, 'another city’s window');

  // 关联分析: two registers by their key, as one question over sets; a source that is not there, a key that is not, is refused
  for (const register of ['legal-entity', 'credit-record']) await top.call(quality.takeSnapshot, { of: { register } });
  await province.settle();
  const ask = (join: Record<string, unknown>) => top.call(quality.analyse, {
    from: 'register:legal-entity', joins: [{ source: 'register:credit-record', as: 'credit', kind: 'inner', on: [{ left: 'creditCode', right: 'creditCode' }], ...join }],
    groupBy: [{ column: 'industry' }], measures: [{ as: 'entries', fn: 'count' }], order: [{ by: 'entries', descending: true }],
  } as never);
  const associated = await ask({});
  assert.ok(associated.rows.length > 0 && associated.rows.every((r) => Number(r['entries']) >= 5), JSON.stringify(associated.rows.slice(0, 3)));
  await refused('analysis.unknownColumn', ask({ on: [{ left: 'creditCode', right: 'nothing' }] }));
  await refused('analysis.snapshotMissing', ask({ source: 'register:marriage', on: [{ left: 'legalRepresentativeNumber', right: 'husbandNumber' }] }));

  // 统建共享: a city that would build the population library again is refused, and told what to use; its own library beside it is welcome
  const build = (who: typeof city, more: Record<string, unknown> = {}) =>
    who.call(libraries.registerLocal, { title: '市级人口库', purpose: '汇聚全市人口基本信息', fields: ['身份证号', '姓名', '性别', '民族', '出生日期', '备注'], key: ['身份证号'], rowsExpected: 9_000_000, ...more } as never);
  await refused('libraries.duplicatesBase', build(city));
  await refused('libraries.duplicatesBase', build(district, { title: '企业库', fields: ['统一社会信用代码', '名称', '法定代表人', '所属行业', '经营范围'], key: ['统一社会信用代码'] }));
  await refused('libraries.keyUnknown', build(city, { key: ['手机'] }));
  await refusedWith(403, build(steward));
  const heating = { title: '供热服务对象库', purpose: '供热报修与补贴精准服务', fields: ['用户编号', '身份证号', '供热站', '供热面积', '报修次数', '补贴金额'], key: ['用户编号'], rowsExpected: 1_200_000 };
  const own = await build(city, heating);
  assert.deepEqual(own.associates.map((a) => a.register), ['population'], 'it names persons: their facts come over the exchange');
  await refused('libraries.localTwice', build(city, heating));
  assert.deepEqual((await top.call(libraries.listLocal, { division: '22' })).libraries.map((l) => [l.number, l.organisationName.includes('长春'), l.rowsExpected]), [[own.number, true, 1_200_000]]);
  assert.deepEqual((await top.call(libraries.listLocal, { division: '2202' })).libraries, []);
  assert.ok(bases.find((b) => b.register === 'population')!.services >= 3, 'the base library serves all levels: verification, query, batch, changes');
});
