import { createHmac } from 'node:crypto';
import { findPartyByCode, partyIdentity, organisationKind, divisionKind } from '#engines/access';
import { createPublishing } from '#engines/content';
import type { RegisterDefinition } from '#engines/records';
import { designersModule, dockingModule, identityModule, messagesModule, openingModule, sealsModule } from '#modules/capabilities';
import {
  agreementInForce, assessmentModule, boardRegisters, cascadeModule, collectionHostsKind, collectionModule, createOpenData, createResourceCatalogue, dataModule, developmentModule, enterpriseModule, guardSources, librariesModule, lineOf,
  offerRegisters, privacyModule, protectionModule, qualityModule, sharingModule, spatialModule, startSnapshots, takeAgreementWord, reindexProducts, tradingModule, visualisationModule,
} from '#modules/data';
import { securityModule } from '#modules/security';
import { certificateTypeKind, changeLicenceAtDesk, createCatalogue, createServices, issueLicence, verifyLicence, type Hall } from '#modules/services';
import { system, type Context } from '#kernel/context';
import type { Http } from '#kernel/http';
import type { Module } from '#kernel/house';
import { caseSource } from './case-source.ts';
import type { Engines } from './compose-engines.ts';
import { grantForDemand } from './demand-grant.ts';
import { isDivided } from './exchange-parts.ts';
import { fieldCrypto } from './field-crypto.ts';
import { hubCourse } from './hub-course.ts';
import { registerFacts, registerState, type RegisterFacts } from './register-facts.ts';
import { callsByDay, registerCourse, registerLives } from './register-life.ts';
import { consumersNamed, servicesOfRegisters } from './service-lineage.ts';

export interface Modules {
  hall: Hall;
  list: Module[];
  /** What modules keep of the content beside it: indexes, tables, sets; at start and after each load. */
  start(): Promise<void>;
}

/**
 * All modules over the engines. They are made before the content is loaded, since processes name the functions that modules register, and
 * read it only when they are asked.
 */
