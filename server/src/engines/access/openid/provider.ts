import Provider, { interactionPolicy, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { system } from '#kernel/context';
import type { Part } from '../dependencies.ts';
import type { HouseSecrets } from './house-secrets.ts';
import { createOpenIdStore } from './openid-store.ts';
import type { SigningKeys } from './signing-keys.ts';

/** The two apps of this house, which sign in at its own provider. */
export const apps = {
  portal: { kind: 'citizen', zh: '一网通办', en: 'Services' },
  desk: { kind: 'officer', zh: '一网协同', en: 'Desk' },
} as const;
export type App = keyof typeof apps;
export const isApp = (name: unknown): name is App => name === 'portal' || name === 'desk';

export const acrOf = (assurance: 1 | 2): string => `urn:yiwang:assurance:${assurance}`;

export interface ProviderPages {
  /** Where a person signs in for an interaction. */
  interactionPath: (uid: string) => string;
  /** Writes a page for a refusal of the provider that cannot go back to the client. */
  renderError: (ctx: KoaContextWithOIDC, out: { error: string; error_description?: string }) => void;
}

export const mountPath = '/oidc';

/** The OpenID provider: authorization code with PKCE (S256), rotating refresh tokens, client credentials for machines, RP-initiated logout. */
export function createProvider(part: Part, secrets: HouseSecrets, { keys }: SigningKeys, pages: ProviderPages): Provider {
  const { publicUrl } = part;
  const secure = publicUrl.startsWith('https:');
  const policy = interactionPolicy.base();
  // a citizen's session does not open the desk, and an officer comes with two factors
  policy.get('login')?.checks.add(
    new interactionPolicy.Check('wrong_account', 'another account is needed here', async (ctx) => {
      const { client, session } = ctx.oidc;
      const app = client?.clientId;
      if (!isApp(app) || session?.accountId === undefined) return interactionPolicy.Check.NO_NEED_TO_PROMPT;
      const kind = await accountKind(part, session.accountId);
      const fits = kind === apps[app].kind && (kind !== 'officer' || session.acr === acrOf(2));
      return fits ? interactionPolicy.Check.NO_NEED_TO_PROMPT : interactionPolicy.Check.REQUEST_PROMPT;
    }),
  );

  const configuration: Configuration = {
    adapter: createOpenIdStore(part),
    jwks: { keys: keys as never },
    clients: (Object.keys(apps) as App[]).map((app) => ({
      client_id: app,
      client_name: apps[app].zh,
      client_secret: secrets.appSecret,
      token_endpoint_auth_method: 'client_secret_basic',
      redirect_uris: [`${publicUrl}/signin/callback`],
      post_logout_redirect_uris: [`${publicUrl}/`],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      scope: 'openid offline_access',
      id_token_signed_response_alg: 'ES256',
    })),
    acrValues: [acrOf(1), acrOf(2)],
    claims: { openid: ['sub', 'acr', 'amr'], auth_time: null, iss: null, sid: null },
    scopes: ['openid', 'offline_access', 'machine'],
    cookies: {
      keys: secrets.cookieKeys,
      names: { session: 'yiwang_openid', interaction: 'yiwang_interaction', resume: 'yiwang_resume' },
      long: { httpOnly: true, sameSite: 'lax', secure, signed: true, path: '/' },
      short: { httpOnly: true, sameSite: 'lax', secure, signed: true, path: '/' },
    },
    pkce: { required: () => true },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'], userinfoSigningAlgValues: ['ES256'], introspectionSigningAlgValues: ['ES256'] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
      revocation: { enabled: true, allowedPolicy: async (_ctx, client, token) => token.clientId === client.clientId },
      rpInitiatedLogout: { enabled: true, logoutSource: (ctx, form) => askLogout(ctx, form), postLogoutSuccessSource: (ctx) => ctx.redirect(`${publicUrl}/`) },
    },
    // whoever left the house leaves its tokens
    async findAccount(_ctx, id) {
      const kind = await accountKind(part, id);
      return kind === undefined || kind === 'machine' ? undefined : { accountId: id, claims: async () => ({ sub: id }) };
    },
    // the house's own apps ask no consent; other applications do, once a session
    async loadExistingGrant(ctx) {
      const { session, client, provider, result } = ctx.oidc;
      if (session === undefined || client === undefined) return undefined;
      const grantId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
      const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
      if (known !== undefined && known.accountId === session.accountId) return known;
      if (!isApp(client.clientId)) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId! });
      grant.addOIDCScope('openid offline_access');
      await grant.save();
      return grant;
    },
    issueRefreshToken: async (_ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    interactions: { policy, url: (_ctx, interaction) => pages.interactionPath(interaction.uid) },
    renderError: (ctx, out) => pages.renderError(ctx, out),
    ttl: { AccessToken: 600, AuthorizationCode: 60, ClientCredentials: 600, IdToken: 600, Interaction: 1_800, RefreshToken: 12 * 3_600, Session: 12 * 3_600, Grant: 12 * 3_600 },
  };
  const provider = new Provider(`${publicUrl}${mountPath}`, configuration);
  // the mount names the house's own address to it, whatever a request claims
  provider.proxy = true;
  provider.on('server_error', (_ctx, error) => part.failed?.(error));
  return provider;
}

/** RP-initiated logout asks before it ends the session, so that no other site can do it. */
const askLogout = (ctx: KoaContextWithOIDC, form: string): void => {
  ctx.type = 'html';
  ctx.body = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>退出登录</title><main><h1>退出登录 <span lang="en">Sign out</span></h1>${form}<button type="submit" form="op.logoutForm" value="yes" name="logout" autofocus>退出 <span lang="en">Sign out</span></button> <button type="submit" form="op.logoutForm">保持登录 <span lang="en">Stay</span></button></main></html>`;
};

async function accountKind(part: Part, accountId: string): Promise<string | undefined> {
  if (!/^[0-9a-f-]{36}$/.test(accountId)) return undefined;
  const row = await part.db.read(system, (tx) => tx.maybe<{ kind: string }>("select kind from access.account where id = $1 and state = 'active' and (not demonstration or $2)", [accountId, part.demonstration]));
  return row?.kind;
}
