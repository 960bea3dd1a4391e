import path from 'node:path';
import { contactsOf, createAccess, type Access } from '#engines/access';
import { createAnalysis, type Analysis } from '#engines/analysis';
import { createCases, type Cases } from '#engines/cases';
import { calendarKind, createCalendar, createContent, type Content, type WorkingCalendar } from '#engines/content';
import { createDocuments, type Documents } from '#engines/documents';
import { createExchange, type Exchange, type HouseKey } from '#engines/exchange';
import { createFiles, createFolderStorage, type Files, type KeyWrapper } from '#engines/files';
import { createForms, type Forms } from '#engines/forms';
import { createJobs, type Jobs } from '#engines/jobs';
import { createLedger, type Ledger } from '#engines/ledger';
import { createMessages, type Messages } from '#engines/messages';
import { createPlaces, type Places } from '#engines/places';
import { createProcess, type Process } from '#engines/process';
import { createRecords, maskingKind, type Records } from '#engines/records';
import { createRules, type Rules } from '#engines/rules';
import { createSearch, type Search } from '#engines/search';
import { createSigning, verifySealSignature, verifySignedData, type Signing, type Trust } from '#engines/signing';
import type { Clock } from '#kernel/clock';
import type { Settings } from '#kernel/config';
import { ownTransaction, type Context } from '#kernel/context';
import { createDb, migrate, type Db } from '#kernel/db';
import { createIds, type Ids } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { erasureTerms, tellOfErasure } from './exchange-notices.ts';
import { exchangeCryptography, exchangeKey, exchangeRegisters } from './exchange-parts.ts';
import { fieldCrypto } from './field-crypto.ts';
import { createFieldGrades, type FieldGrades } from './field-grades.ts';
import { ledgerSigner } from './ledger-signer.ts';
import { migrationSources } from '../migrations.ts';

/** What the engines are made of; the content is not loaded yet. */
export interface EngineParts {
  settings: Settings;
  databaseUrl: string;
  secret: string;
  clock: Clock;
  log: Log;
  told?: (line: string) => void;
  /** Parsed content is kept here; the data folder when not given. */
  cacheFolder?: string;
  /** Folders of the packs, the place's own published one last. */
  packs: string[];
}

/** Every engine once, wired to the others; what a module needs, it picks from here. */
export interface Engines {
  db: Db;
  clock: Clock;
  ids: Ids;
  newId: Ids;
  log: Log;
  access: Access;
  analysis: Analysis;
  cases: Cases;
  content: Content;
  documents: Documents<Trust>;
  exchange: Exchange;
  files: Files;
  forms: Forms;
  jobs: Jobs;
  ledger: Ledger;
  messages: Messages;
  places: Places;
  process: Process;
  records: Records;
  rules: Rules;
  search: Search;
  signing: Signing;
  /** 工作日历 of the content as it stands; `renewCalendar` after a reload. */
  calendar: () => WorkingCalendar;
  renewCalendar(): void;
  /** Name and key with which this house speaks to others. */
  house: HouseKey;
  grades: FieldGrades;
  /** Where citizens reach the portal, without a slash at its end. */
  publicUrl: string;
  demonstration: boolean;
  /** Opens an ordinary writing transaction as the house itself. */
  asSystem<T>(use: (ctx: Context) => Promise<T>): Promise<T>;
}

export async function composeEngines({ settings, databaseUrl, secret, clock, log, told = () => {}, packs, cacheFolder = path.join(settings.dataFolder, 'cache') }: EngineParts): Promise<Engines> {
  const { demonstration } = settings;
  const publicUrl = settings.publicUrl.replace(/\/$/, '');
  const { host } = new URL(publicUrl);
  const ids: Ids = createIds(() => clock.now().getTime());
  await migrate(databaseUrl, migrationSources, told);
  const db = createDb({ url: databaseUrl });
  const asSystem: Engines['asSystem'] = (use) => ownTransaction({ db, clock, ids }, use);

  const content = createContent({ packs, cacheDirectory: cacheFolder });
  const rules = createRules(clock);
  const process = createProcess();
  const signing = createSigning({ masterKeys: new Map([[1, Buffer.from(secret)]]) });
  const { fields } = signing;
  const access = createAccess({
    db, clock, ids, content, crypto: fieldCrypto(fields, 'access'), publicUrl, demonstration,
    sendCode: (phone, code) => messages.sendCode(phone, code),
    failed: (error) => log.error({ err: error.message }, 'OpenID provider'),
    verifyPerson: (name, identityNumber) => asSystem((ctx) => personMatches(records, ctx, name, identityNumber)),
  });
  const jobs = createJobs({ db, clock, ids, log });
  await asSystem((ctx) => signing.ensureAuthority(ctx, '吉林省'));
  const ledger = createLedger({ db, clock, ids, log, origin: host, signer: await ledgerSigner(signing, asSystem) });
  const files = createFiles({ db, clock, ids, jobs, storage: createFolderStorage(path.join(settings.dataFolder, 'files')), keys: fileKeys(fields) });
  const grades = createFieldGrades(content, asSystem);
  const records = createRecords({ db, content, crypto: fieldCrypto(fields, 'records'), gradeOf: grades.of, masking: () => content.find(maskingKind, 'masking')?.value });
  const messages = createMessages({
    db, clock, ids, content, jobs, crypto: fieldCrypto(fields, 'messages'), contactsOf: (_tx, to) => contactsOf(access.part, to), publicUrl, demonstration,
    smtp: settings.smtpUrl === undefined ? undefined : { url: settings.smtpUrl, from: settings.smtpFrom },
  });
  const analysis = createAnalysis({ folder: path.join(settings.dataFolder, 'analysis') });
  const places = createPlaces({ content });
  const search = createSearch({ content, db, clock });
  const house = await exchangeKey(signing, asSystem, host);
  const exchange = createExchange({
    db, clock, ids, content, files, jobs, ledger, house, registers: exchangeRegisters(records, content), crypto: exchangeCryptography(signing),
    erasureTerms: () => erasureTerms(content), tellPeople: (ctx, about) => tellOfErasure(messages, ctx, about),
    failed: (error) => log.error({ err: error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : error }, 'exchange failed'),
  });
  const forms = createForms({ content, seal: (plain, binding) => fields.encrypt(plain, binding), open: (sealed, binding) => fields.decrypt(sealed, binding) });
  let known: WorkingCalendar | undefined;
  const calendar = (): WorkingCalendar => (known ??= createCalendar(content.list(calendarKind).map((d) => d.value)));
  // a year ahead: new cases never fall into the catch-all partition
  await db.owner((client) => client.query("select cases.ensure_partitions($1::timestamptz + interval '1 year')", [clock.now()]));
  const cases = createCases({ db, content, process, rules, jobs, ledger, calendar, crypto: fieldCrypto(fields, 'cases.answers') });
  const documents = createDocuments<Trust>({ evaluate: (expression, scope) => rules.evaluate(expression, scope), signing: { verifySealSignature, verifySignedData } });
  return {
    db, clock, ids, newId: ids, log, access, analysis, cases, content, documents, exchange, files, forms, jobs, ledger, messages, places, process, records, rules, search, signing,
    calendar, renewCalendar: () => (known = undefined), house, grades, publicUrl, demonstration, asSystem,
  };
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
