import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
import * as libraries from '../server/src/modules/data/libraries/contract.ts';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { story } from './harness.ts';
import { administrator } from './libraries.ts';
import { refused, refusedWith } from './refused.ts';
import { companyCode, ownerOf } from './restaurant.ts';

story('portrait-tags', 'tags are rules over registers, counted as sets; a company’s portrait opens for a purpose that it reads, each tag with its source; persons are figures only', async (province) => {
  const analyst = await province.signIn(administrator);
  const { tags } = await analyst.call(libraries.listTags, {});
  const tag = (id: string) => tags.find((t) => t.id === id)!;
  assert.ok(tags.length >= 10 && tags.every((t) => t.basis !== '' && t.when !== '' && t.of !== null));

  // counted over the whole set: the same as the registers say, record by record
  const firms = [];
  for (let cursor: string | undefined; ; ) {
    const page = await analyst.call(data.browseRegister, { register: 'legal-entity', purpose: '核对标签覆盖数', limit: 100, cursor });
    firms.push(...page.records);
    if (page.next === null) break;
    cursor = page.next;
  }
  assert.equal(tag('catering').subjects, firms.filter((f) => f.data['industry'] === '62').length);
  assert.equal(tag('small-capital').subjects, firms.filter((f) => Number(f.data['registeredCapital'] ?? Infinity) <= 3_000_000).length);
  assert.equal(tag('catering').of, firms.length);

  // tags together select companies that are public anyway; others are not handed out as lists
  const { entities, total } = await analyst.call(libraries.taggedEntities, { tags: ['catering', 'small-capital'], purpose: '推送小微餐饮企业扶持政策' });
  assert.equal(total, firms.filter((f) => f.data['industry'] === '62' && Number(f.data['registeredCapital'] ?? Infinity) <= 3_000_000).length);
  assert.ok(entities.some((e) => e.creditCode === companyCode));
  await refused('libraries.unknown', analyst.call(libraries.taggedEntities, { tags: ['penalised'], purpose: '导出受处罚企业名单' }));
  await refused('libraries.unknown', analyst.call(libraries.taggedEntities, { tags: ['senior'], purpose: '导出老年人名单' }));

  // persons: figures, none below five
  const senior = tag('senior');
  await analyst.call(quality.takeSnapshot, { of: { register: 'population' } });
  await province.settle();
  const asked = await analyst.call(quality.analyse, { from: 'register:population', measures: [{ as: 'n', fn: 'count', where: senior.when }] } as never);
  assert.deepEqual([senior.subject, senior.subjects], ['person', asked.rows[0]!['n']]);
  assert.ok(tags.filter((t) => t.subject === 'person').every((t) => t.subjects === null || t.subjects === 0 || t.subjects >= 5));

  // one company: for a purpose, with facts, tags and where each comes from
  const officer = await province.signIn('o001');
  const open = (purpose: string, creditCode = companyCode, who = officer) => who.call(libraries.entityPortrait, { creditCode, purpose });
  await refused('http.invalid', open('看'));
  await refused('libraries.entityUnknown', open('核查企业经营状况', '91220102MA0YL0001R'));
  await refusedWith(403, open('出于好奇', companyCode, await province.signIn('p008')));
  const portrait = await open('日常监管前了解企业状况');
  assert.equal(portrait.name, '长春市南关区云杉餐饮管理有限公司');
  assert.ok(portrait.facts.some((f) => f.value === '62' || f.title === '行业'));
  const holds = (id: string) => portrait.tags.find((t) => t.id === id)!;
  assert.deepEqual([holds('catering').holds, holds('catering').source, holds('small-capital').holds], [true, '演示数据', true]);
  const [file] = (await (await province.signIn('o001')).call(data.browseRegister, { register: 'credit-file', purpose: '核对画像标签', where: [{ field: 'creditCode', op: 'eq', value: companyCode }] })).records;
  assert.equal(holds('penalised').holds, Number(file!.data['penalties']) > 0);
  assert.equal(portrait.tags.some((t) => t.subject === 'person'), false);
  assert.ok(portrait.tags.every((t) => t.holds === null || (t.source !== null && t.sourceAt !== null)));

  // the company reads who looked and why
  const looks = (await (await ownerOf(province)).call(services.whoLooked, {})).accesses;
  assert.ok(looks.some((a) => a.purpose === '日常监管前了解企业状况' && a.what === '信用档案库'), JSON.stringify(looks.slice(0, 5)));
});
