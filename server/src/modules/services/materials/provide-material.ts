import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { dayInChina } from '#kernel/clock';
import type { DraftView } from '../applications/contract-application.ts';
import { askedOf, loadDraft, purposeOf, type DraftState } from '../applications/draft-state.ts';
import { draftViewOf } from '../applications/draft-view.ts';
import { errors } from '../errors.ts';
import { fetchMaterial, keyOfMaterial } from './fetch-material.ts';
import type { Hall } from '../hall.ts';
import { promiseBarred } from '../supervision/later-check.ts';
import type { Material } from '../items/item-definition.ts';
import { waysOf } from './material-ways.ts';
import { materialKey, type ProvidedMaterial } from './provided-material.ts';
import { refuseStale, writeDraft } from '../applications/save-draft.ts';
import { licenceFits } from '../licences/wallet.ts';

export interface ProvideMaterial {
  draftId: string;
  version: number;
  itemId: string;
  materialId: string;
  way: ProvidedMaterial['way'] | 'remove';
  fileIds?: string[] | undefined;
  recordId?: string | undefined;
}

/** 提供材料: in one of the ways that the material allows. */
export async function provideMaterial(hall: Hall, outer: Context, input: ProvideMaterial): Promise<DraftView> {
  const state = await loadDraft(hall, outer, input.draftId);
  refuseStale(state, input.version);
  const { materials, scope } = askedOf(hall, state);
  const asked = materials.find((m) => m.item.id === input.itemId && m.material.id === input.materialId);
  if (asked === undefined) throw errors.materialUnknown();
  const name = materialKey(asked.item.id, asked.material.id);
  const provided = { ...state.application.materials };
  if (input.way === 'remove') delete provided[name];
  else provided[name] = await answerOf(hall, state, asked.material, { ...input, way: input.way }, scope);
  const saved = await writeDraft(hall, { ...state, application: { ...state.application, materials: provided } }, input.version);
  return draftViewOf(hall, saved);
}

type Way = ProvideMaterial & { way: ProvidedMaterial['way'] };

async function answerOf(hall: Hall, state: DraftState, material: Material, input: Way, scope: Record<string, unknown>): Promise<ProvidedMaterial> {
  const { ctx } = state;
  const words = { material: textIn(material.name, ctx.locale) };
  if (!waysOf(material).includes(input.way)) throw errors.wayNotAllowed(words);
  const at = ctx.now.toISOString();
  switch (input.way) {
    case 'upload':
      return { way: 'upload', files: await filesOf(hall, ctx, input.fileIds ?? [], material), at };
    case 'wallet':
      return { ...(await licenceOf(hall, state, material, input.recordId)), at };
    case 'promise':
      if (await promiseBarred(ctx, state.application.party_id)) throw errors.promiseBarred(words);
      return { way: 'promise', promise: textIn(material.promise!, 'zh'), at };
    case 'later':
      return { way: 'later', source: `受理后 ${material.laterDays} 个工作日内补交`, at };
    case 'fetch': {
      const key = keyOfMaterial(hall, material, scope);
      const found = key === undefined ? undefined : await fetchMaterial(hall, ctx, material, key, purposeOf(state));
      if (found === undefined) throw errors.notFetched(words);
      return found;
    }
  }
}

const mediaTypes: Record<Material['accept'][number], RegExp> = { pdf: /^application\/pdf$/, ofd: /ofd/, jpg: /^image\/jpeg$/, png: /^image\/png$/ };

/** Files that the actor may see and that are of a kind the material takes; who may not see one does not learn that it is there. */
export async function filesOf(hall: Pick<Hall, 'files'>, ctx: Context, ids: readonly string[], material: Material): Promise<NonNullable<ProvidedMaterial['files']>> {
  const wrongNumber = ids.length === 0 || ids.length > material.filesMax || new Set(ids).size !== ids.length;
  if (wrongNumber) throw errors.fileUnknown();
  const files = [];
  for (const id of ids) {
    const meta = await hall.files.getMeta(ctx, id);
    if (!material.accept.some((kind) => mediaTypes[kind].test(meta.mediaType))) throw errors.wayNotAllowed({ material: textIn(material.name, ctx.locale) });
    files.push({ id, name: meta.name, bytes: meta.size });
  }
  return files;
}

async function licenceOf(hall: Hall, state: DraftState, material: Material, recordId: string | undefined): Promise<Omit<ProvidedMaterial, 'at'>> {
  const { ctx, applicant } = state;
  const record = recordId === undefined ? undefined : await hall.records.find(ctx, 'certificate', recordId, { purpose: purposeOf(state) });
  if (record === undefined || !licenceFits(hall, record, applicant, material.certificate!, ctx.now)) throw errors.licenceNotYours();
  return { way: 'wallet', recordId: record.id, source: `${String(record.data['name'])} ${String(record.data['number'])} · 电子证照库 · ${dayInChina(ctx.now)}` };
}
