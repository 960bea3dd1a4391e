import { casesErrors, childrenOf, documentsOf, findCase, isFinal, materialsOf, type ActionRow, type CaseRow, type DocumentRow, type MaterialRow } from '#engines/cases';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { nameWords } from '../content-names.ts';
import { answersOf } from './case-answers.ts';
import type { SupplementAsked } from './case-functions.ts';
import { caseName } from '../desk/desk-summary.ts';
import { codeWords } from '../code-words.ts';
import { lightOf, summaryOf } from './case-summary.ts';
import type { CaseView } from './contract-case.ts';
import { fileView } from '../applications/draft-view.ts';
import { formView } from '../applications/form-view.ts';
import type { Hall } from '../hall.ts';
import { serviceItemKind, type Material } from '../items/item-definition.ts';
import { organisationWords } from '../items/item-summary.ts';
import { lifeEventKind } from '../items/life-event-definition.ts';
import { waysOf } from '../materials/material-ways.ts';
import { actionsOfAll, findParentSummary, findRating, type RatingRow } from './my-case-queries.ts';
import { looksOfOthers } from '../licences/own-looks.ts';
import { applicantTimeline } from './timeline.ts';
import { lookWords } from '../licences/who-looked.ts';

const looksShown = 20;

/** 办件进度: everything that its applicant may see, in nine queries whatever the number of children. */
export async function getMyCase(hall: Hall, ctx: Context, input: { caseId: string }): Promise<CaseView> {
  const row = await findCase(ctx.tx, input.caseId);
  if (row === undefined || row.party_id !== ctx.actor.partyId) throw casesErrors.unknown();
  const children = await childrenOf(ctx.tx, row.id);
  const all = [row, ...children];
  const ids = all.map((c) => c.id);
  const actions = await actionsOfAll(ctx.tx, ids);
  const materials = await materialsOf(ctx.tx, ids);
  const documents = await documentsOf(ctx.tx, ids);
  const parent = await findParentSummary(ctx.tx, row.parent_id);
  const rating = await findRating(ctx.tx, row.id);
  const looks = await looksOfOthers(hall, ctx, { limit: looksShown, where: (e) => ids.includes(e.purposeRef) });
  const supplement = row.state === 'supplement' ? ((row.data['supplement'] as unknown as SupplementAsked | null | undefined) ?? null) : null;
  return {
    ...summaryOf(hall, ctx, row),
    definition: { kind: row.definition_kind, id: row.definition_id, version: row.definition_version },
    clock: clockOf(hall, row, ctx.now),
    form: formOf(hall, row),
    answers: withoutGuide(answersOf(hall, row)),
    materials: materials.map((m) => materialOf(hall, ctx, all.find((c) => c.id === m.case_id)!, m)),
    timeline: applicantTimeline(actions, {
      locale: ctx.locale,
      name: (zh) => nameWords(hall.content, zh, ctx.locale),
      organisation: (code) => organisationWords(hall.catalogue.organisation(code), ctx.locale) || code,
      childName: (id) => { const child = children.find((c) => c.id === id); return child === undefined ? undefined : caseName(hall, ctx, child); },
    }),
    children: children.map((child) => summaryOf(hall, ctx, child)),
    parent: parent === undefined ? null : { id: parent.id, number: parent.number, name: caseName(hall, ctx, parent) },
    documents: documents.flatMap(documentOf).map((d) => ({ ...d, name: nameWords(hall.content, d.name, ctx.locale) })),
    licences: licencesIn(documents, actions).map((l) => ({ ...l, name: nameWords(hall.content, l.name, ctx.locale) })),
    supplement: supplement === null ? null : {
      reason: supplement.reason, askedAt: supplement.askedAt, until: supplement.until ?? null, overdue: passed(supplement.until, ctx.now),
      materials: supplement.materials.map((m) => ({ ...m, name: namedMaterial(hall, ctx, all, m.itemId, m.materialId) })),
    },
    closable: row.parent_id === null && !isFinal(row.state) && (passed(supplement?.until, ctx.now) || (row.state !== 'supplement' && materials.some((m) => m.state === 'later' && passed(m.later_due, ctx.now)))),
    reason: reasonOf(row, actions),
    actions: actionsOpen(row, materials, supplement !== null, rating),
    rating: rating === undefined ? null : { stars: rating.stars, satisfaction: satisfactionWords(hall, rating.stars, ctx), comment: rating.comment, reply: rating.reply },
    receiptUrl: `/api/services/my/cases/${row.id}/receipt.json`,
    lookedAt: looks.entries.map((e) => ({ at: e.at, ...lookWords(hall, e, ctx.locale) })),
  };
}

function clockOf(hall: Pick<Hall, 'calendar'>, row: CaseRow, now: Date): CaseView['clock'] {
  const running = row.promised_due !== null && !isFinal(row.state);
  return {
    light: lightOf(row, now), promisedDays: row.promised_days, statutoryDays: row.statutory_days, acceptedOn: row.accepted_on, promisedDue: row.promised_due, statutoryDue: row.statutory_due,
    daysLeft: running ? daysLeft(hall, dayInChina(now), row.promised_due!) : null,
    stops: row.stops.map(({ from, to, reason }) => ({ from, to, reason })),
  };
}

