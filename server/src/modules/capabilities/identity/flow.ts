import { createHash, randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import * as openid from 'openid-client';
import { accessErrors, acrOf, isApp, openTicket, sealTicket, sessionCookie, type Access, type App } from '#engines/access';
import { Refusal } from '#kernel/errors';
import { sendRefusal } from './interaction.ts';

/** What the start of a sign-in leaves in the browser for its end, sealed, one cookie a sign-in (several tabs may be open). */
interface Flow {
  state: string;
  nonce: string;
  verifier: string;
  app: App;
  return: string;
  until: number;
}

const flowMs = 30 * 60_000;
const flowCookie = (state: string): string => `yiwang_flow_${state.slice(0, 8)}`;
const random = (): string => randomBytes(32).toString('base64url');

/** A way back inside this house: a path, never another site. */
export const safeReturn = (path: unknown): string => (typeof path === 'string' && path.length <= 2_000 && /^\/(?![/\\])[^\\\s\p{Cc}]*$/u.test(path) ? path : '/');

/**
 * The apps' side of the sign-in (back-end for front-end): `/signin` begins the code flow with PKCE, `/signin/callback`
 * ends it and sets the session cookie. Tokens never reach the browser.
 */
export async function mountFlow(app: FastifyInstance, access: Access): Promise<void> {
  const { part } = access;
  const secure = part.publicUrl.startsWith('https:');
  const { appSecret } = await access.houseSecrets();
  const issuer = `${part.publicUrl}/oidc`;
  const server: openid.ServerMetadata = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks`, authorization_response_iss_parameter_supported: true };

  const clients = new Map<App, openid.Configuration>();
  const clientOf = (name: App): openid.Configuration => {
    let config = clients.get(name);
    if (config === undefined) {
      config = new openid.Configuration(server, name, { client_secret: appSecret, id_token_signed_response_alg: 'ES256' }, openid.ClientSecretBasic(appSecret));
      if (!secure) openid.allowInsecureRequests(config);
      // provider and client are one process: the token request does not leave it
      config[openid.customFetch] = async (url, options) => {
        const answer = await app.inject({ method: options.method as 'POST', url: url.slice(part.publicUrl.length), headers: options.headers, payload: String(options.body ?? '') });
        return new Response(answer.body, { status: answer.statusCode, headers: answer.headers as Record<string, string> });
      };
      clients.set(name, config);
    }
    return config;
  };

  const setSession = (reply: FastifyReply, token: string): FastifyReply =>
    reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure });

  app.get('/signin', async (request, reply) => {
    const query = request.query as { app?: string; return?: string };
    const name: App = isApp(query.app) ? query.app : 'portal';
    const flow: Flow = { state: random(), nonce: random(), verifier: random(), app: name, return: safeReturn(query.return), until: part.clock.now().getTime() + flowMs };
    void reply.setCookie(flowCookie(flow.state), sealTicket(part, { ...flow }), { path: '/signin', httpOnly: true, sameSite: 'lax', secure, maxAge: flowMs / 1000 });
    const params = new URLSearchParams({
      client_id: name, response_type: 'code', scope: 'openid', redirect_uri: `${part.publicUrl}/signin/callback`,
      state: flow.state, nonce: flow.nonce, code_challenge: createHash('sha256').update(flow.verifier).digest('base64url'), code_challenge_method: 'S256',
    });
    return reply.header('cache-control', 'no-store').redirect(`/oidc/auth?${params.toString()}`, 302);
  });

  app.get('/signin/callback', async (request, reply) => {
    const state = (request.query as { state?: unknown }).state;
    const cookie = typeof state === 'string' ? request.cookies[flowCookie(state)] : undefined;
    const flow = cookie === undefined ? undefined : (openTicket(part, cookie) as Flow | undefined);
    try {
      if (flow === undefined || flow.state !== state || flow.until < part.clock.now().getTime()) throw accessErrors.interactionGone();
      void reply.clearCookie(flowCookie(flow.state), { path: '/signin' });
      const proved = await exchange(flow, request.url);
      const { token } = await access.createSession({
        ...proved, app: flow.app, device: String(request.headers['user-agent'] ?? ''),
        ...(request.cookies[sessionCookie] === undefined ? {} : { replaces: request.cookies[sessionCookie] }),
      });
      return setSession(reply, token).header('cache-control', 'no-store').redirect(flow.return, 303);
    } catch (error) {
      if (error instanceof Refusal) return sendRefusal(request, reply, error);
      throw error;
    }
  });

  const exchange = async (flow: Flow, url: string): Promise<{ accountId: string; assurance: 1 | 2; openidSession: string }> => {
    try {
      const tokens = await openid.authorizationCodeGrant(clientOf(flow.app), new URL(part.publicUrl + url), {
        pkceCodeVerifier: flow.verifier, expectedState: flow.state, expectedNonce: flow.nonce, idTokenExpected: true,
      });
      const issued = await (await access.openIdProvider()).AccessToken.find(tokens.access_token);
      // the session is all that the app needs: nothing stays that could leak
      await issued?.destroy();
      return { accountId: tokens.claims()!.sub, assurance: tokens.claims()?.['acr'] === acrOf(2) ? 2 : 1, openidSession: issued?.sessionUid ?? '' };
    } catch (error) {
      const { code, error: reason } = error as { code?: string; error?: string };
      if (reason !== undefined || code?.startsWith('OAUTH_')) throw accessErrors.interactionGone();
      throw error;
    }
  };

  /** Ends the session of this browser, here and at the provider. */
  app.post('/signout', async (request, reply) => {
    const token = request.cookies[sessionCookie];
    if (token !== undefined) await access.endSessionByToken(token);
    return reply.clearCookie(sessionCookie, { path: '/' }).redirect(safeReturn((request.query as { return?: string }).return), 303);
  });
}
