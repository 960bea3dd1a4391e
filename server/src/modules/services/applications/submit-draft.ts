import { createHash } from 'node:crypto';
import type { Context } from '#kernel/context';
import type { Json } from '#engines/process';
import { compileProjection, formErrors, type CompiledForm, type Projection } from '#engines/forms';
import { formContext } from './draft-scope.ts';
import { askedOf, checkOptions, loadDraft } from './draft-state.ts';
import type { MaterialRow, Work } from '#engines/cases';
import { textIn } from '#kernel/i18n';
import { errors } from '../errors.ts';
import type { Applicant, ApplicationRow } from './application-queries.ts';
import { itemCase, kindCodes, matterCase } from '../cases/case-kinds.ts';
import type { Hall } from '../hall.ts';
import { planLegalDocument } from '../licences/legal-document.ts';
import { itemsFor, type Matter, type MatterItem, type MatterMaterial } from './matter.ts';
import { materialKey, type ProvidedMaterial } from '../materials/provided-material.ts';
import { notifyParty } from '../cases/notify-party.ts';

interface Submitted {
  caseId: string;
  number: string;
  children: { caseId: string; number: string; name: string }[];
  entryId: string;
}

const consume = `update services.application a set case_id = r.case_id from jsonb_to_recordset($rows::jsonb) as r(draft_id uuid, case_id uuid) where a.draft_id = r.draft_id and a.case_id is null`;
const dropDraft = `delete from forms.draft d using jsonb_to_recordset($rows::jsonb) as r(party_id uuid, id uuid, version int) where d.party_id = r.party_id and d.id = r.id and d.version = r.version`;

/**
 * 提交: one commit writes the case and, for a life event, its children, starts their processes, appends to the ledger
 * and plans the messages; the draft is used up in the same commit, so that it cannot be submitted twice.
 */
export async function submitDraft(hall: Hall, outer: Context, input: { draftId: string; version: number }): Promise<Submitted> {
  const state = await loadDraft(hall, outer, input.draftId);
  const { ctx, application, applicant, matter, draft, form } = state;
  if (draft.version !== input.version) throw formErrors.draftStale({ version: draft.version });
  const answers = hall.forms.accept(form, draft.answers, checkOptions(hall, state));
  const { items, materials: asked } = askedOf(hall, state);
  refuseMissing(ctx, asked, application);

  const parent = matter.kind === 'life-event' ? await openParent(hall, ctx, matter, application, answers) : undefined;
  const children: Work[] = [];
  for (const item of items) children.push(await openItem(hall, ctx, { matter, item, asked, application, applicant, answers }, parent?.row.id));
  const top = parent ?? children[0]!;
  for (const work of [...(parent === undefined ? [] : [parent]), ...children]) {
    await work.start();
    await work.save();
  }
  const entryId = hall.ledger.append(ctx.tx, {
    kind: 'case.receipt',
    subject: top.row.id,
    data: { number: top.row.number, submittedAt: ctx.now.toISOString(), digest: createHash('sm3').update(JSON.stringify([top.row.number, answers, application.materials])).digest('hex') },
  });
  notifyParty(hall, top, 'case-submitted');
  planLegalDocument(hall, top, 'receipt');
  ctx.tx.each(consume, { draft_id: input.draftId, case_id: top.row.id });
  ctx.tx.each(dropDraft, { party_id: application.party_id, id: input.draftId, version: input.version });
  return { caseId: top.row.id, number: top.row.number, children: parent === undefined ? [] : children.map((c) => ({ caseId: c.row.id, number: c.row.number, name: c.row.title })), entryId };
}

function refuseMissing(ctx: Context, asked: readonly MatterMaterial[], application: ApplicationRow): void {
  const missing = asked.filter((m) => m.required && application.materials[materialKey(m.item.id, m.material.id)] === undefined);
  if (missing.length > 0) throw errors.materialMissing({ materials: missing.map((m) => textIn(m.material.name, ctx.locale)).join('、'), keys: missing.map((m) => materialKey(m.item.id, m.material.id)) });
}

const partyOf = (a: ApplicationRow): { id: string; kind: 'person' | 'company'; name: string } => ({ id: a.party_id, kind: a.party_kind, name: a.party_name });
const channelOf = (a: ApplicationRow): string => (a.organisation === null ? 'portal' : 'window');

