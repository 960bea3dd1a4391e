import { route, type Module } from '#kernel/house';
import type { Context } from '#kernel/context';
import { assess } from './assessment.ts';
import { assetLibrary, noteLoaded, noteUse } from './assets.ts';
import * as c from './contract.ts';
import { listCorrections, openCorrection, registerCorrectionFunctions } from './corrections.ts';
import { coordination, getDemand, listDemands } from './demand-views.ts';
import { openDemand, rateDemand, registerDemandFunctions } from './demands.ts';
import { scopeDemand } from './scope-demand.ts';
import type { CatalogueDeps } from './deps.ts';
import { findEntry } from './entry-queries.ts';
import { getEntry } from './entry-view.ts';
import { gradesOf, type FieldGrade } from './grade-of.ts';
import { hubOverview } from './hub.ts';
import { confirmGrades, proposeGrades } from './grading.ts';
import { declareEdges, lineage, type Edge } from './lineage.ts';
import { draftList, getIssuedList, issuedLists, issueList, setLiaison } from './lists.ts';
import { freedMaterials, freeMaterials, listMaterials, matchMaterial, materialDecisions } from './materials.ts';
import { mountEntry, unmountEntry } from './mounts.ts';
import { mountWorkbook } from './mount-workbook.ts';
import { addPurchase, askPurchase, decidePurchaseUse, listPurchases } from './purchases.ts';
import { rates } from './rates.ts';
import { registerLife, registerLives } from './register-lives.ts';
import { changeRegistration, listRegistrations, registerEntry, registerRegistrationFunctions, withdrawRegistration } from './registration.ts';
import { searchEntries } from './search-entries.ts';
import { startCatalogue } from './sync-content.ts';
import { exportCatalogue, importCatalogue } from './workbook.ts';

/** What other modules ask of the catalogue. */
export interface ResourceCatalogue {
  module: Module;
  /** Brings table and index in line with the content; at start and after each load of it. */
  start(asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>): Promise<void>;
  findEntry(ctx: Pick<Context, 'tx'>, entryId: string): ReturnType<typeof findEntry>;
  freedMaterials: typeof freedMaterials;
  /** 数据级别 of the fields of a register, for whoever masks: screens, services, files, open data. */
  gradesOf(ctx: Pick<Context, 'tx'>, register: string): Promise<ReadonlyMap<string, FieldGrade>>;
  /** The same of one field; null where no entry names it. */
  gradeOf(ctx: Pick<Context, 'tx'>, register: string, field: string): Promise<FieldGrade | null>;
  /** 血缘 of pipelines, services, open sets: replaces what `declaredBy` said before. */
  declareEdges(ctx: Context, declaredBy: string, edges: readonly Edge[]): Promise<void>;
  /** After a load: volume and freshness are read anew. */
  noteLoaded(ctx: Context): Promise<void>;
  /** 归集率 and its kin of every body, as the actor may see them. */
  rates(ctx: Context): ReturnType<typeof rates>;
  /** Calls of one consumer on one entry, added to the day's. */
  noteUse(ctx: Context, entryId: string, consumer: string, calls: number): Promise<void>;
}

/** Made before the content is loaded: its processes name the functions that are registered here. */
export function createResourceCatalogue(deps: CatalogueDeps): ResourceCatalogue {
  registerRegistrationFunctions(deps);
  registerDemandFunctions(deps);
  registerCorrectionFunctions(deps);
  return {
    module: catalogueModule(deps), start: (asSystem) => startCatalogue(deps, asSystem), findEntry: (ctx, id) => findEntry(ctx.tx, id), freedMaterials, declareEdges,
    gradesOf: (ctx, register) => gradesOf(deps, ctx, register), gradeOf: async (ctx, register, field) => (await gradesOf(deps, ctx, register)).get(field) ?? null,
    noteLoaded: (ctx) => noteLoaded(deps, ctx), rates: (ctx) => rates(deps, ctx, {}), noteUse,
  };
}

