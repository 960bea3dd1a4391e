import { organisationKind, type OrganisationDefinition } from '#engines/access';
import type { ContentReader } from '#engines/content';

/** 责任单位: the nearest body with a function at or above a division. */
export const responsibleBody = ({ content }: { content: Pick<ContentReader, 'list'> }, fn: string, division: string): OrganisationDefinition | undefined =>
  content.list(organisationKind, { where: (d) => d.value.function === fn && d.value.nature !== 'hall' && division.startsWith(d.value.division) }).map((d) => d.value).toSorted((a, b) => b.division.length - a.division.length)[0];
