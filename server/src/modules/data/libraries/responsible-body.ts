import { organisationKind, type OrganisationDefinition } from '#engines/access';
import type { ContentReader } from '#engines/content';
import type { FieldSource } from './field-sources-kind.ts';

/** 责任单位: the nearest body with a function at or above a division. */
export const responsibleBody = ({ content }: { content: Pick<ContentReader, 'list'> }, fn: string, division: string): OrganisationDefinition | undefined =>
  content.list(organisationKind, { where: (d) => d.value.function === fn && d.value.nature !== 'hall' && division.startsWith(d.value.division) }).map((d) => d.value).toSorted((a, b) => b.division.length - a.division.length)[0];

/** 数源单位 of one record's field: the body that the record names, or the nearest with the source's function. */
export const answersFor = (deps: { content: Pick<ContentReader, 'list'> }, source: Pick<FieldSource, 'function' | 'bodyField'>, data: Readonly<Record<string, unknown>>, division: string): OrganisationDefinition | undefined =>
  source.bodyField === undefined ? responsibleBody(deps, source.function!, division) : deps.content.list(organisationKind, { where: (d) => d.id === data[source.bodyField!] })[0]?.value;
