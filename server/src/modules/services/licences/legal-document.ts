import { casesErrors, casesOf, planDocument, type CaseRow, type CaseWork } from '#engines/cases';
import type { Sealer } from '#engines/signing';
import type { Context } from '#kernel/context';
import type { ReadTx } from '#kernel/db';
import { documentScope } from './document-scope.ts';
import { receivedMaterials } from '../materials/received-materials.ts';
import { issuerSealer, writeSealedDocument } from './sealed-document.ts';
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

interface Planned {
  caseId: string;
  node: LegalNode;
}

/** What a paper is made of. */
interface Paper {
  row: CaseRow;
  node: LegalNode;
  materials: { name: string; way: string }[];
  /** Looked up once for all papers of a batch. */
  sealer: () => Promise<Sealer | undefined>;
}

/** Read together and committed together: they come by the thousand. No case is locked, for the house's own paper work is no change of it. */
export function handleLegalDocuments(hall: Hall): void {
  const ownTurn = createTurns();
  hall.jobs.handleManyOutside<Paper>(documentJob, {
    read: (tx, jobs) => readPapers(hall, tx, jobs),
    run: async (job, paper) => {
      const sealer = await paper.sealer();
      await ownTurn();
      await job.finish((ctx) => makePaper(hall, ctx, paper, sealer));
    },
  });
}

async function readPapers(hall: Hall, tx: ReadTx, jobs: readonly { id: string; payload: Planned }[]): Promise<Map<string, Paper>> {
  const rows = new Map((await casesOf(tx, jobs.map((j) => j.payload.caseId))).map((row) => [row.id, row]));
  const receipts = jobs.flatMap(({ payload }) => (payload.node === 'receipt' ? (rows.get(payload.caseId) ?? []) : []));
  const materials = receipts.length === 0 ? new Map<string, Paper['materials']>() : await receivedMaterials(hall, tx, receipts);
  const sealers = new Map<string, Promise<Sealer | undefined>>();
  const sealerOf = (organisation: string): Promise<Sealer | undefined> => {
    const known = sealers.get(organisation) ?? hall.asSystem((ctx) => issuerSealer(hall, ctx, organisation));
    sealers.set(organisation, known);
    return known;
  };
  return new Map(jobs.map(({ id, payload: { caseId, node } }) => {
    const row = rows.get(caseId);
    if (row === undefined) throw casesErrors.unknown();
    return [id, { row, node, materials: materials.get(caseId) ?? [], sealer: () => sealerOf(row.organisation) }];
  }));
}

async function makePaper(hall: Hall, ctx: Context, { row, node, materials }: Paper, sealer: Sealer | undefined): Promise<void> {
  const { template, name, setting } = nodes[node];
  const item = row.definition_kind === 'service-item' ? hall.content.find(serviceItemKind, row.definition_id, { version: row.definition_version })?.value : undefined;
  const document = await writeSealedDocument(hall, ctx, {
    template: (node === 'refused' ? item?.result.refusalTemplate : setting === undefined ? undefined : item?.templates[setting]) ?? template,
    scope: { ...documentScope(hall, { row, ctx }), materials },
    organisation: row.organisation, row, fileName: `${name}（${row.number}）`, purpose: name,
  }, sealer);
  planDocument(ctx, { id: ctx.newId(), case_id: row.id, kind: node, name, format: 'ofd', file_id: document.ofdFileId, record_id: null });
  hall.ledger.append(ctx.tx, { kind: 'case.document', subject: row.id, data: { number: row.number, document: node, digest: document.digest } });
}

/** One after another, a turn of the loop each: making a paper is milliseconds of work without a pause, and requests are waiting. */
function createTurns(): () => Promise<void> {
  let last = Promise.resolve();
  return () => (last = last.then(() => new Promise((done) => setImmediate(done))));
}
