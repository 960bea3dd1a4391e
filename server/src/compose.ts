import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { contactsOf, createAccess, divisionKind, findPartyByCode, organisationKind, partyIdentity, type Access } from '#engines/access';
import { createAnalysis, type Analysis } from '#engines/analysis';
import { createCases, type Cases } from '#engines/cases';
import { calendarKind, createCalendar, createContent, createPublishing, ensurePublishedPack, findPacks, placePackOf, type Content, type WorkingCalendar } from '#engines/content';
import { createDocuments } from '#engines/documents';
import { createExchange, type Exchange } from '#engines/exchange';
import { createFiles, createFolderStorage, type Files, type KeyWrapper } from '#engines/files';
import { createForms, type Forms } from '#engines/forms';
import { createJobs, type Jobs } from '#engines/jobs';
import { createLedger, type Ledger } from '#engines/ledger';
import { createMessages, type Messages } from '#engines/messages';
import { createPlaces, type Places } from '#engines/places';
import { createProcess } from '#engines/process';
import { createRecords, loadDemonstration, maskingKind, type Records, type RegisterDefinition } from '#engines/records';
import { createRules } from '#engines/rules';
import { createSearch, type Search } from '#engines/search';
import { createSigning, verifySealSignature, verifySignedData, type Signing, type Trust } from '#engines/signing';
import { createDocking, designersModule, identityModule, messagesModule, openingModule, sealsModule } from '#modules/capabilities';
import { agreementInForce, cascadeModule, collectionHostsKind, collectionModule, createAssessment, createDevelopment, createLibraries, createOpenData, createResourceCatalogue, createTrading, dataModule, guardSources, lineOf, privacyModule, protectionModule, qualityModule, sharingModule, spatialModule, startBoards, takeAgreementWord, visualisationModule, type OpenData } from '#modules/data';
import { securityModule } from '#modules/security';
import { certificateTypeKind, changeLicenceAtDesk, createCatalogue, createServices, issueLicence, verifyLicence, type Hall } from '#modules/services';
import type { Clock } from '#kernel/clock';
import type { Settings } from '#kernel/config';
import { system, type Context } from '#kernel/context';
import { createDb, migrate, type Db } from '#kernel/db';
import { createHttp, type Http, type HttpSettings } from '#kernel/http';
import type { Module } from '#kernel/house';
import { createIds, type Ids } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { caseSource } from './case-source.ts';
import { houseKinds } from './content-kinds.ts';
import { exchangeCryptography, exchangeKey, exchangeRegisters } from './exchange-parts.ts';
import { grantForDemand } from './demand-grant.ts';
import { fieldCrypto } from './field-crypto.ts';
import { createFieldGrades } from './field-grades.ts';
import { ledgerSigner } from './ledger-signer.ts';
import { migrationSources } from './migrations.ts';
import { registerFacts, registerState } from './register-facts.ts';
import { callsByDay, registerCourse, registerLives } from './register-life.ts';
import { loadPackLayers, loadPackRecords } from './pack-data.ts';

/** The whole government in one process, wired: settings → kernel → engines → modules. */
export interface House {
  db: Db;
  http: Http;
  content: Content;
  exchange: Exchange;
  access: Access;
  analysis: Analysis;
  cases: Cases;
  forms: Forms;
  files: Files;
  jobs: Jobs;
  ledger: Ledger;
  messages: Messages;
  places: Places;
  records: Records;
  search: Search;
  signing: Signing;
  hall: Hall;
  clock: Clock;
  /** Begins the background work: jobs, ledger. */
  work(): void;
  /** Runs a use case as the house itself. */
  asSystem<T>(use: (ctx: Context) => Promise<T>): Promise<T>;
  reload(): Promise<void>;
  close(): Promise<void>;
}

export interface HouseParts {
  settings: Settings;
  databaseUrl: string;
  secret: string;
  clock: Clock;
  log: Log;
  told?: (line: string) => void;
  /** Parsed content is kept here; the data folder when not given. */
  cacheFolder?: string;
  /** Other rates of requests than the house's own, for measurements. */
  rates?: Pick<HttpSettings, 'visitors' | 'accounts'>;
}

