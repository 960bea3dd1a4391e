import type { CaseWork } from '#engines/cases';
import { createWorkNote } from './work-note.ts';
import { makeSealedDocument } from './sealed-document.ts';
import { serviceItemKind } from './item-definition.ts';
import type { Hall } from './hall.ts';

/** 法定文书: each legal node of a case gives the applicant a document (行政许可法 32, 38, 39). */
export type LegalNode = 'receipt' | 'accepted' | 'supplement' | 'notAccepted' | 'refused';

const nodes: Record<LegalNode, { template: string; name: string; setting?: 'receipt' | 'acceptance' | 'supplement' | 'refusal' }> = {
  receipt: { template: 'notice-receipt', name: '收件凭证', setting: 'receipt' },
  accepted: { template: 'notice-acceptance', name: '受理通知书', setting: 'acceptance' },
  supplement: { template: 'notice-supplement', name: '补正告知书', setting: 'supplement' },
  notAccepted: { template: 'notice-not-accepted', name: '不予受理决定书' },
  refused: { template: 'notice-refusal', name: '不予许可决定书', setting: 'refusal' },
};

const documentJob = 'services.legalDocument';

export function planLegalDocument(hall: Hall, work: CaseWork, node: LegalNode): void {
  hall.jobs.plan(work.ctx.tx, { kind: documentJob, key: `${work.row.id}:${node}:${work.row.actions}`, payload: { caseId: work.row.id, node } });
}

export function handleLegalDocuments(hall: Hall): void {
  hall.jobs.handle(documentJob, async (ctx, { caseId, node }: { caseId: string; node: LegalNode }) => {
    const work = await hall.cases.load(ctx, caseId);
    const { row } = work;
    const { template, name, setting } = nodes[node];
    const item = row.definition_kind === 'service-item' ? hall.content.find(serviceItemKind, row.definition_id, { version: row.definition_version })?.value : undefined;
    const document = await makeSealedDocument(hall, ctx, {
      template: (setting === undefined ? undefined : item?.templates[setting]) ?? template,
      scope: createWorkNote(hall, work),
      organisation: row.organisation, row, fileName: `${name}（${row.number}）`, purpose: name,
    });
    work.document({ id: ctx.newId(), kind: node, name, format: 'ofd', file_id: document.ofdFileId, record_id: null });
    work.act('documentMade', { document: node, name, digest: document.digest }, true);
    await work.save();
  });
}
