import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { cursor, instant, limit, words } from '../contract-types.ts';

export const managedItem = z.object({
  id: z.string(),
  name: words,
  basicCode: z.string(),
  itemType: words,
  department: words,
  version: z.int(),
  state: words,
  pack: z.string(),
  division: z.string().nullable(),
  cases: z.int(),
  onlineDepth: z.string(),
  marks: z.array(words).describe('高频、全程网办、跨省通办、一件事'),
});

export const listManagedItems = contract({
  name: 'services.listManagedItems',
  method: 'GET',
  path: '/api/desk/items',
  audience: 'officer',
  permission: 'items.view',
  summary: '事项库',
  input: z.object({ text: z.string().max(60).optional(), department: z.string().max(60).optional(), cursor, limit }),
  output: z.object({ items: z.array(managedItem), next: z.string().nullable(), figures: z.object({ items: z.int(), departments: z.int(), online: z.number().describe('percent'), materialsFree: z.number().describe('percent'), lifeEvents: z.int() }) }),
});

export const getManagedItem = contract({
  name: 'services.getManagedItem',
  method: 'GET',
  path: '/api/desk/items/:itemId',
  audience: 'officer',
  permission: 'items.view',
  summary: '事项实施清单与版本',
  input: z.object({ itemId: z.string().max(128) }),
  output: managedItem.extend({
    definition: z.looseObject({}),
    said: z.record(z.string(), words).describe('要素 that are codes or structures, in words, by their names in the definition'),
    locked: z.array(z.string()).describe('要素 that a lower level may not change'),
    versions: z.array(z.object({ version: z.int(), from: z.string().nullable(), to: z.string().nullable() })),
    changes: z.array(z.object({ at: instant, by: words, version: z.int(), what: words })),
    /** 上级版本: of a place's own version. */
    standsOn: z.object({ id: z.string(), version: z.int(), newest: z.int(), place: words, behind: z.boolean(), differs: z.array(z.string()).describe('elements that differ between the version it stands on and the newest'), own: z.array(z.string()).describe('elements that the place set itself') }).nullable(),
    /** 下级版本 that stand on this item, and whether they stand on its newest version. */
    followers: z.array(z.object({ id: z.string(), place: words, version: z.int(), behind: z.boolean() })),
  }),
  errors: ['services.itemUnknown'],
});

/** 联动更新: the place's own version follows the newest of the item that it stands on; what is locked above wins. */
export const followItem = contract({
  name: 'services.followItem',
  method: 'POST',
  path: '/api/desk/items/:itemId/follow',
  audience: 'officer',
  permission: 'items.publish',
  summary: '联动更新：下级事项跟随上级新版本',
  input: z.object({ itemId: z.string().max(128), basedOnVersion: z.int(), reason: z.string().min(2).max(500) }),
  output: z.object({ ok: z.literal(true), version: z.int(), standsOn: z.object({ id: z.string(), version: z.int() }), dropped: z.array(z.string()).describe('own elements that gave way because they are locked above') }),
  errors: ['services.itemUnknown', 'services.itemStale', 'services.itemRefused', 'services.elementLocked', 'services.noVersionAbove'],
});

/** 动态维护: a change makes a new version; running cases keep theirs; every channel shows the new one at once. */
export const publishItem = contract({
  name: 'services.publishItem',
  method: 'POST',
  path: '/api/desk/items/:itemId/versions',
  audience: 'officer',
  permission: 'items.publish',
  summary: '发布事项新版本',
  input: z.object({
    itemId: z.string().max(128),
    basedOnVersion: z.int(),
    division: z.string().regex(/^\d{2,12}$/).optional().describe('a lower level’s own version; locked elements may not differ'),
    changes: z.looseObject({}).describe('elements to set, by name'),
    reason: z.string().min(2).max(500),
  }),
  output: z.object({ ok: z.literal(true), version: z.int() }),
  errors: ['services.itemUnknown', 'services.itemStale', 'services.itemRefused', 'services.elementLocked'],
});
