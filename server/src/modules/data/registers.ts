import { registerKind, type Filter, type Purpose, type Records, type RegisterRecord } from '#engines/records';
import type { Content } from '#engines/content';
import type { Context } from '#kernel/context';
import type { OutputOf, ParsedInputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import type * as c from './contract.ts';
import { onScreen, refuseMaskedRanges } from './masked-fields.ts';

export interface Data {
  records: Records;
  content: Content;
}

/** The ground on which an official looks: her duty, in her own words. */
const dutyOf = (text: string): Purpose => ({ duty: 'registers', text });

export function listRegisters({ content, records }: Data, ctx: Context, input: ParsedInputOf<typeof c.listRegisters>): OutputOf<typeof c.listRegisters> {
  const registers = content.list(registerKind, { where: (d) => input.category === undefined || d.value.category === input.category });
  return {
    registers: registers.map(({ id, version, pack, value: d }) => ({
      id, version, pack, title: textIn(d.title, ctx.locale), description: d.description === undefined ? null : textIn(d.description, ctx.locale), category: d.category,
      authority: d.authority === undefined ? null : textIn(d.authority, ctx.locale), standard: d.standard ?? null, personal: d.subjects.length > 0, open: d.open, purposes: d.purposes.map((p) => textIn(p, ctx.locale)),
      fields: d.fields.map((f) => ({ id: f.id, title: textIn(f.title, ctx.locale), type: f.type, codeList: f.codeList ?? null, sensitive: f.sensitive, searchable: f.searchable || f.identifier || f.unique, identifier: f.identifier, masked: records.maskOf(id, f.id, onScreen(ctx)) !== 'none', standard: f.standard ?? null })),
    })),
  };
}

const viewOf = (r: RegisterRecord): OutputOf<typeof c.browseRegister>['records'][number] => ({
  id: r.id, version: r.version, endedOn: r.endedOn, effectiveOn: r.effectiveOn, source: r.source, recordedAt: r.recordedAt, data: r.data, provenance: r.provenance,
});

/** Masked whatever she may see: a list is no place to read sensitive fields; she opens one record for that. */
const masked = (records: Records, ctx: Context, register: string, r: RegisterRecord): RegisterRecord =>
  records.mask(register, r, { ...ctx.actor, permissions: new Set() });

export async function browseRegister({ records }: Data, ctx: Context, input: ParsedInputOf<typeof c.browseRegister>): Promise<OutputOf<typeof c.browseRegister>> {
  const { register, where, order, ended, cursor, limit, purpose } = input;
  refuseMaskedRanges({ records }, register, { where: where as Filter[], order }, onScreen(ctx));
  const page = await records.list(ctx, register, { where: where as Filter[], order, ended, cursor, limit, ...(purpose === undefined ? {} : { purpose: dutyOf(purpose) }) });
  return { records: page.records.map((r) => viewOf(masked(records, ctx, register, r))), next: page.next };
}

/** 调阅: in the open only with the permission `records.unmask`; in the access log either way. */
export async function openRecord({ records }: Data, ctx: Context, input: ParsedInputOf<typeof c.openRecord>): Promise<OutputOf<typeof c.openRecord>> {
  const record = await records.get(ctx, input.register, input.recordId, { purpose: dutyOf(input.purpose), fields: input.fields });
  return { ...viewOf(records.mask(input.register, record, ctx.actor)), unmasked: ctx.actor.permissions.has('records.unmask') };
}

/** Values of the past are masked as those of today. */
const maskedData = (records: Records, ctx: Context, register: string, data: Record<string, unknown>): Record<string, unknown> => {
  const emptied = Object.entries(data).filter(([, value]) => value === null);
  const told = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
  const shape = { register, id: '', version: 0, endedOn: null, effectiveOn: '', source: '', recordedAt: '', subjects: [], provenance: {}, data: told } as RegisterRecord;
  return { ...records.mask(register, shape, ctx.actor).data, ...Object.fromEntries(emptied) };
};

export async function recordHistory({ records }: Data, ctx: Context, input: ParsedInputOf<typeof c.recordHistory>): Promise<OutputOf<typeof c.recordHistory>> {
  const actions = await records.history(ctx, input.register, input.recordId, { purpose: dutyOf(input.purpose) });
  return {
    actions: actions.map((a) => ({
      version: a.version, kind: a.kind, effectiveOn: a.effectiveOn, source: a.source, reason: a.reason, caseId: a.caseId, loadId: a.loadId, at: a.at, by: a.actorName, organisation: a.organisation,
      data: maskedData(records, ctx, input.register, a.data),
    })),
  };
}

export async function recordAsOf({ records }: Data, ctx: Context, input: ParsedInputOf<typeof c.recordAsOf>): Promise<OutputOf<typeof c.recordAsOf>> {
  const found = await records.asOf(ctx, input.register, input.recordId, input.on, { purpose: dutyOf(input.purpose) });
  return { record: found === undefined ? null : { version: found.version, endedOn: found.endedOn, data: maskedData(records, ctx, input.register, found.data) } };
}
