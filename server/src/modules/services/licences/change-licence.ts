import { readLicenceIdentifier, writeLicenceIdentifier } from '@yiwang/ui/identifiers/licence-identifier.ts';
import type { CaseWork } from '#engines/cases';
import type { RegisterRecord } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { asSystem } from '../as-system.ts';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import { certificateTypeKind, type CertificateType } from '../items/item-definition.ts';
import { licenceRules, type LicenceChange } from './licence-changes.ts';
import { makeLicenceFiles } from './licence-files.ts';
import { licenceStateWords } from './my-licences.ts';
import { notifyParty } from '../cases/notify-party.ts';

export interface ChangeOfLicence {
  change: LicenceChange;
  /** 理由. */
  reason: string;
  /** 法律依据. */
  basis: string;
  /** Version of the record that the official saw. */
  version: number;
  /** With `amend` 变更: what is new on its face, by the names of its type. */
  fields?: Record<string, string | number> | undefined;
}

/** The desk's own change of a licence: by who issued it, with reason and basis. */
export async function changeLicenceAtDesk(hall: Hall, ctx: Context, input: ChangeOfLicence & { recordId: string }): Promise<{ ok: true; recordId: string; version: number; stateWords: string }> {
  const purpose = { duty: 'licence-administration', text: `证照${licenceRules[input.change].zh}` };
  const record = await hall.records.find(ctx, 'certificate', input.recordId, { purpose });
  if (record === undefined) throw errors.licenceUnknown();
  if (!ctx.actor.organisations.includes(String(record.data['issuerCode']))) throw errors.notYourLicence();
  const caseId = record.data['caseId'];
  const work = typeof caseId === 'string' && isId(caseId) ? await hall.cases.load(ctx, caseId) : undefined;
  const changed = await changeLicence(hall, ctx, record, input, work);
  await work?.save();
  return { ok: true, ...changed, stateWords: licenceStateWords(hall, { data: { state: input.change === 'amend' ? 'valid' : licenceRules[input.change].to }, endedOn: null }, ctx) };
}

/**
 * 证照状态变更: the record keeps its state with reason and basis in its history, the ledger has it, the holder is told. A
 * change of what is on its face makes a new version with a file of its own; the old one stays, as replaced.
 */
export async function changeLicence(hall: Hall, ctx: Context, record: RegisterRecord, input: ChangeOfLicence, work: CaseWork | undefined): Promise<{ recordId: string; version: number }> {
  const rule = licenceRules[input.change];
  const { data } = record;
  if (!(rule.from as readonly unknown[]).includes(data['state']) || record.endedOn !== null) throw errors.licenceNotNow({ state: licenceStateWords(hall, record, ctx) });
  const note = { reason: `${rule.zh}：${input.reason}（${input.basis}）`, source: String(data['issuerCode']), ...(work === undefined ? {} : { caseId: work.row.id }) };
  const newer = input.change === 'amend' ? await newVersion(hall, ctx, record, input, work, note) : undefined;
  const { version } = await hall.records.change(ctx, 'certificate', record.id, { state: rule.to }, { ...note, basedOnVersion: input.version });
  hall.ledger.append(ctx.tx, { kind: 'licence.changed', subject: record.id, data: { identifier: String(data['identifier']), change: input.change, state: rule.to, basis: input.basis, ...(newer === undefined ? {} : { replacedBy: newer.recordId }) } });
  work?.act('licenceChanged', { recordId: record.id, number: String(data['number']), change: input.change, zh: rule.zh, en: rule.en, reason: input.reason, basis: input.basis }, true);
  if (work !== undefined) notifyParty(hall, work, 'licence-changed', { licence: String(data['name']), number: String(data['number']), change: rule.zh, reason: input.reason, basis: input.basis, licenceId: newer?.recordId ?? record.id });
  return newer ?? { recordId: record.id, version };
}

type Note = { reason: string; source: string; caseId?: string };

async function newVersion(hall: Hall, ctx: Context, record: RegisterRecord, input: ChangeOfLicence, work: CaseWork | undefined, note: Note): Promise<{ recordId: string; version: number }> {
  const type = hall.content.list(certificateTypeKind).find((d) => d.value.typeCode === record.data['typeCode'])?.value;
  // without the case that gave it there is no file to make anew
  if (type === undefined || work === undefined) throw errors.licenceUnknown();
  const { data } = record;
  const details = { ...(data['details'] as Record<string, unknown>) };
  const fields = { ...details, ...givenFields(type, details, input.fields ?? {}) };
  const version = Number(data['version']) + 1;
  const read = readLicenceIdentifier(String(data['identifier']));
  if (read === undefined) throw errors.licenceUnknown();
  const identifier = writeLicenceIdentifier({ ...read, version: String(version).padStart(3, '0') });
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const face = { number: text(data['number']), identifier, issuedOn: dayInChina(ctx.now), validFrom: text(data['validFrom']) || dayInChina(ctx.now), validTo: text(data['validTo']) || null, fields };
  const recordId = ctx.newId();
  const { digest } = await asSystem(ctx, () => makeLicenceFiles(hall, work, { recordId, face, holder: { name: text(data['holder']), code: text(data['holderCode']) }, type }));
  const { version: recordVersion } = await hall.records.put(ctx, 'certificate', { ...data, identifier, issuedOn: face.issuedOn, version, details: fields, fileDigest: digest, state: 'valid' }, { id: recordId, ...note });
  return { recordId, version: recordVersion };
}

/** Only what the type has on its face, of the kind it had, and only where something is new. */
function givenFields(type: CertificateType, standing: Record<string, unknown>, given: Record<string, string | number>): Record<string, unknown> {
  const odd = Object.keys(given).find((name) => !type.fields.some((f) => f.name === name) || (typeof standing[name] === 'number' && !Number.isFinite(Number(given[name]))));
  if (odd !== undefined) throw errors.licenceFieldUnknown({ field: odd });
  const changed = Object.entries(given).map(([name, value]) => [name, typeof standing[name] === 'number' ? Number(value) : value] as const).filter(([name, value]) => standing[name] !== value);
  if (changed.length === 0) throw errors.licenceUnchanged();
  return Object.fromEntries(changed);
}