const catalogueModule = (deps: CatalogueDeps): Module => ({
  name: 'catalogue',
  systems: [
    'data-catalogue', 'data-lists', 'data-supply-demand', 'data-sharing-coordination', 'data-sharing-assessment', 'data-resource-portal', 'data-asset-library', 'data-classification', 'public-data-hub',
    'social-data-procurement', 'data-resource-management',
  ],
  uses: [],
  mount: (app) => mountWorkbook(app, deps.http),
  routes: [
    route(c.searchEntries, (ctx, i) => searchEntries(deps, ctx, i)),
    route(c.getEntry, (ctx, i) => getEntry(deps, ctx, i)),
    route(c.register, (ctx, i) => registerEntry(deps, ctx, i)),
    route(c.changeRegistration, (ctx, i) => changeRegistration(deps, ctx, i)),
    route(c.withdrawEntry, (ctx, i) => withdrawRegistration(deps, ctx, i)),
    route(c.listRegistrations, (ctx, i) => listRegistrations(ctx, i)),
    route(c.mountEntry, (ctx, i) => mountEntry(deps, ctx, i)),
    route(c.unmountEntry, (ctx, i) => unmountEntry(deps, ctx, i)),
    route(c.exportCatalogue, (ctx, i) => exportCatalogue(ctx, i)),
    route(c.importCatalogue, (ctx, i) => importCatalogue(deps, ctx, i)),
    route(c.rates, (ctx, i) => rates(deps, ctx, i)),
    route(c.draftList, (ctx, i) => draftList(ctx, i)),
    route(c.issueList, (ctx, i) => issueList(deps, ctx, i)),
    route(c.issuedLists, (ctx, i) => issuedLists(ctx, i)),
    route(c.getIssuedList, (ctx, i) => getIssuedList(ctx, i)),
    route(c.setLiaison, (ctx, i) => setLiaison(deps, ctx, i)),
    route(c.openDemand, (ctx, i) => openDemand(deps, ctx, i)),
    route(c.scopeDemand, (ctx, i) => scopeDemand(deps, ctx, i)),
    route(c.listDemands, (ctx, i) => listDemands(deps, ctx, i)),
    route(c.getDemand, (ctx, i) => getDemand(deps, ctx, i)),
    route(c.rateDemand, (ctx, i) => rateDemand(ctx, i)),
    route(c.coordination, (ctx) => coordination(deps, ctx)),
    route(c.openCorrection, (ctx, i) => openCorrection(deps, ctx, i)),
    route(c.listCorrections, (ctx) => listCorrections(ctx)),
    route(c.listMaterials, (ctx, i) => listMaterials(deps, ctx, i)),
    route(c.matchMaterial, (ctx, i) => matchMaterial(deps, ctx, i)),
    route(c.freeMaterials, (ctx, i) => freeMaterials(deps, ctx, i)),
    route(c.materialDecisions, (ctx) => materialDecisions(ctx)),
    route(c.proposeGrades, (ctx, i) => proposeGrades(deps, ctx, i)),
    route(c.confirmGrades, (ctx, i) => confirmGrades(deps, ctx, i)),
    route(c.lineage, (ctx, i) => lineage(deps, ctx, i)),
    route(c.assessment, (ctx, i) => assess(deps, ctx, i)),
    route(c.assetLibrary, (ctx) => assetLibrary(deps, ctx)),
    route(c.hubOverview, (ctx) => hubOverview(deps, ctx)),
    route(c.registerLives, (ctx) => registerLives(deps, ctx)),
    route(c.registerLife, (ctx, i) => registerLife(deps, ctx, i)),
    route(c.listPurchases, (ctx) => listPurchases(ctx)),
    route(c.addPurchase, (ctx, i) => addPurchase(deps, ctx, i)),
    route(c.askPurchase, (ctx, i) => askPurchase(deps, ctx, i)),
    route(c.decidePurchaseUse, (ctx, i) => decidePurchaseUse(ctx, i)),
  ],
});
