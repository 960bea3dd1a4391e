import { materialsOf, type CaseWork } from '#engines/cases';
import type { Json } from '#engines/process';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { checkCase, kindCodes } from '../cases/case-kinds.ts';
import { changeLicence } from '../licences/change-licence.ts';
import type { Hall } from '../hall.ts';
import { falsePromiseBasis } from '../licences/licence-change-definition.ts';
import { itemsOfCase } from '../limits.ts';
import { notifyParty } from '../cases/notify-party.ts';

const openJob = 'services.openLaterCheck';

/** 事后核查 (国办发〔2020〕42号): what was granted on promises is looked at later; planned by a job, so that the grant waits for nothing. */
export function planLaterCheck(hall: Hall, { ctx, row }: CaseWork): void {
  if (row.definition_kind !== 'service-item') return;
  if (!itemsOfCase(hall, row).some((i) => i.materials.some((m) => m.promise !== undefined))) return;
  hall.jobs.plan(ctx.tx, { kind: openJob, key: row.id, payload: { caseId: row.id } });
}

export function handleLaterChecks(hall: Hall): void {
  const { cases, jobs } = hall;
  jobs.handle(openJob, (ctx, { caseId }: { caseId: string }) => openLaterCheck(hall, ctx, caseId));
  cases.registerFunction('commitment.false', { run: (work) => promiseFalse(hall, work) });
  cases.registerFunction('commitment.annul', { later: true, run: (work) => annul(hall, work) });
}

async function openLaterCheck(hall: Hall, ctx: Context, caseId: string): Promise<void> {
  const granted = await hall.cases.load(ctx, caseId);
  const { row } = granted;
  if (row.party_id === null) return;
  const promised = (await materialsOf(ctx.tx, [caseId])).filter((m) => m.state === 'promised');
  const item = itemsOfCase(hall, row)[0];
  const known = await ctx.tx.maybe("select 1 from cases.case where kind = $1 and parent_id is null and party_id = $2 and data ->> 'checkedCase' = $3", [checkCase, row.party_id, caseId]);
  if (promised.length === 0 || item === undefined || known !== undefined) return;
  const { days, process, checklist } = item.laterCheck;
  const work = await hall.cases.open(ctx, {
    kind: checkCase,
    kindCode: kindCodes[checkCase]!,
    definition: { kind: 'process', id: process, version: hall.content.get('process', process).version },
    title: `告知承诺核查：${row.title}`,
    division: row.division,
    organisation: row.organisation,
    party: { id: row.party_id, kind: row.party_kind ?? 'person', name: row.party_name },
    channel: 'check',
    answers: { checkedNumber: row.number, promises: promised.map((m) => ({ name: m.name, promise: m.promise })) },
    process: { id: process },
    variables: checklist === undefined ? {} : { checklist },
    data: { checkedCase: row.id, checkedNumber: row.number },
    promisedDays: days,
    statutoryDays: days,
    materials: promised.map(({ case_id: _case, at: _at, ...m }) => m),
  });
  work.move('accepted');
  await work.start();
  await work.save();
}

/** 不实承诺: told to who promised, who may state her case (陈述、申辩) before anything is taken from her. */
function promiseFalse(hall: Hall, work: CaseWork): void {
  const reason = String(work.row.data['opinion'] ?? '');
  work.act('promiseFalse', { reason }, true);
  notifyParty(hall, work, 'promise-false', { reason, checked: String(work.row.data['checkedNumber'] ?? '') });
}

/** 撤销: the licences that the case gave on the false promise are annulled, by the post that decided it. */
async function annul(hall: Hall, work: CaseWork): Promise<Json> {
  const { ctx, row } = work;
  const reason = String(row.data['opinion'] ?? '承诺不实');
  const checked = await hall.cases.load(ctx, String(row.data['checkedCase']));
  const records = await ctx.tx.query<{ record_id: string }>("select distinct record_id from cases.document where case_id = $1 and kind = 'licence' and record_id is not null", [checked.row.id]);
  let annulled = 0;
  for (const { record_id: recordId } of records) {
    const record = await hall.records.get(ctx, 'certificate', recordId, { purpose: { caseId: row.id, text: '撤销不实承诺取得的证照' } });
    if (record.data['state'] !== 'valid' && record.data['state'] !== 'suspended') continue;
    await changeLicence(hall, ctx, record, { change: 'annul', reason, basis: falsePromiseBasis(hall), version: record.version }, checked);
    annulled++;
  }
  await checked.save();
  return { annulled, on: dayInChina(ctx.now) };
}

/** 失信不再适用: whether a check of this party has found a promise false. */
export const promiseBarred = async (ctx: Context, partyId: string): Promise<boolean> =>
  (await ctx.tx.maybe("select 1 from cases.case where party_id = $1 and kind = $2 and state = 'refused' limit 1", [partyId, checkCase])) !== undefined;
