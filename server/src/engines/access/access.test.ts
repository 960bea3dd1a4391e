import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { anonymous, system } from '#kernel/context';
import { demonstrationPassword } from './sync-content.ts';
import { sessionCookie } from './authenticate.ts';
import { sessionOf } from './session-actor.ts';
import { organisations, testAccess } from './test-access.ts';

const request = (token?: string, headers: Record<string, string> = {}): FastifyRequest => ({ headers, cookies: token === undefined ? {} : { [sessionCookie]: token } }) as unknown as FastifyRequest;

test('a citizen signs in with login name or telephone, and the cookie names her', async (t) => {
  const { access } = await testAccess(t);
  const first = await access.signIn.withPassword({ login: 'p-li', password: demonstrationPassword, address: '::1' });
  assert.deepEqual([first.kind, first.second], ['citizen', 'none']);
  assert.equal((await access.signIn.withPassword({ login: '13900000001', password: demonstrationPassword, address: '::1' })).accountId, first.accountId);
  const { token } = await access.createSession({ accountId: first.accountId, app: 'portal', assurance: 1 });
  const actor = await access.authenticate(request(token));
  assert.deepEqual([actor.kind, actor.name, actor.partyId === actor.personId, sessionOf(actor)?.assurance], ['citizen', '李*梅', true, 1]);
  assert.equal(await access.authenticate(request(token)), actor, 'cached');
  assert.equal(await access.authenticate(request('x'.repeat(43))), anonymous);
  assert.equal(await access.authenticate(request()), anonymous);
});
