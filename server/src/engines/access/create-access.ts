import type { FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { system, type Actor, type Context } from '#kernel/context';
import { createActorCache } from './actor-cache.ts';
import { assignRole, getAccount, listAccounts, listRoles, revokeRole, scopeOfOfficer, setAccountState, type AccountFilter, type AccountView, type OfficerScope, type RoleView } from './administration.ts';
import { createAuthenticate, hashToken } from './authenticate.ts';
import { changePassword } from './change-password.ts';
import { createCodes } from './codes.ts';
import { accessKinds } from './content-kinds.ts';
import { defaultLimits, demonstrationLimits, type AccessDependencies, type Part } from './dependencies.ts';
import * as directory from './directory.ts';
import { answerMandate, grantMandate, listMandates, revokeMandate, type GrantMandate, type MandateView } from './mandates.ts';
import { findMachineActor } from './openid/clients.ts';
import { loadHouseSecrets, type HouseSecrets } from './openid/house-secrets.ts';
import { deleteExpired } from './openid/openid-store.ts';
import { createProvider, type ProviderPages } from './openid/provider.ts';
import { loadSigningKeys } from './openid/signing-keys.ts';
import { findMachine, getMachine, listMachines, type Machine, type MachineFilter, type MachineView } from './machine-view.ts';
import * as machines from './machines.ts';
import { listExpiring, type Expiring } from './expiring.ts';
import { switchParty, type PartyChoice } from './parties.ts';
import * as passkeys from './passkeys.ts';
import { createIntegrityAlarm } from './role-integrity.ts';
import * as scans from './scans.ts';
import { registerCitizen, type RegisterCitizen } from './register-citizen.ts';
import { confirmSecondFactor, offerSecondFactor } from './second-factor.ts';
import { createSession, currentSession, endSessions, listSessions, revokeOtherSessions, revokeSession, switchPost, type NewSession, type SessionView } from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { syncContent } from './sync-content.ts';
import { personDetails, whoAmI, type Me, type PersonDetails } from './who-am-i.ts';

/** 身份与权限: who a government is and who speaks to it. */
export interface Access {
  /** Who sits behind a request. */
  authenticate(request: FastifyRequest): Promise<Actor>;
  /** Writes the content into the tables; after `content.load()` and after each reload. */
  start(): Promise<void>;
  readonly signIn: SignIn;
  /** A session for somebody who signed in; the token goes into the cookie `yiwang_session`. */
  createSession(input: NewSession): Promise<{ id: string; token: string; expiresAt: Date }>;
  /** The OpenID provider as of now, made anew when its signing keys change; mounted at /oidc with its pages. */
  openIdProvider(pages?: ProviderPages): Promise<Provider>;
  houseSecrets(): Promise<HouseSecrets>;
  /** Removes what has expired; for a job every hour. */
  sweep(): Promise<void>;
  /** Ends the session of a cookie, here and at the provider. */
  endSessionByToken(token: string): Promise<void>;
  /** A few login names to show on the sign-in page of a demonstration. */
  demonstrationLogins(kind: 'citizen' | 'officer'): Promise<string[]>;
  /** In full, of the acting person: who she is, how she acts. */
  whoAmI(ctx: Context): Promise<Me>;
  personDetails(ctx: Context): Promise<PersonDetails>;
  switchParty(ctx: Context, partyId: string, mandateId: string | null): Promise<PartyChoice>;
  switchPost(ctx: Context, postId: string): Promise<void>;
  listSessions(ctx: Context): Promise<SessionView[]>;
  revokeSession(ctx: Context, sessionId: string): Promise<void>;
  /** Every other session of the account; how many ended. */
  revokeOtherSessions(ctx: Context): Promise<number>;
  /** Ends the acting session. */
  signOut(ctx: Context): Promise<void>;
  registerCitizen(ctx: Context, input: RegisterCitizen): Promise<{ accountId: string }>;
  changePassword(ctx: Context, input: { current: string; next: string }): Promise<void>;
  offerSecondFactor(ctx: Context): { secret: string; uri: string; ticket: string };
  confirmSecondFactor(ctx: Context, input: { ticket: string; token: string }): Promise<void>;
  /** 通行密钥 of the acting account. */
  readonly passkeys: {
    offer(ctx: Context): ReturnType<typeof passkeys.offerPasskey>;
    add(ctx: Context, input: { ticket: string; response: unknown; name: string }): Promise<{ id: string }>;
    list(ctx: Context): Promise<passkeys.PasskeyView[]>;
    remove(ctx: Context, passkeyId: string): Promise<void>;
  };
  /** 扫码登录: the page's side (show, take), the telephone's side (see, answer). */
  readonly scans: {
    show(input: Parameters<typeof scans.showScan>[1]): Promise<scans.ShownScan>;
    take(interaction: string): ReturnType<typeof scans.takeScan>;
    see(ctx: Context, token: string): Promise<scans.ScanView>;
    answer(ctx: Context, input: { token: string; accept: boolean }): Promise<void>;
  };
  /** 部门系统 by client id, whatever its state: for gateways that check signed requests. */
  findMachine(clientId: string): Promise<Machine | undefined>;
  readonly machines: {
    list(ctx: Context, filter: MachineFilter): Promise<{ machines: MachineView[]; next: string | null }>;
    get(ctx: Context, clientId: string): Promise<MachineView>;
    register(ctx: Context, input: machines.NewMachine): Promise<{ clientId: string; secretTicket: string | null }>;
    renew(ctx: Context, input: { clientId: string; validTo: string; version: number }): Promise<void>;
    change(ctx: Context, input: { clientId: string; action: 'suspend' | 'resume' | 'close'; version: number }): Promise<void>;
    permit(ctx: Context, input: { clientId: string; permissions: string[]; version: number }): Promise<void>;
    replaceSecret(ctx: Context, input: { clientId: string; version: number }): Promise<{ secretTicket: string }>;
    readSecret(ctx: Context, ticket: string): Promise<{ clientId: string; secret: string }>;
    addKey(ctx: Context, input: { clientId: string; publicKey: string; validTo: string; version: number }): Promise<{ id: string }>;
    revokeKey(ctx: Context, input: { clientId: string; keyId: string; version: number }): Promise<void>;
  };
  /** 到期预警: systems, their keys and the house's token keys that end within `days`. */
  listExpiring(ctx: Context, days: number): Promise<Expiring[]>;
  readonly mandates: {
    grant(ctx: Context, input: GrantMandate): Promise<{ id: string }>;
    answer(ctx: Context, input: { mandateId: string; accept: boolean; version: number }): Promise<void>;
    revoke(ctx: Context, input: { mandateId: string; version: number }): Promise<void>;
    list(ctx: Context): Promise<MandateView[]>;
  };
  readonly administration: {
    listAccounts(ctx: Context, filter: AccountFilter): Promise<{ accounts: AccountView[]; next: string | null }>;
    getAccount(ctx: Context, accountId: string): Promise<AccountView>;
    listRoles(ctx: Context): Promise<RoleView[]>;
    setState(ctx: Context, input: { accountId: string; state: 'active' | 'locked'; reason?: string | undefined; version: number }): Promise<void>;
    scopeOf(ctx: Context, accountId: string): Promise<OfficerScope>;
    assignRole(ctx: Context, input: { postId: string; role: string; division?: string | undefined }): Promise<{ id: string }>;
    revokeRole(ctx: Context, assignmentId: string): Promise<void>;
  };
  readonly directory: typeof directory;
  readonly part: Part;
}

export function createAccess(dependencies: AccessDependencies): Access {
  const limits = { ...defaultLimits, ...(dependencies.demonstration ? demonstrationLimits : {}), ...dependencies.limits };
  const part: Part = { ...dependencies, limits };
  part.altered = createIntegrityAlarm(part);
  for (const kind of accessKinds) part.content.registerKind(kind as never);
  const cache = createActorCache();
  const codes = createCodes(part);
  let pagesOfHouse: ProviderPages | undefined;
  let made: { provider: Provider; changesMs: number; kids: string } | undefined;
  let making: Promise<Provider> | undefined;
  let secrets: Promise<HouseSecrets> | undefined;
  const houseSecrets = (): Promise<HouseSecrets> => (secrets ??= loadHouseSecrets(part));

  /** The keys' order changes by the clock; with it a provider of the same rows takes the place of the old one. */
  const makeProvider = async (): Promise<Provider> => {
    if (pagesOfHouse === undefined) throw new Error('the OpenID provider has no pages yet');
    const keys = await loadSigningKeys(part);
    const kids = keys.keys.map((k) => k.kid).join();
    const provider = made?.kids === kids ? made.provider : createProvider(part, await houseSecrets(), keys, pagesOfHouse);
    made = { provider, changesMs: keys.changesAt.getTime(), kids };
    return provider;
  };
  const openIdProvider = async (pages?: ProviderPages): Promise<Provider> => {
    pagesOfHouse ??= pages;
    if (made !== undefined && part.clock.now().getTime() < made.changesMs) return made.provider;
    return (making ??= makeProvider().finally(() => (making = undefined)));
  };

  const findMachineOfToken = async (token: string): Promise<{ actor: Actor; expiresMs: number } | undefined> => {
    if (pagesOfHouse === undefined) return undefined;
    const found = await (await openIdProvider()).ClientCredentials.find(token);
    if (found?.clientId === undefined) return undefined;
    const actor = await findMachineActor(part, found.clientId);
    return actor === undefined ? undefined : { actor, expiresMs: (found.exp ?? 0) * 1000 };
  };

  return {
    authenticate: createAuthenticate(part, cache, findMachineOfToken),
    async start() {
      const { changed } = await syncContent(part);
      if (changed) cache.clear();
    },
    signIn: createSignIn(part, codes),
    createSession: (input) => part.db.write(system, (tx) => createSession(part, tx, input)),
    openIdProvider,
    houseSecrets,
    sweep: () => deleteExpired(part),
    async endSessionByToken(token) {
      await part.db.write(system, (tx) => endSessions(tx, 'token_hash = $1', hashToken(token), part.clock.now()));
      cache.clear();
    },
    async demonstrationLogins(kind) {
      const rows = await part.db.read(system, (tx) => tx.query<{ login_name: string }>('select login_name from access.account where kind = $1 and demonstration order by login_name limit 3', [kind]));
      return rows.map((r) => r.login_name);
    },
    whoAmI: (ctx) => whoAmI(part, ctx),
    personDetails: (ctx) => personDetails(part, ctx),
    switchParty: (ctx, partyId, mandateId) => switchParty(part, ctx, cache, partyId, mandateId),
    switchPost: (ctx, postId) => switchPost(part, ctx, cache, postId),
    listSessions,
    revokeSession: (ctx, id) => revokeSession(ctx, cache, id),
    revokeOtherSessions: (ctx) => revokeOtherSessions(ctx, cache),
    passkeys: {
      offer: (ctx) => passkeys.offerPasskey(part, ctx),
      add: (ctx, input) => passkeys.addPasskey(part, ctx, input),
      list: passkeys.listPasskeys,
      remove: passkeys.removePasskey,
    },
    scans: {
      show: (input) => scans.showScan(part, input),
      take: (interaction) => scans.takeScan(part, interaction),
      see: scans.seeScan,
      answer: scans.answerScan,
    },
    findMachine: (clientId) => findMachine(part, clientId),
    machines: {
      list: (ctx, filter) => listMachines(part, ctx, filter),
      get: (ctx, clientId) => getMachine(part, ctx, clientId),
      register: (ctx, input) => machines.registerMachine(part, ctx, input),
      renew: (ctx, input) => machines.renewMachine(ctx, cache, input),
      change: (ctx, input) => machines.changeMachine(ctx, cache, input),
      permit: (ctx, input) => machines.permitMachine(ctx, cache, input),
      replaceSecret: (ctx, input) => machines.replaceSecret(part, ctx, cache, input),
      readSecret: (ctx, ticket) => machines.readSecret(part, ctx, ticket),
      addKey: (ctx, input) => machines.addMachineKey(ctx, cache, input),
      revokeKey: (ctx, input) => machines.revokeMachineKey(ctx, cache, input),
    },
    listExpiring,
    signOut: (ctx) => revokeSession(ctx, cache, currentSession(ctx.actor).id),
    registerCitizen: (ctx, input) => registerCitizen(part, codes, ctx, input),
    changePassword: (ctx, input) => changePassword(ctx, cache, input),
    offerSecondFactor: (ctx) => offerSecondFactor(part, ctx),
    confirmSecondFactor: (ctx, input) => confirmSecondFactor(part, ctx, input),
    mandates: {
      grant: (ctx, input) => grantMandate(part, ctx, input),
      answer: (ctx, input) => answerMandate(ctx, cache, input),
      revoke: (ctx, input) => revokeMandate(ctx, cache, input),
      list: listMandates,
    },
    administration: {
      listAccounts: (ctx, filter) => listAccounts(part, ctx, filter),
      getAccount: (ctx, accountId) => getAccount(part, ctx, accountId),
      listRoles,
      setState: (ctx, input) => setAccountState(ctx, cache, input),
      scopeOf: (ctx, accountId) => scopeOfOfficer(part, ctx, accountId),
      assignRole: (ctx, input) => assignRole(part, ctx, cache, input),
      revokeRole: (ctx, id) => revokeRole(part, ctx, cache, id),
    },
    directory,
    part,
  };
}
