import type { OrganisationDefinition } from '#engines/access';
import type { Content } from '#engines/content';
import { registerKind, type Records } from '#engines/records';
import { textIn } from '#kernel/i18n';
import { errors } from './errors.ts';
import { fieldSourcesKind } from './field-sources-kind.ts';

const bureau = 'digital-government';

/** 一数一源 at the door: registers whose sources are named are loaded by these bodies and the data bureau; others hand in tables to check. */
export function guardSources(records: Pick<Records, 'definition' | 'loadLines'>, { content, organisations }: { content: Pick<Content, 'list' | 'get'>; organisations: () => readonly OrganisationDefinition[] }): Pick<Records, 'definition' | 'loadLines'> {
  return {
    definition: (register) => records.definition(register),
    async loadLines(register, lines, options) {
      const [named] = content.list(fieldSourcesKind, { where: (d) => d.value.register === register });
      const loader = organisations().find((o) => o.name === options.source);
      if (named !== undefined && loader !== undefined && loader.function !== bureau && !named.value.sources.some((s) => s.function === loader.function)) {
        throw errors.notTheSource({ register: textIn(content.get(registerKind, register).value.title, 'zh'), sources: named.value.sources.map((s) => textIn(s.title, 'zh')).join('、') });
      }
      return records.loadLines(register, lines, options);
    },
  };
}
