import type { OrganisationDefinition } from '#engines/access';
import type { Content } from '#engines/content';
import { registerKind, type Line, type Records } from '#engines/records';
import { textIn } from '#kernel/i18n';
import { errors } from './errors.ts';
import { listFieldSources, type FieldSource, type FieldSources } from './field-sources-kind.ts';

const bureau = 'digital-government';

/** Registers as those who hand in may reach them. */
export interface GuardedRecords extends Pick<Records, 'definition' | 'loadLines'> {
  /** Fields that a body (by name) may hand in, the key among them; undefined where that is all of them, or where it is no body of the house. */
  fieldsOf(register: string, body: string): ReadonlySet<string> | undefined;
}

/**
 * 一数一源 at the door: a body hands in the fields that it is the source of or collects, for records of its own territory; what other sources
 * said stays. Records that name the body which answers for them come from that body alone. The data bureau hands in for all of its place.
 */
export function guardSources(records: Pick<Records, 'definition' | 'loadLines'>, { content, organisations }: { content: Pick<Content, 'list' | 'get'>; organisations: () => readonly OrganisationDefinition[] }): GuardedRecords {
  const bodyNamed = (name: string): OrganisationDefinition | undefined => organisations().find((o) => o.name === name);
  const hands = (s: FieldSource, body: OrganisationDefinition): boolean => s.bodyField !== undefined || s.function === body.function || s.collectedBy === 'any' || s.collectedBy.includes(body.function);
  const own = (named: FieldSources | undefined, body: OrganisationDefinition): FieldSource[] => named?.sources.filter((s) => hands(s, body)) ?? [];
  const fieldsOf = (register: string, body: OrganisationDefinition): ReadonlySet<string> | undefined => {
    const [named] = listFieldSources(content, register);
    if (body.function === bureau || named === undefined) return undefined;
    const fields = new Set([...named.key, ...own(named, body).flatMap((s) => s.fields)]);
    return records.definition(register).fields.every((f) => fields.has(f.id)) ? undefined : fields;
  };
  return {
    definition: (register) => records.definition(register),
    fieldsOf: (register, body) => {
      const found = bodyNamed(body);
      return found === undefined ? undefined : fieldsOf(register, found);
    },
    async loadLines(register, lines, options) {
      const body = bodyNamed(options.source);
      if (body === undefined) return records.loadLines(register, lines, options);
      const [named] = listFieldSources(content, register);
      const sources = own(named, body);
      const words = { register: textIn(content.get(registerKind, register).value.title, 'zh'), sources: named?.sources.map((s) => textIn(s.title, 'zh')).join('、') ?? '' };
      if (body.function !== bureau && sources.length === 0) throw named === undefined ? errors.noSources({ register: words.register }) : errors.notTheSource(words);
      const fields = fieldsOf(register, body);
      const bodyField = body.function === bureau ? undefined : sources.find((s) => s.bodyField !== undefined && s.function !== body.function)?.bodyField;
      return records.loadLines(register, fields === undefined && bodyField === undefined ? lines : itsOwn(lines, body, fields, bodyField, (field) => notYours(named!, records, field)), { ...options, within: body.division, ...(fields === undefined ? {} : { fields: [...fields] }) });
    },
  };
}

/** Refuses a file with a column that is another source's word, and rows of which another body is the source. */
async function* itsOwn(batches: AsyncIterable<readonly Line[]>, body: OrganisationDefinition, fields: ReadonlySet<string> | undefined, bodyField: string | undefined, refusal: (field: string) => Error): AsyncGenerator<Line[]> {
  for await (const lines of batches) {
    yield lines.map((line): Line => {
      if (line.row === undefined) return line;
      const strange = fields === undefined ? undefined : Object.keys(line.row).find((f) => line.row![f] !== undefined && !fields.has(f));
      if (strange !== undefined) throw refusal(strange);
      if (bodyField === undefined || line.row[bodyField] === body.id) return line;
      return { line: line.line, fault: { zh: '不是本单位的数据', en: 'is another body’s record' } };
    });
  }
}

function notYours(named: FieldSources, records: Pick<Records, 'definition'>, field: string): Error {
  const title = records.definition(named.register).fields.find((f) => f.id === field)?.title ?? field;
  return errors.notYourField({ field: textIn(title, 'zh'), source: textIn(named.sources.find((s) => s.fields.includes(field))?.title ?? '', 'zh') });
}