export function composeModules(engines: Engines, { secret, published, http }: { secret: string; published: string; http: Http }): Modules {
  const { access, content, cases, db, exchange, grades, jobs, log, messages, records, signing, asSystem, demonstration } = engines;
  const { fields } = signing;
  const catalogue = createCatalogue(content);
  const { organisation } = catalogue;
  const nameOf = (code: string): string => organisation(code)?.name ?? catalogue.divisionName(code);
  /** The engines, and what every module may ask about who is who. */
  const house = {
    ...engines, http, organisation, nameOf, divisionName: catalogue.divisionName,
    divisionOf: (code: string) => organisation(code)?.division,
    divided: (register: string) => isDivided(content, register),
    partyOf: (partyId: string) => partyIdentity(access.part, partyId),
    partyByCode: (code: string) => findPartyByCode(access.part, code),
  };
  const hall: Hall = { ...house, catalogue, publishing: createPublishing(content, published), publishedFolder: published, findSeal: (ctx, code) => findSeal(engines, organisation, ctx, code) };
  const services = createServices(hall, http);
  // as the house, whoever asks: an official's own reach would make a register look smaller
  const factsOf = (register: string): Promise<RegisterFacts> => db.read(system, (tx) => registerFacts(content, tx, register));
  const resources = createResourceCatalogue({
    ...house, divisionKnown: (digits) => content.find(divisionKind, digits) !== undefined, graded: () => void grades.refresh().then(() => openData.start()).catch(() => undefined),
    registerFacts: (_ctx, register) => factsOf(register), livesOf: (ctx) => registerLives(exchange, ctx), courseOf: (ctx, register) => registerCourse(exchange, (code) => organisation(code)?.name ?? code, ctx, register), callsByDay, hubCourse: (ctx) => hubCourse(exchange, ctx),
    grant: (ctx, demand) => grantForDemand({ exchange, content }, ctx, demand), servicesOf: () => servicesOfRegisters(exchange), consumersOf: (ctx, ids) => consumersNamed(exchange, nameOf, ctx, ids), serviceExists: async (_ctx, service) => (await exchange.findService(service)) !== undefined,
  });
  hall.freedMaterials = resources.freedMaterials;
  const openData = createOpenData({
    ...house, partyName: async (partyId) => (await house.partyOf(partyId))?.name,
    divisionName: (digits) => (content.find(divisionKind, digits) === undefined ? undefined : catalogue.divisionName(digits)),
  });
  const privacy = { ...house, markKey: createHmac('sm3', secret).update('privacy.marks').digest(), crypto: fieldCrypto(fields, 'privacy'), line: lineOf(jobs) };
  const organisations = () => content.list(organisationKind).map((d) => d.value);
  const collection = { ...house, records: guardSources(records, { content, organisations }), crypto: fieldCrypto(fields, 'collection'), loaded: resources.noteLoaded, catalogueRates: async (ctx: Context) => (await resources.rates(ctx)).bodies };
  const sealOf = (ctx: Context, side: Parameters<typeof companySeal>[2]) => companySeal(engines, ctx, side);
  const list: Module[] = [
    services.module,
    identityModule(access, (ctx, days) => signing.certificatesEnding(ctx, days)),
    messagesModule({ messages, content, demonstration }),
    sealsModule(house),
    designersModule({ ...house, publishing: hall.publishing, actions: cases.functions }),
    dockingModule({ ...house, crypto: fieldCrypto(fields, 'docking'), subjectKey: createHmac('sm3', secret).update('docking.subjects').digest(), mayReach: (host) => content.list(collectionHostsKind).some((d) => d.value.hosts.includes(host)) }),
    openingModule({ ...house, verifyLicence: (ctx, i) => verifyLicence(hall, ctx, i) }),
    dataModule(house),
    collectionModule(collection),
    librariesModule({
      ...house, caseSource, registerFacts: factsOf, registerState: (register) => db.read(system, (tx) => registerState(content, tx, register)),
      answersOf: (row) => (row.answers === null ? {} : (JSON.parse(fields.decrypt(row.answers, 'cases.answers').toString('utf8')) as Record<string, unknown>)),
    }),
    resources.module,
    qualityModule(house),
    developmentModule({ ...house, declareEdges: resources.declareEdges }),
    sharingModule({ ...house, nameOf: (code, locale) => (locale === 'en' ? organisation(code)?.englishName : organisation(code)?.name), companyName: async (code) => (await house.partyByCode(code))?.name }),
    cascadeModule({ ...house, failed: (error) => log.warn({ err: String(error) }, 'cascade: a line failed'), agreement: (ctx, from, body) => takeAgreementWord(privacy, ctx, from, body) }),
    openData.module,
    spatialModule(house),
    visualisationModule(house),
    tradingModule({ ...house, agreementInForce, sealOf }),
    enterpriseModule({ ...house, collection, organisations, sealOf, crypto: fieldCrypto(fields, 'enterprise') }),
    privacyModule(privacy),
    protectionModule(house),
    assessmentModule({
      ...house,
      issue: (work, { type, holder, fields: values }) => issueLicence(hall, work, { type: content.get(certificateTypeKind, type).value, holder: { ...holder, codeType: '001' }, fields: values }),
      annul: (ctx, change) => changeLicenceAtDesk(hall, ctx, { ...change, change: 'annul' }),
    }),
    securityModule({ ...house, organisationName: (code) => organisation(code)?.name, register: (id) => content.find<RegisterDefinition>('register', id)?.value }),
  ];
  return {
    hall, list,
    async start() {
      await services.index();
      await resources.start(asSystem);
      await openData.start();
      await asSystem((ctx) => reindexProducts(house, ctx));
      await startSnapshots(house, [...boardRegisters(content), ...offerRegisters(content)]);
    },
  };
}

/** 示范环境: an issuer without a seal gets one in the sandbox; a real place applies for its seals at the desk. */
async function findSeal({ signing, demonstration }: Engines, organisationOf: Hall['catalogue']['organisation'], ctx: Context, code: string): Promise<{ id: string } | undefined> {
  const found = await signing.findActiveSeal(ctx, code);
  const known = organisationOf(code);
  if (found !== undefined || !demonstration || known === undefined) return found;
  return signing.ensureSeal(ctx, { organisation: code, organisationName: known.name, kind: '电子专用章', division: known.division.slice(0, 6).padEnd(6, '0'), reason: '示范环境自动制作' });
}

/** 合同专用章 of a side of a contract; in a demonstration one that is missing is made. */
async function companySeal({ signing, demonstration }: Engines, ctx: Context, side: { code: string; name: string; division: string }): Promise<{ id: string } | undefined> {
  const kind = '合同专用章';
  const found = await signing.findActiveSeal(ctx, side.code, kind);
  if (found !== undefined || !demonstration) return found;
  return signing.ensureSeal(ctx, { organisation: side.code, organisationName: side.name, kind, division: side.division.slice(0, 6).padEnd(6, '0'), reason: '示范环境自动制作' });
}
