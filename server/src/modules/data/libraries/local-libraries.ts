import { registerKind } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { dayInChina } from '#kernel/clock';
import { textIn } from '#kernel/i18n';
import { dataElementKind, registerStandardKind } from '../quality/data-element-kind.ts';
import { bodyName } from '../body-name.ts';
import type * as c from './contract.ts';
import type { Libraries } from './deps.ts';
import { associatesOf, duplicateOf, type BaseRegister } from './duplicate-library.ts';
import { errors } from './errors.ts';
import { libraryRulesKind } from './library-rules-kind.ts';

const pageMax = 500;

/** 基础库 (registers of category `base`), each field by all its names. */
export function baseRegisters({ content }: Pick<Libraries, 'content'>): BaseRegister[] {
  const elements = new Map(content.list(dataElementKind).map((d) => [d.id, d.value]));
  const standards = new Map(content.list(registerStandardKind).map((d) => [d.value.register, d.value.fields]));
  return content.list(registerKind, { where: (d) => d.value.category === 'base' }).map(({ id, value }) => ({
    id,
    fields: value.fields.map((f) => {
      const element = elements.get(standards.get(id)?.[f.id] ?? '');
      return { names: [f.id, textIn(f.title, 'zh'), textIn(f.title, 'en'), ...(element === undefined ? [] : [textIn(element.name, 'zh'), ...element.synonyms])], identifier: f.identifier };
    }),
  }));
}

const titleOf = ({ content }: Pick<Libraries, 'content'>, ctx: Pick<Context, 'locale'>, register: string): string => textIn(content.find(registerKind, register)?.value.title ?? register, ctx.locale);

/** 建库登记: a city or county says what it will keep beside the base libraries; one of them built a second time is refused, with the way to use it. */
export async function registerLocal(deps: Libraries, ctx: Context, i: ParsedInputOf<typeof c.registerLocal>): Promise<OutputOf<typeof c.registerLocal>> {
  const [organisation] = ctx.actor.organisations;
  const body = deps.organisation(organisation ?? '');
  const rules = deps.content.list(libraryRulesKind)[0]?.value;
  if (organisation === undefined || body === undefined || rules === undefined) throw errors.notYourLibrary();
  const stranger = i.key.find((k) => !i.fields.includes(k));
  if (stranger !== undefined) throw errors.keyUnknown({ field: stranger });
  const bases = baseRegisters(deps);
  const duplicate = duplicateOf(bases, i, rules);
  if (duplicate !== undefined) {
    const services = (await deps.exchange.services()).filter((s) => s.register === duplicate.base && s.state === 'active').map((s) => s.id);
    throw errors.duplicatesBase({ base: titleOf(deps, ctx, duplicate.base), shared: duplicate.shared.join('、'), services: services.join('、') || '—', basis: rules.basis });
  }
  if ((await ctx.tx.maybe('select 1 from libraries.local_library where organisation = $1 and title = $2', [organisation, i.title])) !== undefined) throw errors.localTwice({ title: i.title });
  const { n } = await ctx.tx.one<{ n: number }>("select nextval('libraries.number') as n");
  const id = ctx.newId();
  const number = `JK${dayInChina(ctx.now).slice(0, 4)}${String(n).padStart(5, '0')}`;
  const associates = associatesOf(bases, i.fields);
  ctx.tx.insert('libraries.local_library', { id, number, title: i.title, purpose: i.purpose, organisation, division: body.division, fields: i.fields, key: i.key, rows_expected: i.rowsExpected, associates, registered_by: ctx.actor.name, at: ctx.now });
  return { id, number, associates: associates.map((register) => ({ register, title: titleOf(deps, ctx, register) })) };
}

interface Row { id: string; number: string; title: string; purpose: string; organisation: string; division: string; fields: string[]; key: string[]; rows_expected: number; associates: string[]; registered_by: string; at: Date }

/** 地方库一览: of a division and all below; known to all officials, so that nobody builds what another has. */
export async function listLocal(deps: Libraries, ctx: Context, { division }: ParsedInputOf<typeof c.listLocal>): Promise<OutputOf<typeof c.listLocal>> {
  const rows = await ctx.tx.query<Row>(`select id, number, title, purpose, organisation, division, fields, key, rows_expected, associates, registered_by, at from libraries.local_library where ($1::text is null or division ^@ $1) order by id desc limit ${pageMax}`, [division ?? null]);
  return {
    libraries: rows.map((r) => ({
      id: r.id, number: r.number, title: r.title, purpose: r.purpose, organisation: r.organisation, organisationName: bodyName(deps, r.organisation, ctx.locale), division: r.division, fields: r.fields, key: r.key, rowsExpected: Number(r.rows_expected),
      associates: r.associates.map((register) => ({ register, title: titleOf(deps, ctx, register) })), by: r.registered_by, at: r.at.toISOString(),
    })),
  };
}