function openParent(hall: Hall, ctx: Context, matter: Matter, application: ApplicationRow, answers: Record<string, unknown>): Promise<Work> {
  return hall.cases.open(ctx, {
    kind: matterCase,
    kindCode: kindCodes[matterCase]!,
    definition: { kind: 'life-event', id: matter.id, version: matter.version },
    title: textIn(matter.name, 'zh'),
    division: application.division,
    organisation: matter.lead.id,
    party: partyOf(application),
    channel: channelOf(application),
    answers: { ...answers, guide: application.guide },
    process: { id: matter.process },
    promisedDays: matter.promisedDays,
    statutoryDays: Math.max(matter.promisedDays, ...matter.items.map((i) => i.definition.value.statutoryDays)),
    variables: { applicantName: application.party_name },
  });
}

interface ItemOpening {
  matter: Matter;
  item: MatterItem;
  asked: readonly MatterMaterial[];
  application: ApplicationRow;
  applicant: Applicant;
  answers: Record<string, unknown>;
}

async function openItem(hall: Hall, ctx: Context, opening: ItemOpening, parentId: string | undefined): Promise<Work> {
  const { matter, item, asked, application, answers } = opening;
  const { value, id, version } = item.definition;
  const mine = matter.kind === 'life-event' ? projected(hall, ctx, opening) : answers;
  const after = item.after.filter((other) => itemsFor(matter, application.guide, hall.rules).some((i) => i.id === other));
  return hall.cases.open(ctx, {
    kind: itemCase,
    kindCode: kindCodes[itemCase]!,
    definition: { kind: 'service-item', id, version },
    title: textIn(value.name, 'zh'),
    division: application.division,
    organisation: item.organisation.id,
    party: partyOf(application),
    channel: channelOf(application),
    ...(parentId === undefined ? {} : { parentId }),
    answers: mine,
    data: { itemId: item.id, owes: owedAmong(asked, item.id, application) },
    process: { id: value.process },
    promisedDays: value.promisedDays,
    statutoryDays: value.statutoryDays,
    variables: { ...value.variables, countersigners: countersignersOf(hall, value.variables, application.division), after: [...after], waits: after.length > 0 } as Record<string, Json>,
    materials: asked.filter((m) => m.item.id === item.id).map((m) => materialRow(m, application.materials[materialKey(m.item.id, m.material.id)])),
  });
}

/** 容缺: the papers that are left for later; acceptance sets their limits. */
const owedAmong = (asked: readonly MatterMaterial[], itemId: string, application: ApplicationRow): string[] =>
  asked.flatMap((m) => (m.item.id === itemId && application.materials[materialKey(m.item.id, m.material.id)]?.way === 'later' ? [m.material.id] : []));

/** Departments whose agreement is needed (会签), named by function in the item, by credit code in the process. */
function countersignersOf(hall: Hall, variables: Readonly<Record<string, unknown>>, division: string): string[] {
  const functions = variables['countersignDepartments'];
  if (typeof functions !== 'string') return [];
  return functions.split(',').flatMap((f) => {
    const found = hall.catalogue.organisationOf(f.trim(), division);
    return found === undefined ? [] : [found.id];
  });
}

/** 一次填报、多次使用: an item's case gets the answers that its own form asks for, and no others (最小必要). */
function projected(hall: Hall, ctx: Context, { matter, item, application, applicant, answers }: ItemOpening): Record<string, unknown> {
  const shared = hall.forms.form(matter.form, { on: ctx.now });
  const own = hall.forms.form(item.definition.value.form, { on: ctx.now });
  return projectionOf(shared, own, item.answers)(answers, { now: ctx.now, context: formContext(matter, application.guide, applicant) });
}

const projections = new WeakMap<CompiledForm, WeakMap<CompiledForm, Projection>>();

/** Compiled once for each pair of forms. */
function projectionOf(shared: CompiledForm, own: CompiledForm, mapping: Readonly<Record<string, string>>): Projection {
  const known = projections.get(shared) ?? new WeakMap<CompiledForm, Projection>();
  projections.set(shared, known);
  const found = known.get(own) ?? compileProjection(shared, own, mapping);
  known.set(own, found);
  return found;
}

function materialRow({ item, material }: MatterMaterial, provided: ProvidedMaterial | undefined): Omit<MaterialRow, 'case_id' | 'at'> {
  const states = { upload: 'uploaded', wallet: 'wallet', fetch: 'fetched', promise: 'promised', later: 'later' } as const;
  return {
    material_id: `${item.id}/${material.id}`,
    name: textIn(material.name, 'zh'),
    state: provided === undefined ? 'missing' : states[provided.way],
    source: provided?.source ?? null,
    files: provided?.files ?? [],
    record_id: provided?.recordId ?? null,
    promise: provided?.promise ?? null,
    later_due: null,
    note: null,
  };
}
