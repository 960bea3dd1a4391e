import assert from 'node:assert/strict';
import * as services from '../server/src/modules/services/contract.ts';
import { applyForFoodLicence } from './food-licence.ts';
import { story } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { decide, division, ownerOf } from './restaurant.ts';

const item = 'food-business-licence';
const { publishItem } = services;

story('item-library', 'the city promises a day less: a new version at once on every channel, while a running case keeps its own; what the nation set stays', async (province) => {
  const { visitor } = province;
  const owner = await ownerOf(province);
  const running = await applyForFoodLicence(owner);
  const guideAt = (place: string) => visitor.call(services.getItem, { itemId: item, division: place });

  // the library: every item with its code, its type, its department; found by name and by code; figures over all
  const city = await province.signIn('o056');
  const library = await city.call(services.listManagedItems, { limit: 100 });
  const base = library.items.find((i) => i.id === item)!;
  assert.deepEqual([base.basicCode, base.itemType, base.marks.includes('一件事')], ['000131014001', '行政许可', true]);
  const found = await city.call(services.listManagedItems, { text: '食品经营' });
  assert.deepEqual(found.items.map((i) => i.id).toSorted(), [item, `${item}-cancellation`, `${item}.2201`, `${item}.220104`]);
  assert.deepEqual((await city.call(services.listManagedItems, { text: '000131014001' })).items, found.items.filter((i) => i.basicCode === '000131014001'));
  assert.equal(library.figures.items, library.items.filter((i) => i.division === null).length, 'places’ versions are no items of their own');
  assert.equal(library.figures.online > 0 && library.figures.online <= 100, true);
  await refusedWith(403, (await province.signIn('o012')).call(services.listManagedItems, {}));

  // 四级四同: one code, one name, one basis everywhere; what may differ differs by place
  const [province22, changchun, nanguan, chaoyang] = await Promise.all(['22', '2201', division, '220104'].map(guideAt));
  assert.deepEqual([province22, changchun, nanguan, chaoyang].map((g) => g!.promisedDays), [6, 5, 5, 3]);
  assert.equal(new Set([province22, changchun, nanguan, chaoyang].map((g) => JSON.stringify([g!.codes.basic, g!.name, g!.bases]))).size, 1);
  assert.match(nanguan!.department, /南关区市场监督管理局/);
  assert.equal(nanguan!.elements.length >= 16, true, 'the sixteen elements of an implementation list');

  // what is wrong is refused with its reason, and the guide stays as it was
  const own = await city.call(services.getManagedItem, { itemId: `${item}.2201` });
  assert.deepEqual(own.locked.toSorted(), ['bases', 'basicCode', 'itemType', 'name']);
  const publish = (changes: Record<string, unknown>, more: { basedOnVersion?: number; division?: string; reason?: string } = {}, key?: string) =>
    city.call(publishItem, { itemId: item, basedOnVersion: own.version, changes, reason: '压缩办理时限', ...more }, key === undefined ? {} : { idempotencyKey: key });
  for (const locked of [{ basicCode: '000131014002' }, { bases: [] }]) await refused('services.elementLocked', publish(locked));
  for (const wrong of [{ promisedDays: 'soon' }, { promisedDays: 40 }, { form: '../no-such-form' }, { theme: 'catering' }]) await refused('services.itemRefused', publish(wrong));
  await refused('services.itemRefused', publish({}));
  await refused('services.elementLocked', publish({ id: 'another-item' }));
  await refused('services.elementLocked', publish({ promisedDays: 4 }, { division: '2202' }));
  await refused('services.itemStale', publish({ promisedDays: 4 }, { basedOnVersion: own.version + 1 }));
  await refused('services.itemUnknown', city.call(publishItem, { itemId: 'golden-ticket', basedOnVersion: 1, changes: { promisedDays: 4 }, reason: '压缩办理时限' }));
  await refused('http.invalid', publish({ promisedDays: 4 }, { reason: '' }));
  assert.deepEqual(await guideAt(division), nanguan, 'nothing of it stayed');

  // published once although sent twice; shown at once in guide, catalogue and search, and linked to the districts
  const changes = { promisedDays: 4, keywords: ['食品经营许可证', '深夜食堂'], complain: { zh: '长春市12345', en: 'Changchun 12345' } };
  const published = await publish(changes, {}, 'published-by-a-nervous-finger');
  assert.deepEqual(await publish(changes, {}, 'published-by-a-nervous-finger'), published);
  assert.deepEqual(published, { ok: true, version: own.version + 1 });
  await refused('services.itemStale', publish({ promisedDays: 2 }));
  assert.deepEqual((await Promise.all(['22', '2201', division, '220104'].map(guideAt))).map((g) => [g.promisedDays, g.complain]).slice(0, 3), [[6, province22!.complain], [4, '长春市12345'], [4, '长春市12345']]);
  assert.equal((await guideAt('220104')).promisedDays, 3, 'who promises more still does');
  assert.equal((await visitor.call(services.listItems, { division, limit: 100 })).items.find((i) => i.id === item)?.promisedDays, 4);
  assert.equal((await visitor.call(services.searchServices, { text: '深夜食堂', division })).results.some((r) => r.id === item && r.promisedDays === 4), true);

  // 溯源: who, when, why; the version before is still there
  const after = await city.call(services.getManagedItem, { itemId: `${item}.2201` });
  assert.deepEqual(after.versions.map((v) => v.version).toSorted(), [own.version, own.version + 1]);
  assert.deepEqual(after.changes.map((c) => [c.by, c.version, c.what]), [['雷毅泽', own.version + 1, '压缩办理时限']]);

  // a case under way keeps its version, the next has the new one
  const kept = await owner.call(services.getMyCase, { caseId: running.caseId });
  const next = await applyForFoodLicence(owner);
  const fresh = await owner.call(services.getMyCase, { caseId: next.caseId });
  assert.deepEqual([kept.clock.promisedDays, fresh.clock.promisedDays], [5, 4]);
  assert.equal(fresh.definition.version > kept.definition.version, true);
  await province.settle();
  const clerk = await province.signIn('o001');
  for (const caseId of [running.caseId, next.caseId]) await decide(clerk, caseId, 'accept', 'accept');
  await province.settle();
  assert.deepEqual((await Promise.all([running, next].map((c) => owner.call(services.getMyCase, { caseId: c.caseId })))).map((c) => c.clock.promisedDue), ['2026-11-30', '2026-11-27']);

  // the district makes its own on top; the city's colleague who saw the older one is told so
  const district = await province.signIn('o005');
  const seen = (await city.call(services.getManagedItem, { itemId: `${item}.2201` })).version;
  await district.call(publishItem, { itemId: item, basedOnVersion: seen, changes: { promisedDays: 2 }, reason: '南关区提速' });
  assert.deepEqual((await Promise.all(['2201', division].map(guideAt))).map((g) => g.promisedDays), [4, 2]);
  await refused('services.itemStale', district.call(publishItem, { itemId: item, basedOnVersion: seen, changes: { promisedDays: 1 }, reason: '再提速' }));
  await refused('services.elementLocked', district.call(publishItem, { itemId: `${item}.2201`, basedOnVersion: seen, changes: { promisedDays: 1 }, reason: '越级' }));

  // 联动更新: the city moves on; the district sees that it is behind, and follows with what it set itself
  const behind = await city.call(services.getManagedItem, { itemId: `${item}.2201` });
  const districts = `${item}.${division}`;
  await city.call(publishItem, { itemId: item, basedOnVersion: behind.version, changes: { complain: { zh: '长春市12345（一网统管）', en: 'Changchun 12345, one net' }, statutoryDays: 9 }, reason: '联系方式调整' });
  const standing = await district.call(services.getManagedItem, { itemId: districts });
  assert.deepEqual([standing.standsOn?.id, standing.standsOn?.behind, standing.standsOn?.own, standing.standsOn?.differs], [`${item}.2201`, true, ['promisedDays'], ['complain', 'statutoryDays']]);
  assert.equal((await city.call(services.getManagedItem, { itemId: `${item}.2201` })).followers.some((f) => f.id === districts && f.behind), true);
  const follow = (who: typeof district, itemId: string, basedOnVersion: number) => who.call(services.followItem, { itemId, basedOnVersion, reason: '跟随市级更新' });
  await refused('services.itemStale', follow(district, districts, standing.version + 1));
  await refused('services.elementLocked', follow(district, `${item}.2201`, behind.version + 1));
  await refused('services.itemUnknown', follow(city, item, 1));
  await refusedWith(403, follow(await province.signIn('o012'), districts, standing.version));
  const followed = await follow(district, districts, standing.version);
  assert.deepEqual([followed.standsOn.id, followed.dropped, followed.version], [`${item}.2201`, [], standing.version + 1]);
  const nanguanNow = await guideAt(division);
  assert.deepEqual([nanguanNow.promisedDays, nanguanNow.complain], [2, '长春市12345（一网统管）'], 'the city’s news, and the district’s own promise');
  await refused('services.noVersionAbove', follow(district, districts, followed.version));

  // where the two no longer fit together it is refused with words, and the district's version serves on
  const cityNow = await city.call(services.getManagedItem, { itemId: `${item}.2201` });
  await city.call(publishItem, { itemId: item, basedOnVersion: cityNow.version, changes: { statutoryDays: 1, promisedDays: 1 }, reason: '即来即办' });
  await refused('services.itemRefused', follow(district, districts, followed.version));
  assert.equal((await guideAt(division)).promisedDays, 2);
});
