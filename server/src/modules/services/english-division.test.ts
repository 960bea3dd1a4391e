import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divisionInGovernment, englishDivision } from './english-division.ts';

test('divisions are romanised and say what they are', () => {
  for (const [zh, en] of [['四平市', 'Siping City'], ['吉林省', 'Jilin Province'], ['延边朝鲜族自治州', 'Yanbian Korean Autonomous Prefecture'], ['永吉街道', 'Yongji Subdistrict'], ['绿园区', 'Lüyuan District'], ['农安县', 'Nongan County'], ['吉顺社区', 'Jishun Community'], ['2201', '2201']] as const) assert.equal(englishDivision(zh), en);
});

test('a government tells the name of its division', () => {
  assert.equal(divisionInGovernment("People's Government of Nong'an County, Changchun City"), "Nong'an County");
  assert.equal(divisionInGovernment('Department of Education'), undefined);
  assert.equal(divisionInGovernment(undefined), undefined);
});