/** Working days until the promise, negative when passed; a year without an official calendar is not known. */
function daysLeft(hall: Pick<Hall, 'calendar'>, today: string, due: string): number | null {
  try {
    return today <= due ? hall.calendar().workingDaysBetween(today, due) : -hall.calendar().workingDaysBetween(due, today);
  } catch {
    return null;
  }
}

const passed = (due: string | null | undefined, now: Date): boolean => due !== null && due !== undefined && due < dayInChina(now);

const noForm = { id: '', version: 0, title: '', pages: [] };

/** The form in which it was asked: a case keeps the version of its definition. */
function formOf(hall: Pick<Hall, 'content' | 'forms'>, row: CaseRow): CaseView['form'] {
  const at = { version: row.definition_version };
  const form = (row.definition_kind === 'life-event' ? hall.content.find(lifeEventKind, row.definition_id, at) : row.definition_kind === 'service-item' ? hall.content.find(serviceItemKind, row.definition_id, at) : undefined)?.value.form;
  return form === undefined ? noForm : formView(hall.content, hall.forms.form(form, { on: row.submitted_at }));
}

const withoutGuide = ({ guide: _guide, ...answers }: Record<string, unknown>): Record<string, unknown> => answers;

const defined = (hall: Pick<Hall, 'content'>, row: CaseRow): Material[] => (row.definition_kind === 'service-item' ? [...(hall.content.find(serviceItemKind, row.definition_id, { version: row.definition_version })?.value.materials ?? [])] : []);

function materialOf(hall: Hall, ctx: Context, row: CaseRow, m: MaterialRow): CaseView['materials'][number] {
  const [itemId = '', id = ''] = m.material_id.split('/');
  const material = defined(hall, row).find((d) => d.id === id);
  return {
    id, itemId, itemName: caseName(hall, ctx, row), name: material === undefined ? m.name : textIn(material.name, ctx.locale), required: material?.required === true,
    note: m.note, state: m.state, source: m.source, ways: material === undefined ? ['upload'] : waysOf(material), promise: m.promise, laterDays: material?.laterDays ?? null, laterDue: m.later_due,
    accept: [...(material?.accept ?? ['pdf', 'jpg', 'png'])], filesMax: material?.filesMax ?? 5, files: m.files.map((f) => ofCase(fileView(f), row.id)), candidates: [],
  };
}

function namedMaterial(hall: Hall, ctx: Context, all: readonly CaseRow[], itemId: string, materialId: string): string {
  const row = all.find((c) => c.definition_id === itemId || c.definition_id.startsWith(`${itemId}.`));
  const material = row === undefined ? undefined : defined(hall, row).find((d) => d.id === materialId);
  return material === undefined ? materialId : textIn(material.name, ctx.locale);
}

const documentOf = (d: DocumentRow): CaseView['documents'] => (d.format === 'json' ? [] : [{ id: d.id, name: d.name, format: d.format, url: `/api/files/${d.file_id}?case=${d.case_id}`, previewUrl: d.format === 'ofd' ? `/api/files/${d.file_id}/preview?case=${d.case_id}` : null }]);

/** Who may see the case may open its papers, the officials of its departments as well. */
const ofCase = <F extends { url: string }>(file: F, caseId: string): F => ({ ...file, url: `${file.url}?case=${caseId}` });

/** Each licence once: it has a document in each format. */
function licencesIn(documents: readonly DocumentRow[], actions: readonly ActionRow[]): CaseView['licences'] {
  const issued = new Map(documents.flatMap((d) => (d.record_id === null ? [] : [[d.record_id, d.name] as const])));
  const numbers = new Map(actions.flatMap((a) => (a.kind === 'issued' ? [[String(a.data['recordId']), String(a.data['number'])] as const] : [])));
  return [...issued].map(([recordId, name]) => ({ recordId, name, number: numbers.get(recordId) ?? '' }));
}

/** 特别程序 or refusal: what the last move says. */
function reasonOf(row: CaseRow, actions: readonly ActionRow[]): string | null {
  if (!['suspended', 'refused', 'notAccepted', 'terminated', 'withdrawn'].includes(row.state)) return null;
  const reason = actions.findLast((a) => a.case_id === row.id && a.kind === 'moved')?.data['reason'];
  return typeof reason === 'string' && reason !== '' ? reason : null;
}

function actionsOpen(row: CaseRow, materials: readonly MaterialRow[], supplementAsked: boolean, rating: RatingRow | undefined): CaseView['actions'] {
  const top = row.parent_id === null;
  const over = isFinal(row.state);
  return [
    ...(supplementAsked && top ? (['supplement'] as const) : []),
    ...(top && !over ? (['withdraw'] as const) : []),
    ...(top && ['granted', 'refused', 'notAccepted'].includes(row.state) && rating === undefined ? (['rate'] as const) : []),
    ...((!over || row.state === 'granted') && materials.some((m) => m.state === 'later') ? (['laterMaterial'] as const) : []),
  ];
}

const satisfactions = ['very-dissatisfied', 'dissatisfied', 'fairly-satisfied', 'satisfied', 'very-satisfied'];
const satisfactionWords = (hall: Pick<Hall, 'content'>, stars: number, ctx: Context): string => codeWords(hall.content, 'satisfaction', satisfactions[stars - 1] ?? '', ctx.locale);
