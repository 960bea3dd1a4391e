import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { services } from '@yiwang/server/contracts';
import { ago, answersOfRestaurant, company, id, itemNames, materials, openRestaurant, organisations, sourcesOfRestaurant } from './fixtures.ts';

/** 草稿 of a restaurant's one application, half filled in. */
export const draft: OutputOf<typeof services.getDraft> = {
  id: id(300),
  subject: { kind: 'life-event', id: 'open-restaurant', name: '开办餐饮店一件事' },
  division: { digits: '220102', name: '长春市南关区' },
  party: { id: id(400), name: company, kind: 'company' },
  form: openRestaurant,
  answers: { ...answersOfRestaurant, signText: null, signWidth: null, dischargeDaily: null },
  sources: sourcesOfRestaurant,
  guide: { large: 'yes', signboard: 'yes', drainage: 'yes' },
  items: [1, 2, 3, 4].map((n) => ({ id: `item-${n}`, name: itemNames[n] ?? '', department: organisations[n - 1] ?? '' })),
  materials,
  problems: [],
  dropped: [],
  page: 0,
  version: 3,
  updatedAt: ago(0.1),
  expiresAt: ago(-700),
};