export async function composeHouse({ settings, databaseUrl, secret, clock, log, told = () => {}, rates = {}, cacheFolder = path.join(settings.dataFolder, 'cache') }: HouseParts): Promise<House> {
  const ids: Ids = createIds(() => clock.now().getTime());
  await migrate(databaseUrl, migrationSources, told);
  const db = createDb({ url: databaseUrl });
  const asSystem = <T>(use: (ctx: Context) => Promise<T>): Promise<T> =>
    db.write(system, (tx) => use({ tx, actor: system, now: clock.now(), newId: ids, locale: 'zh', requestId: 'house' }));

  const published = path.join(settings.dataFolder, 'published');
  const packs = packsOf(settings, published);
  const content = createContent({ packs, cacheDirectory: cacheFolder });
  const rules = createRules(clock);
  const process = createProcess();
  const signing = createSigning({ masterKeys: new Map([[1, Buffer.from(secret)]]) });
  const { fields } = signing;
  const access = createAccess({ db, clock, ids, content, crypto: fieldCrypto(fields, 'access'), publicUrl: settings.publicUrl, demonstration: settings.demonstration, sendCode: (phone, code) => messages.sendCode(phone, code),
    failed: (error) => log.error({ err: error.message }, 'OpenID provider'), verifyPerson: (name, identityNumber) => asSystem((ctx) => personMatches(records, ctx, name, identityNumber)),
  });
  const jobs = createJobs({ db, clock, ids, log });
  await asSystem((ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const ledger = createLedger({ db, clock, ids, log, origin: new URL(settings.publicUrl).host, signer: await ledgerSigner(signing, asSystem) });
  const files = createFiles({ db, clock, ids, jobs, storage: createFolderStorage(path.join(settings.dataFolder, 'files')), keys: fileKeys(fields) });
  const grades = createFieldGrades(content, asSystem);
  const records = createRecords({ db, content, crypto: fieldCrypto(fields, 'records'), gradeOf: grades.of, masking: () => content.find(maskingKind, 'masking')?.value });
  const messages = createMessages({
    db, clock, ids, content, jobs, crypto: fieldCrypto(fields, 'messages'), contactsOf: (_tx, to) => contactsOf(access.part, to), publicUrl: settings.publicUrl, demonstration: settings.demonstration,
    smtp: settings.smtpUrl === undefined ? undefined : { url: settings.smtpUrl, from: settings.smtpFrom },
  });
  const analysis = createAnalysis({ folder: path.join(settings.dataFolder, 'analysis') });
  const places = createPlaces({ content });
  const search = createSearch({ content, db, clock });
  const house = await exchangeKey(signing, asSystem, new URL(settings.publicUrl).host);
  const exchange = createExchange({
    db, clock, ids, content, files, jobs, ledger, registers: exchangeRegisters(records, content), crypto: exchangeCryptography(signing), house,
    failed: (error) => log.error({ err: error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error }, 'exchange failed'),
  });
  const forms = createForms({ content, seal: (plain, binding) => fields.encrypt(plain, binding), open: (sealed, binding) => fields.decrypt(sealed, binding) });
  let calendar: WorkingCalendar | undefined;
  const calendarNow = (): WorkingCalendar => (calendar ??= createCalendar(content.list(calendarKind).map((d) => d.value)));
  // a year ahead: new cases never fall into the catch-all partition
  await db.owner((client) => client.query("select cases.ensure_partitions($1::timestamptz + interval '1 year')", [clock.now()]));
  const cases = createCases({ db, content, process, rules, jobs, ledger, calendar: calendarNow, crypto: fieldCrypto(fields, 'cases.answers') });
  const documents = createDocuments<Trust>({ evaluate: (expression, scope) => rules.evaluate(expression, scope), signing: { verifySealSignature, verifySignedData } });
  const hall: Hall = {
    access, cases, catalogue: createCatalogue(content), content, documents, files, forms, jobs, ledger, messages, process, records, rules, search, signing,
    calendar: calendarNow, publicUrl: settings.publicUrl, publishing: createPublishing(content, published), publishedFolder: published,
    partyOf: (partyId) => partyIdentity(access.part, partyId),
    partyByCode: (code) => findPartyByCode(access.part, code),
    findSeal: (ctx, organisation) => findSeal(hall, settings, ctx, organisation),
  };
  const services = createServices(hall);
  let openNow: OpenData | undefined;
  const resources = createResourceCatalogue({
    content, cases, search, ledger, rules, calendar: calendarNow, organisation: hall.catalogue.organisation, graded: () => void grades.refresh().then(() => openNow?.start()).catch(() => undefined),
    registerFacts: (ctx, register) => registerFacts(content, ctx, register), grant: (ctx, demand) => grantForDemand({ exchange, content }, ctx, demand),
    livesOf: (ctx) => registerLives(exchange, ctx), courseOf: (ctx, register) => registerCourse(exchange, (code) => hall.catalogue.organisation(code)?.name ?? code, ctx, register), callsByDay,
    serviceExists: async (_ctx, service) => (await exchange.findService(service)) !== undefined,
  });
  const privacyDeps = { db, clock, ids, content, records, ledger, jobs, house, markKey: createHmac('sm3', secret).update('privacy.marks').digest(), crypto: fieldCrypto(fields, 'privacy'), organisation: hall.catalogue.organisation, divisionName: hall.catalogue.divisionName, line: lineOf(jobs) };
  const cascade = cascadeModule({
    db, clock, ids, cases, content, exchange, jobs, ledger, records, calendar: calendarNow, publicUrl: settings.publicUrl, organisation: hall.catalogue.organisation, failed: (error) => log.warn({ err: String(error) }, 'cascade: a line failed'),
    agreement: (ctx, from, body) => takeAgreementWord(privacyDeps, ctx, from, body),
  });
  const governance = qualityModule({
    analysis, cases, content, files, jobs, records, rules, clock, newId: ids,
    nameOf: (code) => hall.catalogue.organisation(code)?.name ?? hall.catalogue.divisionName(code), divisionOf: (code) => hall.catalogue.organisation(code)?.division,
  });
  const development = createDevelopment({
    db, clock, ids, analysis, cases, content, exchange, files, jobs, ledger, records, rules, calendar: calendarNow, declareEdges: resources.declareEdges, partyOf: hall.partyOf,
  });
  const docking = createDocking({
    db, clock, ids, access, cases, content, crypto: fieldCrypto(fields, 'docking'), jobs, ledger, rules, partyOf: hall.partyOf, mayReach: (host) => content.list(collectionHostsKind).some((d) => d.value.hosts.includes(host)),
  });
  const trading = createTrading({
    db, clock, ids, cases, content, documents, exchange, files, jobs, ledger, rules, signing, organisation: hall.catalogue.organisation, partyOf: hall.partyOf, agreementInForce, sealOf: (ctx, side) => companySeal(hall, settings, ctx, side),
  });
  const libraries = createLibraries({
    analysis, cases, caseSource, clock, content, exchange, files, jobs, newId: ids, records, rules, search, organisation: hall.catalogue.organisation, partyOf: hall.partyOf, registerFacts: (register) => db.read(system, (tx) => registerFacts(content, { tx }, register)),
    registerState: (register) => db.read(system, (tx) => registerState(content, tx, register)),
    answersOf: (row) => (row.answers === null ? {} : (JSON.parse(fields.decrypt(row.answers, 'cases.answers').toString('utf8')) as Record<string, unknown>)),
  });
  const assessment = createAssessment({
    cases, content, files, ledger, records, organisation: hall.catalogue.organisation, partyByCode: hall.partyByCode,
    issue: (work, { type, holder, fields }) => issueLicence(hall, work, { type: content.get(certificateTypeKind, type).value, holder: { ...holder, codeType: '001' }, fields }),
    annul: (ctx, change) => changeLicenceAtDesk(hall, ctx, { ...change, change: 'annul' }),
  });
  const boards = {
    analysis, content, jobs, places, asSystem,
    nameOf: (code: string) => hall.catalogue.organisation(code)?.name ?? hall.catalogue.divisionName(code), divisionOf: (code: string) => hall.catalogue.organisation(code)?.division,
  };
  hall.freedMaterials = resources.freedMaterials;
  for (const kind of houseKinds({ has: cases.hasFunction })) content.registerKind(kind);
  told('content');
  await content.load();
  await records.prepare();
  await exchange.prepare();
  await access.start();
  if (settings.demonstration) await loadDemonstration(records, { content, now: clock.now(), newId: ids });
  await loadPackRecords(records, packs, { now: clock.now(), newId: ids });
  await asSystem((ctx) => loadPackLayers(places, ctx, packs));
  await services.index();
  await resources.start(asSystem);
  await startBoards(boards);
  const http = createHttp({ db, clock, ids, log, authenticate: access.authenticate, digestKey: createHmac('sm3', secret).update('kernel.answer').digest('hex'), ...rates });
  const collection = collectionModule({ analysis, db, clock, ids, http, content, files, jobs, records: guardSources(records, { content, organisations: () => content.list(organisationKind).map((d) => d.value) }), crypto: fieldCrypto(fields, 'collection'), organisation: hall.catalogue.organisation, loaded: resources.noteLoaded, catalogueRates: async (ctx) => (await resources.rates(ctx)).bodies });
  await grades.refresh();
  const privacy = privacyModule(privacyDeps);
  const protection = protectionModule({ analysis, clock, content, exchange, files, jobs, ledger, records, rules, organisation: hall.catalogue.organisation });
  const openData = createOpenData({
    db, http, clock, newId: ids, content, records, places, analysis, jobs, ledger, asSystem, calendar: calendarNow, organisation: hall.catalogue.organisation, partyName: async (partyId) => (await hall.partyOf(partyId))?.name, divisionName: (digits) => (content.find(divisionKind, digits) === undefined ? undefined : hall.catalogue.divisionName(digits)), publicUrl: settings.publicUrl.replace(/\/$/, ''),
  });
  openNow = openData;
  await openData.start();
  const opening = openingModule({
    db, clock, ids, access, content, documents, jobs, ledger, messages, places, records, signing, calendar: calendarNow, organisation: hall.catalogue.organisation, partyByCode: hall.partyByCode, verifyLicence: (ctx, i) => verifyLicence(hall, ctx, i),
  });
  for (const module of [openData.module, opening, docking.module(), spatialModule({ places, files }), cascade, privacy, protection, ...modulesOf({ http, access, exchange, services, hall, settings }), resources.module(http), development.module(), trading.module(), governance, visualisationModule(boards), libraries.module(), assessment.module(), collection]) await http.mount(module);
  return {
    db, http, content, exchange, access, analysis, cases, forms, files, jobs, ledger, messages, places, records, search, signing, hall, clock, asSystem,
    work() {
      jobs.start();
      ledger.start();
    },
    async reload() {
      await content.reload();
      calendar = undefined;
      exchange.refresh();
      await records.prepare();
      await access.start();
      await services.index();
      await resources.start(asSystem);
      await openData.start();
    },
    async close() {
      await http.app.close();
      await exchange.close();
      await jobs.stop();
      await ledger.stop();
      analysis.close();
      await db.close();
    },
  };
}

interface Mounting {
  http: Http;
  access: Access;
  exchange: Exchange;
  services: ReturnType<typeof createServices>;
  hall: Hall;
  settings: Settings;
}

const modulesOf = ({ http, access, exchange, services, hall, settings }: Mounting): Module[] => {
  const { signing, documents, files, ledger, messages, content, records, catalogue } = hall;
  return [
    services.module(http),
    identityModule(access, (ctx, days) => signing.certificatesEnding(ctx, days)),
    designersModule({ content, publishing: hall.publishing, process: hall.process, rules: hall.rules, ledger, calendar: hall.calendar, organisation: catalogue.organisation, actions: hall.cases.functions }),
    sealsModule({ signing, documents, files, ledger, organisation: catalogue.organisation }),
    messagesModule({ messages, content, demonstration: settings.demonstration }),
    dataModule({ records, content }),
    sharingModule({ exchange, ledger, files, nameOf: (code) => hall.catalogue.organisation(code)?.name }),
    securityModule({ signing, ledger, organisationName: (code) => catalogue.organisation(code)?.name, register: (id) => content.find<RegisterDefinition>('register', id)?.value }),
  ];
};

/** Packs of the settings; demonstration packs only where they are wanted; versions published at the desk on top. */
function packsOf(settings: Settings, published: string): string[] {
  mkdirSync(published, { recursive: true });
  const folders = settings.contentFolders.flatMap((folder) => findPacks(folder)).filter((folder) => settings.demonstration || !/[/\\]demo$/.test(folder));
  const place = placePackOf(folders);
  if (place !== undefined) ensurePublishedPack(published, place);
  return [...folders, ...findPacks(published)];
}

/** 示范环境: an issuer without a seal gets one in the sandbox; a real place applies for its seals at the desk. */
async function findSeal(hall: Hall, settings: Settings, ctx: Context, organisation: string): Promise<{ id: string } | undefined> {
  const found = await hall.signing.findActiveSeal(ctx, organisation);
  const known = hall.catalogue.organisation(organisation);
  if (found !== undefined || !settings.demonstration || known === undefined) return found;
  return hall.signing.ensureSeal(ctx, { organisation, organisationName: known.name, kind: '电子专用章', division: known.division.slice(0, 6).padEnd(6, '0'), reason: '示范环境自动制作' });
}

/** 合同专用章 of a side of a contract; in a demonstration one that is missing is made. */
async function companySeal(hall: Hall, settings: Settings, ctx: Context, side: { code: string; name: string; division: string }): Promise<{ id: string } | undefined> {
  const kind = '合同专用章';
  const found = await hall.signing.findActiveSeal(ctx, side.code, kind);
  if (found !== undefined || !settings.demonstration) return found;
  return hall.signing.ensureSeal(ctx, { organisation: side.code, organisationName: side.name, kind, division: side.division.slice(0, 6).padEnd(6, '0'), reason: '示范环境自动制作' });
}

/** 实名核验: the population register says whether a name belongs to an identity number; one that it does not hold is refused. */
async function personMatches(records: Records, ctx: Context, name: string, identityNumber: string): Promise<boolean> {
  const [found] = await records.lookUp(ctx, 'population', { identityNumber }, { purpose: { duty: '实名注册', text: '注册实名核验' } });
  return found?.data['name'] === name;
}

const fileKeys = (fields: Signing['fields']): KeyWrapper => ({
  wrapKey: async (key) => fields.encrypt(key, 'files.key'),
  unwrapKey: async (wrapped) => fields.decrypt(wrapped, 'files.key'),
});
