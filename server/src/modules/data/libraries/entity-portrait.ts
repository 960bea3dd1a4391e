import { registerKind, type RegisterRecord } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { errors } from './errors.ts';
import { tagKind } from './tag-kind.ts';
import { tagView } from './tags.ts';

type Portrait = OutputOf<typeof c.entityPortrait>;
/** What a portrait opens with, of the register of legal entities. */
const factFields = ['type', 'industry', 'address', 'registeredCapital', 'establishedOn', 'state'] as const;

/** 法人画像: its records are read for the stated purpose and each look is in the log; a tag says from which record of which day it comes. */
export async function entityPortrait(deps: Libraries, ctx: Context, input: ParsedInputOf<typeof c.entityPortrait>): Promise<Portrait> {
  const purpose = { duty: 'portraits', text: input.purpose };
  const read = async (register: string): Promise<RegisterRecord | undefined> => (await deps.records.lookUp(ctx, register, { creditCode: input.creditCode }, { purpose }))[0];
  const entity = await read('legal-entity');
  if (entity === undefined) throw errors.entityUnknown();
  const tags = deps.content.list(tagKind, { where: (d) => d.value.subject === 'legal-entity' });
  const records = new Map<string, RegisterRecord | undefined>([['legal-entity', entity]]);
  for (const register of new Set(tags.map((t) => t.value.register))) if (!records.has(register)) records.set(register, await read(register));
  const { fields, title } = deps.content.get(registerKind, 'legal-entity').value;
  const shown = deps.records.mask('legal-entity', entity, { ...ctx.actor, permissions: new Set() }).data;
  return {
    creditCode: input.creditCode, name: String(entity.data['name']),
    facts: fields.filter((f) => factFields.some((id) => id === f.id)).map((f) => ({ title: textIn(f.title, ctx.locale), value: plain(shown[f.id]), register: textIn(title, ctx.locale) })),
    tags: tags.map(({ id, value: tag }) => {
      const record = records.get(tag.register);
      return { ...tagView(deps, ctx, id, tag), holds: record === undefined ? null : deps.rules.holds(tag.when, scopeOf(deps, tag.register, record)), source: record?.source ?? null, sourceAt: record?.recordedAt ?? null };
    }),
  };
}

/** Fields that a record leaves empty are null for FEEL, not unknown names. */
const scopeOf = (deps: Libraries, register: string, record: RegisterRecord): Record<string, unknown> =>
  Object.fromEntries(deps.content.get(registerKind, register).value.fields.map((f) => [f.id, record.data[f.id] ?? null]));

const plain = (value: unknown): string | number | boolean | null => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null);
