import type { FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import type { Actor } from '#kernel/context';
import { system } from '#kernel/context';
import { createActorCache, type ActorCache } from './actor-cache.ts';
import { createAuthenticate, hashToken } from './authenticate.ts';
import { createCodes, type Codes } from './codes.ts';
import { accessKinds } from './content-kinds.ts';
import { defaultLimits, demonstrationLimits, type AccessDependencies, type Part } from './dependencies.ts';
import { findMachineActor } from './openid/clients.ts';
import { loadHouseSecrets, type HouseSecrets } from './openid/house-secrets.ts';
import { createProvider, type ProviderPages } from './openid/provider.ts';
import { createSession, endSessions, type NewSession } from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { syncContent } from './sync-content.ts';

/** 身份与权限: who a government is and who speaks to it. */
export interface Access {
  /** Who sits behind a request. */
  authenticate(request: FastifyRequest): Promise<Actor>;
  /** Writes the content into the tables; after `content.load()` and after each reload. */
  start(): Promise<void>;
  readonly signIn: SignIn;
  readonly codes: Codes;
  /** A session for somebody who signed in; the token goes into the cookie `yiwang_session`. */
  createSession(input: NewSession): Promise<{ id: string; token: string; expiresAt: Date }>;
  /** The OpenID provider with its pages, made once; mounted at /oidc. */
  openIdProvider(pages: ProviderPages): Promise<Provider>;
  houseSecrets(): Promise<HouseSecrets>;
  /** Ends the session of a cookie, here and at the provider. */
  endSessionByToken(token: string): Promise<void>;
  /** A few login names to show on the sign-in page of a demonstration. */
  demonstrationLogins(kind: 'citizen' | 'officer'): Promise<string[]>;
  readonly cache: ActorCache;
  readonly part: Part;
}

export function createAccess(dependencies: AccessDependencies): Access {
  const limits = { ...defaultLimits, ...(dependencies.demonstration ? demonstrationLimits : {}), ...dependencies.limits };
  const part: Part = { ...dependencies, limits };
  for (const kind of accessKinds) part.content.registerKind(kind as never);
  const cache = createActorCache();
  const codes = createCodes(part);
  let provider: Promise<Provider> | undefined;
  let secrets: Promise<HouseSecrets> | undefined;
  const houseSecrets = (): Promise<HouseSecrets> => (secrets ??= loadHouseSecrets(part));

  const findMachine = async (token: string): Promise<{ actor: Actor; expiresMs: number } | undefined> => {
    const found = await (await provider)?.ClientCredentials.find(token);
    if (found?.clientId === undefined) return undefined;
    const actor = await findMachineActor(part, found.clientId);
    return actor === undefined ? undefined : { actor, expiresMs: (found.exp ?? 0) * 1000 };
  };

  return {
    authenticate: createAuthenticate(part, cache, findMachine),
    async start() {
      const { changed } = await syncContent(part);
      if (changed) cache.clear();
    },
    signIn: createSignIn(part, codes),
    codes,
    createSession: (input) => part.db.write(system, (tx) => createSession(part, tx, input)),
    openIdProvider: (pages) => (provider ??= houseSecrets().then((loaded) => createProvider(part, loaded, pages))),
    houseSecrets,
    async endSessionByToken(token) {
      await part.db.write(system, (tx) => endSessions(tx, 'token_hash = $1', hashToken(token), part.clock.now()));
      cache.clear();
    },
    async demonstrationLogins(kind) {
      const rows = await part.db.read(system, (tx) => tx.query<{ login_name: string }>('select login_name from access.account where kind = $1 and demonstration order by login_name limit 3', [kind]));
      return rows.map((r) => r.login_name);
    },
    cache,
    part,
  };
}
