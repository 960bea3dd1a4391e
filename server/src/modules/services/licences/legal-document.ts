import type { CaseWork } from '#engines/cases';
import { documentScope } from './document-scope.ts';
import { receivedMaterials } from '../materials/received-materials.ts';
import { makeSealedDocument } from './sealed-document.ts';
import { serviceItemKind } from '../items/item-definition.ts';
import type { Hall } from '../hall.ts';

/** 法定文书: each legal node of a case gives the applicant a document (行政许可法 32, 38, 39). */
export type LegalNode = 'receipt' | 'accepted' | 'supplement' | 'notAccepted' | 'refused' | 'returned';

const nodes: Record<LegalNode, { template: string; name: string; setting?: 'receipt' | 'acceptance' | 'supplement' | 'refusal' }> = {
  receipt: { template: 'receipt', name: '收件凭证', setting: 'receipt' },
  accepted: { template: 'acceptance-notice', name: '受理通知书', setting: 'acceptance' },
  supplement: { template: 'supplement-notice', name: '补正告知书', setting: 'supplement' },
  notAccepted: { template: 'acceptance-refusal', name: '不予受理决定书', setting: 'refusal' },
  refused: { template: 'refusal-decision', name: '不予许可决定书' },
  returned: { template: 'return-notice', name: '退件通知书' },
};

/** Each paper's own name, and the template that it is made by. */
export const legalPapers: readonly { template: string; name: string }[] = Object.values(nodes);

const documentJob = 'services.legalDocument';

export function planLegalDocument(hall: Hall, work: CaseWork, node: LegalNode): void {
  hall.jobs.plan(work.ctx.tx, { kind: documentJob, payload: { caseId: work.row.id, node } });
}

export function handleLegalDocuments(hall: Hall): void {
  hall.jobs.handle(documentJob, async (ctx, { caseId, node }: { caseId: string; node: LegalNode }) => {
    const work = await hall.cases.load(ctx, caseId);
    const { row } = work;
    const { template, name, setting } = nodes[node];
    const item = row.definition_kind === 'service-item' ? hall.content.find(serviceItemKind, row.definition_id, { version: row.definition_version })?.value : undefined;
    const document = await makeSealedDocument(hall, ctx, {
      template: (node === 'refused' ? item?.result.refusalTemplate : setting === undefined ? undefined : item?.templates[setting]) ?? template,
      scope: node === 'receipt' ? { ...documentScope(hall, work), materials: await receivedMaterials(hall, ctx, row) } : documentScope(hall, work),
      organisation: row.organisation, row, fileName: `${name}（${row.number}）`, purpose: name,
    });
    work.document({ id: ctx.newId(), kind: node, name, format: 'ofd', file_id: document.ofdFileId, record_id: null });
    // the house's own paper work is no change of the case: nobody's page goes stale by it
    hall.ledger.append(ctx.tx, { kind: 'case.document', subject: row.id, data: { number: row.number, document: node, digest: document.digest } });
  });
}
