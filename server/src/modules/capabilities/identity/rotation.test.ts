import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as jose from 'jose';
import { demonstrationPassword as password } from '#engines/access';
import { signInByForms } from './sign-in-by-forms.ts';
import { testHouse, type TestHouse } from './test-house.ts';

const day = 86_400_000;
const keysOf = async (house: TestHouse): Promise<{ kid: string; d?: string }[]> => ((await house.http.app.inject({ url: '/oidc/jwks' })).json() as { keys: { kid: string; d?: string }[] }).keys;

test('token keys rotate under a running house: the next is published before it signs, sign-in goes on, no private part is told', async (t) => {
  const house = await testHouse(t);
  const [first] = await keysOf(house);
  house.clock.advance(84 * day);
  const beside = await keysOf(house);
  assert.deepEqual([beside.length, beside[0]!.kid], [2, first!.kid]);
  await signInByForms(house.exchange, { app: 'portal', login: 'p-li', password });
  house.clock.advance(8 * day);
  const after = await keysOf(house);
  assert.equal(after.some((k) => k.kid === beside[1]!.kid), true);
  assert.equal(after.some((k) => k.kid === first!.kid), false, 'dead a day after its last signature');
  await signInByForms(house.exchange, { app: 'portal', login: 'p-li', password });
  assert.equal([...beside, ...after].some((k) => k.d !== undefined), false);
  assert.ok((await jose.calculateJwkThumbprint(after[0] as unknown as jose.JWK)).length > 0, 'a key that others can read');
});

test('whatever is sent to the token endpoint, the answer is a refusal of OAuth, never a fault', async (t) => {
  const house = await testHouse(t);
  const faults: string[] = [];
  const nasty = fc.oneof(fc.string({ unit: 'binary', maxLength: 60 }), fc.constantFrom('', '\u0000', '\ud800', '%', '%zz', '__proto__', 'authorization_code', 'client_credentials', 'refresh_token', 'openid machine', 'portal', 'S256', '[]', '{"a":1}', 'x'.repeat(5_000)));
  const names = fc.constantFrom('grant_type', 'client_id', 'client_secret', 'code', 'code_verifier', 'redirect_uri', 'refresh_token', 'scope', 'resource', 'client_assertion', 'client_assertion_type', 'dpop_jkt', '__proto__', 'constructor');
  const header = fc.oneof(fc.constantFrom(undefined, 'Basic', 'Basic !!!', 'Basic Og==', 'Bearer x', 'DPoP x'), fc.string({ maxLength: 40 }).map((s) => `Basic ${Buffer.from(s).toString('base64')}`));
  const type = fc.constantFrom('application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset=utf-8', 'application/json', 'text/plain');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(names, nasty), { maxLength: 8 }), header, type, fc.boolean(), async (fields, authorization, contentType, encoded) => {
      const payload = encoded ? new URLSearchParams(fields.map(([k, v]): [string, string] => [k, v.toWellFormed()])).toString() : fields.map(([k, v]) => `${k}=${v}`).join('&');
      const answer = await house.http.app.inject({ method: 'POST', url: '/oidc/token', headers: { 'content-type': contentType, ...(authorization === undefined ? {} : { authorization }) }, payload });
      if (answer.statusCode >= 500) faults.push(`${answer.statusCode} ${payload.slice(0, 200)}`);
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${answer.statusCode} ${payload}`);
      assert.match(String((answer.json() as { error?: string }).error), /^(invalid_request|invalid_client|invalid_grant|unsupported_grant_type|unauthorized_client|invalid_scope|invalid_target)$/);
    }),
    { numRuns: 150 },
  );
  assert.deepEqual(faults, []);
});
