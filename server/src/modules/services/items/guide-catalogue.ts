import type { Locale } from '#kernel/i18n';
import type { OrganisationDefinition } from '#engines/access';
import type { Catalogue } from './catalogue.ts';
import type { Hall } from '../hall.ts';
import { departmentOf, departmentWords } from './item-summary.ts';

/**
 * The catalogue for readers of guides: seen from a province, an item of the counties has no department yet, and is shown all
 * the same. Who applies stands in a place, and there the department must exist.
 */
export const guideCatalogue = (hall: Pick<Hall, 'catalogue'>, locale: Locale): Catalogue => ({
  ...hall.catalogue,
  implementer: (item, division) => departmentOf(hall, item.implementer, division) ?? unnamed(departmentWords(hall, item.implementer, division, locale), division),
});

const unnamed = (name: string, division: string): OrganisationDefinition => ({ id: '', name, shortName: name, englishName: name, division, level: 1, nature: 'department', function: 'local', demonstration: false });
