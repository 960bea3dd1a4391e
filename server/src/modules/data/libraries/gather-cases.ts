import { createHash } from 'node:crypto';
import type { OutsideJob } from '#engines/jobs';
import { registerKind, type Line, type Records } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { ReadTx } from '#kernel/db';
import type { GatheredCase, GatheredMaterial, Libraries, MonthFigures } from './deps.ts';

export const gatherJob = 'libraries.gather';
const portion = 5_000;
const msPerDay = 86_400_000;

/** HANDLESTATE of the exchange dictionary (code list case-state) and RESULTTYPE (case-result). */
const codes: Record<string, { state: string; result?: string }> = {
  submitted: { state: '1' }, supplement: { state: '6' }, accepted: { state: '3' }, suspended: { state: '9' }, granted: { state: '11', result: 'granted' }, refused: { state: '13', result: 'refused' },
  notAccepted: { state: '5', result: 'terminated' }, withdrawn: { state: '14', result: 'withdrawn' }, terminated: { state: '13', result: 'terminated' },
};

/**
 * 办件汇聚: cases that changed within the days go into the case library, their sums into the service figures, the papers of concluded ones
 * into the library of materials. Loads change what differs and nothing else, so that days may overlap and a run may come twice.
 */
export async function gatherCases(deps: Libraries, job: Pick<OutsideJob, 'read' | 'signal'>, days: number): Promise<void> {
  const since = new Date(deps.clock.now().getTime() - days * msPerDay);
  for (let after: string | null = null, more = true; more && !job.signal.aborted;) {
    const cases: GatheredCase[] = await job.read((tx) => deps.caseSource.changedCases(tx, { since, after, limit: portion }));
    const [persons, entities] = await job.read((tx) => Promise.all([standing(deps, tx, 'population', cases), standing(deps, tx, 'legal-entity', cases)]));
    await load(deps, 'service-case', cases.map((row) => caseRow(deps, row, { persons, entities })));
    after = cases.at(-1)?.id ?? null;
    more = cases.length === portion;
  }
  const figures = await job.read((tx) => deps.caseSource.monthFigures(tx, since));
  await load(deps, 'service-figures', figures.map((row) => figuresRow(deps, row)));
  const parties = new Map<string, Awaited<ReturnType<Libraries['partyOf']>>>();
  for (let after: string | null = null, more = true; more && !job.signal.aborted;) {
    const materials: GatheredMaterial[] = await job.read((tx) => deps.caseSource.concludedMaterials(tx, { since, after, limit: portion }));
    for (const { party_id } of materials) if (!parties.has(party_id)) parties.set(party_id, await deps.partyOf(party_id));
    await load(deps, 'material', materials.flatMap((row) => materialRow(row, parties.get(row.party_id))));
    after = materials.at(-1)?.file_id ?? null;
    more = materials.length === portion;
  }
}

type Row = Record<string, unknown>;

async function load({ records, clock, newId }: Pick<Libraries, 'records' | 'clock' | 'newId'>, register: string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const report = await (records as Pick<Records, 'loadLines'>).loadLines(register, linesOf(rows), {
    source: '政务服务平台', actorName: '办件汇聚', now: clock.now(), newId, digest: () => createHash('sm3').update(JSON.stringify(rows)).digest(),
  });
  // a row of our own making that its register refuses is a fault of the program, never of a sender
  if (report.refused > 0) throw new Error(`${register}: ${JSON.stringify(report.refusedLines[0])}`);
}

async function* linesOf(rows: readonly Row[]): AsyncGenerator<Line[]> {
  yield rows.map((row, i) => ({ line: i + 1, row }));
}

/** Applicants who are records of the register: whoever is in neither has her case in the library all the same, only nobody finds it under her. */
async function standing({ content }: Pick<Libraries, 'content'>, tx: ReadTx, register: string, cases: readonly GatheredCase[]): Promise<ReadonlySet<string>> {
  // the name is made by the records engine from a checked id
  const { table } = content.get(registerKind, register).compiled;
  const rows = await tx.query<{ id: string }>(`select id from ${table} where id = any ($1)`, [[...new Set(cases.flatMap((c) => c.party_id ?? []))]]);
  return new Set(rows.map((r) => r.id));
}

const within = (ids: ReadonlySet<string>, id: string | null): string | null => (id !== null && ids.has(id) ? id : null);

function caseRow({ organisation }: Pick<Libraries, 'organisation'>, r: GatheredCase, { persons, entities }: { persons: ReadonlySet<string>; entities: ReadonlySet<string> }): Row {
  const { state, result } = codes[r.state]!;
  const concludedOn = r.concluded_at === null ? null : dayInChina(r.concluded_at);
  const judgedOn = concludedOn ?? dayInChina(r.updated_at);
  return {
    caseNumber: r.number, itemCode: r.item_id, itemName: r.title, caseName: r.title, partyId: within(persons, r.party_id), entityId: within(entities, r.party_id), applicantKind: r.party_kind, applicantName: r.party_name === '' ? null : r.party_name, organisation: r.organisation,
    organisationName: organisation(r.organisation)?.name ?? r.organisation, channel: r.channel, state, submittedAt: r.submitted_at.toISOString(), acceptedOn: r.accepted_on, promisedDue: r.promised_due, concludedOn, result: result ?? null,
    overdue: r.promised_due !== null && judgedOn > r.promised_due, cards: r.cards, steps: r.steps, stars: r.stars, changedAt: r.updated_at.toISOString(), division: r.division,
  };
}

const figuresRow = ({ organisation }: Pick<Libraries, 'organisation'>, r: MonthFigures): Row => ({
  organisation: r.organisation, organisationName: organisation(r.organisation)?.name ?? r.organisation, month: r.month, accepted: r.accepted, concluded: r.concluded, onTime: r.on_time, online: r.online, ratings: r.ratings, badRatings: r.bad_ratings,
  division: r.division,
});

const materialRow = (r: GatheredMaterial, party: Awaited<ReturnType<Libraries['partyOf']>>): Row[] =>
  party === undefined ? [] : [{
    materialNumber: `CL${r.file_id}`, title: r.name, kind: 'other', form: 'electronic', source: r.source, holderName: party.name, [party.kind === 'person' ? 'identityNumber' : 'creditCode']: party.code, issuer: '申请人',
    issuedOn: r.on, fileId: r.file_id, fileDigest: r.digest, elements: { caseNumber: r.case_number }, usedTimes: r.used, division: r.division,
  }];
