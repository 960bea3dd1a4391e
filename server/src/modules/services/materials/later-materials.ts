import type { Context } from '#kernel/context';
import { casesErrors, materialsOf, type MaterialRow, type Work } from '#engines/cases';
import type { Locale } from '#kernel/i18n';
import { textIn } from '#kernel/i18n';
import { dayInChina } from '#kernel/clock';
import { errors } from '../errors.ts';
import type { Hall } from '../hall.ts';
import type { Material } from '../items/item-definition.ts';
import { itemsOfCase, workingDay } from '../limits.ts';
import { notifyParty } from '../cases/notify-party.ts';
import { owedMaterials, type OwedRow } from './owed-queries.ts';
import { caseName, organisationName, partyInList } from '../desk/desk-summary.ts';
import { filesOf } from './provide-material.ts';

/** The paper as its item asks for it, in the version that the case keeps. */
const definedIn = (hall: Hall, work: Work, materialId: string): Material | undefined =>
  itemsOfCase(hall, work.row).flatMap((i) => i.materials).find((m) => materialId.endsWith(`/${m.id}`));

const nameIn = (row: Pick<MaterialRow, 'name'>, defined: Material | undefined, locale: Locale): string => (defined === undefined ? row.name : textIn(defined.name, locale));

/** Who still owes a paper: the case is being handled, or was granted on the promise of it (容缺通过). */
const owing = new Set(['accepted', 'suspended', 'granted', 'submitted']);

export interface LaterMaterials {
  caseId: string;
  version: number;
  materials: { itemId: string; materialId: string; fileIds: string[] }[];
}

/** 容缺后补: what was promised for later is handed in, all of it or some; the department then looks at it. */
export async function provideLater(hall: Hall, ctx: Context, input: LaterMaterials): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  if (work.row.party_id !== ctx.actor.partyId) throw casesErrors.unknown();
  const all = [work, ...(await hall.cases.loadChildren(ctx, work.row.id))];
  const owed = await materialsOf(ctx.tx, all.map((w) => w.row.id));
  const touched = new Set<Work>();
  for (const given of input.materials) {
    const key = `${given.itemId}/${given.materialId}`;
    const row = owed.find((m) => m.material_id === key && m.state === 'later');
    const target = all.find((w) => w.row.id === row?.case_id);
    if (row === undefined || target === undefined || !owing.has(target.row.state)) throw errors.nothingOwed();
    const defined = definedIn(hall, target, key);
    const files = defined === undefined ? [] : await filesOf(hall, ctx, given.fileIds, defined);
    target.material({ ...row, state: 'given', source: `容缺后补 · ${dayInChina(ctx.now)}`, files, note: null });
    target.act('laterMaterialGiven', { material: key, name: row.name, files: files.map((f) => f.id) }, true);
    touched.add(target);
  }
  for (const target of touched) await target.save();
  return work;
}

export interface SettleLater {
  caseId: string;
  version: number;
  materialId: string;
  settle: 'confirmed' | 'again';
  reason?: string | undefined;
}

/** 核对补交材料: in order, or asked for again with the reason and a new limit. By the window or by who examines. */
export async function settleLater(hall: Hall, ctx: Context, input: SettleLater): Promise<Work> {
  const work = await hall.cases.load(ctx, input.caseId, input.version);
  requireHandler(ctx, work);
  const row = (await materialsOf(ctx.tx, [work.row.id])).find((m) => m.material_id === input.materialId && m.state === 'given');
  if (row === undefined) throw errors.nothingOwed();
  const reason = input.reason?.trim() ?? '';
  const again = input.settle === 'again';
  if (again && reason === '') throw errors.reasonMissing();
  const due = again ? workingDay(hall, ctx.now, definedIn(hall, work, row.material_id)?.laterDays ?? 1) : null;
  work.material(again ? { ...row, state: 'later', files: [], source: null, note: reason, later_due: due } : { ...row, state: 'uploaded', later_due: null });
  work.act('laterMaterialSettled', { material: row.material_id, name: row.name, settle: input.settle, reason }, true);
  if (again) notifyParty(hall, work, 'later-material-again', { material: row.name, reason, until: due ?? '—' });
  await work.save();
  return work;
}

/** The window that took the case in, or those of its department who examine or decide it. */
export function requireHandler(ctx: Context, { row }: Work): void {
  const { permissions, organisations, divisions } = ctx.actor;
  const window = permissions.has('cases.accept') && divisions.some((d) => row.division.startsWith(d));
  const department = (permissions.has('cases.review') || permissions.has('cases.decide')) && organisations.includes(row.organisation);
  if (!window && !department) throw casesErrors.notYourTask();
}

export interface OwedMaterial {
  caseId: string;
  caseNumber: string;
  caseName: string;
  caseVersion: number;
  applicant: string;
  organisation: string;
  materialId: string;
  name: string;
  state: 'later' | 'given';
  dueOn: string | null;
  overdue: boolean;
  note: string | null;
}

/** 容缺台账: what is owed in the departments in sight, nearest limit first; what was handed in waits for a look. */
export async function listOwed(hall: Hall, ctx: Context, input: { box: 'owed' | 'overdue' | 'given'; limit: number }): Promise<{ materials: OwedMaterial[]; counts: { owed: number; overdue: number; given: number } }> {
  const today = dayInChina(ctx.now);
  const { rows, counts } = await owedMaterials(ctx.tx, { ...input, today });
  return { counts, materials: rows.map((row) => owedView(hall, ctx, row, today)) };
}

function owedView(hall: Hall, ctx: Context, row: OwedRow, today: string): OwedMaterial {
  const defined = itemsOfCase(hall, row).flatMap((i) => i.materials).find((m) => row.material_id.endsWith(`/${m.id}`));
  return {
    caseId: row.id, caseNumber: row.number, caseName: caseName(hall, ctx, row), caseVersion: row.version, applicant: partyInList(row), organisation: organisationName(hall, row.organisation),
    materialId: row.material_id, name: nameIn(row, defined, ctx.locale), state: row.material_state, dueOn: row.later_due,
    overdue: row.material_state === 'later' && row.later_due !== null && row.later_due < today, note: row.note,
  };
}
