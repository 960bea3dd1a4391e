import type { TestContext } from 'node:test';
import { createCall, type Call } from '#kernel/contract';
import { createHttp, type Http } from '#kernel/http';
import { createIds } from '#kernel/ids';
import { createLog } from '#kernel/log';
import type { AccessDependencies } from '#engines/access';
import { testAccess, type TestAccess } from '../../../engines/access/test-access.ts';
import { createIdentityRoutes } from './routes.ts';
import { mountIdentity } from './mount-identity.ts';
import type { Exchange } from './sign-in-by-forms.ts';

export interface TestHouse extends TestAccess {
  http: Http;
  exchange: Exchange;
  /** A typed client with a cookie. */
  callAs(cookie: string): Call;
}

/** Kernel, engine and identity over HTTP on a fresh database. */
export async function testHouse(t: Pick<TestContext, 'after'>, change: Partial<AccessDependencies> = {}): Promise<TestHouse> {
  const made = await testAccess(t, change);
  const { access, db, clock } = made;
  const http = createHttp({ db, clock, ids: createIds(), log: createLog('error'), authenticate: access.authenticate, digestKey: 'test' });
  await http.mount({ name: 'identity', systems: [], uses: [], routes: createIdentityRoutes(access), mount: (app) => mountIdentity(app, access) });
  await http.app.ready();
  t.after(() => http.app.close());
  const exchange: Exchange = async (url, init) => {
    const answer = await http.app.inject({ method: init.method, url, headers: init.headers, ...(init.body === undefined ? {} : { payload: init.body }) });
    const cookies = answer.headers['set-cookie'];
    return { status: answer.statusCode, location: answer.headers.location as string | undefined, cookies: cookies === undefined ? [] : Array.isArray(cookies) ? cookies : [cookies], text: answer.body };
  };
  const send = (async (url: string, init: RequestInit = {}) => {
    const answer = await http.app.inject({ method: (init.method ?? 'GET') as 'GET', url, headers: init.headers as Record<string, string>, ...(init.body == null ? {} : { payload: String(init.body) }) });
    return new Response(answer.body, { status: answer.statusCode });
  }) as typeof fetch;
  return { ...made, http, exchange, callAs: (cookie) => createCall({ headers: () => ({ cookie }), fetch: send }) };
}
