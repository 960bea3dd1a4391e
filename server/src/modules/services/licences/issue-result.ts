import type { Json } from '#engines/process';
import type { CaseWork } from '#engines/cases';
import { textIn } from '#kernel/i18n';
import { factsOf, issueLicence, type LicenceToIssue } from './issue-licence.ts';
import { certificateTypeKind, serviceItemKind, type ServiceItem } from '../items/item-definition.ts';
import { cancelOnRequest } from './cancel-on-request.ts';
import { documentScope } from './document-scope.ts';
import { makeSealedDocument } from './sealed-document.ts';
import type { Hall } from '../hall.ts';

/** 电子证照: what the approval gives: a record of the certificate register and a sealed document over it. */
export async function issueResult(hall: Hall, work: CaseWork): Promise<Json> {
  const { row } = work;
  const item = hall.content.get(serviceItemKind, row.definition_id, { version: row.definition_version }).value;
  const { result } = item;
  if (result.kind === 'none') return { issued: false };
  if (result.kind === 'cancellation') return cancelOnRequest(hall, work, result.certificate ?? '');
  if (result.certificate === undefined) return issueLetter(hall, work, item);
  const type = hall.content.get(certificateTypeKind, result.certificate).value;
  const holder = await holderOf(hall, work);
  const { recordId } = await issueLicence(hall, work, { type, holder, fields: fieldsOf(hall, work, result.fields) });
  return { issued: true, recordId };
}

/** Values on the face, by the expressions that the item maps from the case. */
function fieldsOf(hall: Hall, work: CaseWork, fields: Readonly<Record<string, string>>): Record<string, unknown> {
  const answers = work.answers();
  const { row } = work;
  const scope = { ...answers, ...factsOf(hall, work), answers, party: { name: row.party_name, kind: row.party_kind }, case: { number: row.number, division: row.division, reference: row.data['reference'] ?? null } };
  return Object.fromEntries(Object.entries(fields).map(([name, expression]) => [name, hall.rules.evaluate(expression, scope)]));
}

/** 持证主体代码: credit code or identity number of the party, with its type (GB/T 36903). */
async function holderOf(hall: Hall, work: CaseWork): Promise<LicenceToIssue['holder']> {
  const found = await hall.partyOf(work.row.party_id ?? '');
  return { name: work.row.party_name, code: found?.code ?? '', codeType: work.row.party_kind === 'company' ? '001' : '111' };
}

async function issueLetter(hall: Hall, work: CaseWork, item: ServiceItem): Promise<Json> {
  const template = item.templates.acceptance;
  if (template === undefined) return { issued: false };
  const { row, ctx } = work;
  const name = textIn(item.result.name, 'zh');
  const document = await makeSealedDocument(hall, ctx, { template, scope: documentScope(hall, work), organisation: row.organisation, row, fileName: name, purpose: name });
  work.document({ id: ctx.newId(), kind: 'letter', name, format: 'ofd', file_id: document.ofdFileId, record_id: null });
  work.act('issued', { digest: document.digest }, true);
  return { issued: true };
}
