import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous } from '#kernel/context';
import { testHall } from '#test/hall';
import { place, reading, refusal } from '../applications/applicant.sample.ts';
import { getItem } from './get-item.ts';
import { getLifeEvent } from './get-life-event.ts';
import { listDivisions } from './list-divisions.ts';
import { listItems } from './list-items.ts';
import { planLifeEvent } from './plan-life-event.ts';
import { portalHome } from './portal-home.ts';
import { createFigures } from './public-figures.ts';
import { searchServices } from './search-services.ts';

test('guides, catalogue and search, as anybody reads them', async (t) => {
  const h = await testHall(t);
  const { hall } = h;
  await t.test('search finds the life event by the words people use, for whoever is not signed in', async () => {
    const { answer } = await reading(h, anonymous, (ctx) => searchServices(hall, ctx, { text: '开餐馆', division: place, limit: 20 }));
    assert.equal(answer.results[0]?.id, 'open-restaurant');
    assert.equal(answer.results[0]?.department, '长春市南关区市场监督管理局');
  });
  await t.test('the guide of an item shows every element in both languages, as it is in force in that place', async () => {
    const { answer: city } = await reading(h, anonymous, (ctx) => getItem(hall, ctx, { itemId: 'food-business-licence', division: place }));
    const { answer: province } = await reading(h, anonymous, (ctx) => getItem(hall, { ...ctx, locale: 'en' }, { itemId: 'food-business-licence' }));
    assert.equal(city.promisedDays, 5);
    assert.equal(province.promisedDays, 6);
    assert.equal(city.elements.length, province.elements.length);
    assert.ok(city.elements.length >= 30);
    assert.deepEqual(city.elements.filter((e) => e.value === '').map((e) => e.label), []);
    assert.equal(city.elements.find((e) => e.label === '事项类型')?.value, '行政许可');
    assert.equal(province.elements.find((e) => e.label === 'Type of item')?.value, 'Administrative permit');
    assert.equal(city.codes.implementation.length, 31);
    assert.deepEqual(city.partOf.map((e) => e.id), ['open-restaurant']);
    assert.match(city.materials.find((m) => m.id === 'business-licence')!.howToGet, /共享获取/);
  });
  await t.test('an item that does not exist is refused', async () => {
    await assert.rejects(reading(h, anonymous, (ctx) => getItem(hall, ctx, { itemId: 'flying' })), refusal('services.itemUnknown'));
    await assert.rejects(reading(h, anonymous, (ctx) => getItem(hall, ctx, { itemId: 'food-business-licence', division: '99' })), refusal('services.divisionUnknown'));
  });
  await t.test('the guide of a life event asks its questions and drops with a reason what does not apply', async () => {
    const { answer: event } = await reading(h, anonymous, (ctx) => getLifeEvent(hall, ctx, { eventId: 'open-restaurant', division: place }));
    assert.equal(event.questions.length, 3);
    assert.deepEqual(event.items.filter((i) => i.always).map((i) => i.id), ['food-business-licence']);
    const { answer: plan } = await reading(h, anonymous, (ctx) => planLifeEvent(hall, ctx, { eventId: 'open-restaurant', division: place, answers: '{"large":"no","signboard":"yes","drainage":"no"}' }));
    assert.equal(plan.complete, true);
    assert.deepEqual(plan.items.filter((i) => i.included).map((i) => i.id), ['food-business-licence', 'signboard-permit']);
    assert.match(plan.items.find((i) => i.id === 'fire-safety-check')!.reason!, /不足 300 平方米/);
    // one paper for two items (一套材料)
    assert.equal(plan.materials.filter((m) => m.name === '营业执照').length, 1);
    const { answer: open } = await reading(h, anonymous, (ctx) => planLifeEvent(hall, ctx, { eventId: 'open-restaurant', answers: '{}' }));
    assert.equal(open.complete, false);
    await assert.rejects(reading(h, anonymous, (ctx) => planLifeEvent(hall, ctx, { eventId: 'open-restaurant', answers: '[1' })), refusal('services.answersUnreadable'));
  });
  await t.test('home, catalogue and divisions', async () => {
    const { answer: home } = await reading(h, anonymous, (ctx) => portalHome(hall, ctx, {}, createFigures()));
    assert.equal(home.division.digits, '22');
    assert.ok(home.lifeEvents.some((e) => e.id === 'open-restaurant'));
    assert.equal(home.figures.casesConcluded, 0);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const { answer } = await reading(h, anonymous, (ctx) => listItems(hall, ctx, { limit: 5, cursor }));
      seen.push(...answer.items.map((i) => i.id));
      if (answer.next === null) break;
      cursor = answer.next;
    }
    assert.equal(new Set(seen).size, home.figures.items);
    assert.equal(seen.length, home.figures.items);
    const { answer: themed } = await reading(h, anonymous, (ctx) => listItems(hall, ctx, { theme: 'catering', limit: 100 }));
    assert.ok(themed.items.length > 0 && themed.items.length < seen.length);
    const { answer: cities } = await reading(h, anonymous, (ctx) => listDivisions(hall, ctx, { parent: '22' }));
    assert.equal(cities.divisions.find((d) => d.digits === '2201')?.name, '长春市');
  });
});
