import type { RegisterRecord } from '#engines/records';
import type { Context } from '#kernel/context';
import type { OutputOf } from '#kernel/contract';
import { textIn } from '#kernel/i18n';
import { isId } from '#kernel/ids';
import { maskName } from '#engines/access';
import type { getDeskLicence as detailContract, listDeskLicences as listContract } from './contract-licence.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { certificateTypeKind } from '../items/item-definition.ts';
import { basesOf } from './licence-change-definition.ts';
import { licenceChangesFrom } from './licence-changes.ts';
import { licenceStateWords } from './my-licences.ts';
import { inForceOn } from './wallet.ts';
import { dayInChina } from '#kernel/clock';

type Row = OutputOf<typeof listContract>['licences'][number];

const duty = (text: string): { duty: string; text: string } => ({ duty: 'licence-administration', text });
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function rowOf(hall: Hall, ctx: Context, { id, version, data, endedOn }: RegisterRecord): Row {
  return {
    recordId: id, version, name: text(data['name']), number: text(data['number']), identifier: text(data['identifier']), edition: Number(data['version'] ?? 1),
    holder: data['holderCodeType'] === '001' ? text(data['holder']) : maskName(text(data['holder'])), issuer: text(data['issuer']), issuedOn: text(data['issuedOn']), validTo: text(data['validTo']) || null,
    state: text(data['state']), stateWords: licenceStateWords(hall, { data, endedOn }, ctx), valid: inForceOn({ data, endedOn }, dayInChina(ctx.now)),
  };
}

/** 本机关颁发的证照, the newest first; by number where one is asked for. */
export async function listDeskLicences(hall: Hall, ctx: Context, input: { number?: string | undefined; state?: string | undefined; cursor?: string | undefined; limit: number }): Promise<OutputOf<typeof listContract>> {
  const issuer = ctx.actor.organisations;
  const number = input.number?.trim() ?? '';
  const { records, next } = await hall.records.list(ctx, 'certificate', {
    where: [
      { field: 'issuerCode', op: 'in', value: issuer },
      ...(number === '' ? [] : [{ field: 'number', op: 'eq' as const, value: number }]),
      ...(input.state === undefined ? [] : [{ field: 'state', op: 'eq' as const, value: input.state }]),
    ],
    ended: true, order: { field: 'issuedOn', descending: true }, limit: input.limit, ...(input.cursor === undefined ? {} : { cursor: input.cursor }), purpose: duty('证照管理'),
  });
  return { licences: records.map((r) => rowOf(hall, ctx, r)), next };
}

/** 证照管理页: its face, what may be done to it now, and what was done, with reason and basis. */
export async function getDeskLicence(hall: Hall, ctx: Context, input: { recordId: string }): Promise<OutputOf<typeof detailContract>> {
  const purpose = duty('证照管理');
  const record = await hall.records.find(ctx, 'certificate', input.recordId, { purpose });
  if (record === undefined) throw errors.licenceUnknown();
  if (!ctx.actor.organisations.includes(text(record.data['issuerCode']))) throw errors.notYourLicence();
  const type = hall.content.list(certificateTypeKind).find((d) => d.value.typeCode === record.data['typeCode'])?.value;
  const details = (record.data['details'] ?? {}) as Record<string, unknown>;
  const history = await hall.records.history(ctx, 'certificate', record.id, { purpose });
  const caseId = text(record.data['caseId']);
  const may = ctx.actor.permissions.has('licences.manage') && record.endedOn === null;
  const changes = may ? licenceChangesFrom(record.data['state']).filter((c) => c !== 'amend' || (type !== undefined && isId(caseId))) : [];
  return {
    ...rowOf(hall, ctx, record),
    caseId: isId(caseId) ? caseId : null, caseNumber: text(record.data['caseNumber']) || null,
    fields: (type?.fields ?? []).map(({ name, label }) => ({ name, label: textIn(label, ctx.locale), value: details[name] === undefined || details[name] === null ? '' : String(details[name]) })),
    changes,
    bases: Object.fromEntries(changes.map((change) => [change, basesOf(hall, type, change)])),
    history: history.filter((a) => a.reason !== null && a.reason !== undefined).map((a) => ({ at: new Date(a.at).toISOString(), by: a.actorName, what: a.reason! })),
  };
}
