import type { RegisterRecord } from '#engines/records';
import { textIn, type Locale } from '#kernel/i18n';
import { check } from '@yiwang/ui/form-logic/check.ts';
import { problemWords, type FormProblem } from '@yiwang/ui/form-logic/form-problem.ts';
import type { ApplicationRow } from './application-queries.ts';
import type { DraftView } from './contract-application.ts';
import { nameWords } from '../content-names.ts';
import type { MaterialView } from '../contract-types.ts';
import { askedOf, checkOptions, pageId, pageIndex, purposeOf, type DraftState } from './draft-state.ts';
import { formView } from './form-view.ts';
import type { Hall } from '../hall.ts';
import { itemView } from '../items/plan-life-event.ts';
import { waysOf } from '../materials/material-ways.ts';
import type { MatterMaterial } from './matter.ts';
import { materialKey, type ProvidedMaterial } from '../materials/provided-material.ts';
import { licenceFits, licencesOf } from '../licences/wallet.ts';

/** The draft as its page shows it; `problems` are those of the page on which the applicant stands, unless given. */
export async function draftViewOf(hall: Hall, state: DraftState, problems?: readonly FormProblem[]): Promise<DraftView> {
  const { ctx, application, draft, matter, form } = state;
  const { locale } = ctx;
  const { items, materials } = askedOf(hall, state);
  const wallet = materials.some((m) => m.material.certificate !== undefined) ? await licencesOf(hall, ctx, state.applicant.code, purposeOf(state)) : [];
  const page = pageIndex(form, draft.page);
  const found = problems ?? check(form, draft.answers, { ...checkOptions(hall, state), page: pageId(form, page) }).problems;
  return {
    id: draft.id,
    subject: { kind: matter.kind, id: matter.id, name: textIn(matter.name, locale) },
    division: { digits: application.division, name: hall.catalogue.divisionName(application.division, locale) },
    party: { id: application.party_id, name: application.party_name, kind: application.party_kind },
    form: formView(hall.content, form),
    answers: draft.answers,
    sources: Object.fromEntries(Object.entries(application.sources).map(([path, s]) => [path, { ...s, register: registerWords(hall, s.register, locale) }])),
    guide: application.guide,
    items: items.map((item) => { const { id, name, department } = itemView(item, locale); return { id, name, department }; }),
    materials: materials.map((m) => materialViewOf(hall, state, m, application.materials[materialKey(m.item.id, m.material.id)], wallet)),
    problems: found.map((p) => ({ path: p.path, code: p.code, message: problemText(hall, application, p, locale) })),
    dropped: draft.dropped,
    page,
    version: draft.version,
    updatedAt: draft.updatedAt.toISOString(),
    expiresAt: draft.expiresAt.toISOString(),
  };
}

/** What is looked at and is no register of the content. */
const others: Record<string, { zh: string; en: string }> = { cases: { zh: '办件', en: 'Case' }, 'access.party': { zh: '身份信息', en: 'Identity' } };

export const registerWords = (hall: Pick<Hall, 'content'>, register: string, locale: Locale): string => {
  const found = hall.content.find<{ title: string | { zh: string; en?: string } }>('register', register);
  return found === undefined ? textIn(others[register] ?? register, locale) : textIn(found.value.title, locale);
};

/** A locked field names its register as people know it. */
function problemText(hall: Pick<Hall, 'content'>, { sources }: Pick<ApplicationRow, 'sources'>, { path, code, message }: FormProblem, locale: Locale): string {
  const source = code === 'locked' ? sources[path] : undefined;
  return source === undefined ? message[locale] : problemWords('locked', { register: registerWords(hall, source.register, locale) })[locale];
}

const states = { upload: 'uploaded', wallet: 'wallet', fetch: 'fetched', promise: 'promised', later: 'later' } as const satisfies Record<ProvidedMaterial['way'], MaterialView['state']>;

export const fileView = ({ id, name, bytes }: { id: string; name: string; bytes: number }): MaterialView['files'][number] => ({ id, name, bytes, url: `/api/files/${id}` });

/** 一份材料: how it is answered, and every way that is open, with the licences that fit. */
function materialViewOf(hall: Pick<Hall, 'content'>, { ctx, applicant }: Pick<DraftState, 'ctx' | 'applicant'>, { item, material, required }: MatterMaterial, provided: ProvidedMaterial | undefined, wallet: readonly RegisterRecord[]): MaterialView {
  const { locale } = ctx;
  const words = (text: Parameters<typeof textIn>[0] | undefined): string | null => (text === undefined ? null : textIn(text, locale));
  const fitting = material.certificate === undefined ? [] : wallet.filter((r) => licenceFits(hall, r, applicant, material.certificate!, ctx.now));
  return {
    id: material.id,
    itemId: item.id,
    itemName: textIn(item.definition.value.name, locale),
    name: textIn(material.name, locale),
    required,
    note: words(material.note),
    state: provided === undefined ? 'missing' : states[provided.way],
    source: provided?.source ?? null,
    ways: waysOf(material),
    promise: words(material.promise),
    laterDays: material.laterDays ?? null, laterDue: null,
    accept: [...material.accept],
    filesMax: material.filesMax,
    files: (provided?.files ?? []).map(fileView),
    candidates: fitting.map((r) => ({ recordId: r.id, title: nameWords(hall.content, String(r.data['name']), locale), number: String(r.data['number']) })),
  };
}
