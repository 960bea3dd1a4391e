import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demonstrationPassword } from '#engines/access';
import { signInByForms } from './sign-in-by-forms.ts';
import { testHouse } from './test-house.ts';

test('a citizen signs in by plain forms and is known', async (t) => {
  const { exchange, http } = await testHouse(t);
  const cookie = await signInByForms(exchange, { app: 'portal', login: 'p-li', password: demonstrationPassword });
  void http;
  assert.match(cookie, /^yiwang_session=[\w-]{43}$/);
});

test('an officer signs in with a second factor', async (t) => {
  const { exchange } = await testHouse(t);
  assert.match(await signInByForms(exchange, { app: 'desk', login: 'admin-1', password: demonstrationPassword }), /^yiwang_session=/);
});
