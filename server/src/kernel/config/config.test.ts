import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readSettings, SettingsError } from './index.ts';

const secret = 'a'.repeat(32);
const real = { YIWANG_DEMONSTRATION: 'no', YIWANG_SECRET: secret };

test('nothing set: a demonstration on the loopback, with the example content', () => {
  const s = readSettings({}, '/house');
  assert.deepEqual([s.port, s.host, s.demonstration, s.publicUrl, s.databaseUrl, s.dataFolder], [8080, '127.0.0.1', true, 'http://127.0.0.1:8080', undefined, path.resolve('/house/.data')]);
  assert.deepEqual(s.contentFolders, ['/house/content/national', '/house/content/jilin']);
});

const wrong: [name: string, env: NodeJS.ProcessEnv][] = [
  ['YIWANG_PORT', { YIWANG_PORT: 'http' }],
  ['YIWANG_PORT', { YIWANG_PORT: '65536' }],
  ['YIWANG_PORT', { YIWANG_PORT: '-1' }],
  ['YIWANG_PORT', { YIWANG_PORT: '80.5' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://x/y' }],
  ['DATABASE_URL', { DATABASE_URL: '' }],
  ['YIWANG_DEMONSTRATION', { YIWANG_DEMONSTRATION: 'maybe' }],
  ['YIWANG_HOST', { YIWANG_HOST: '0.0.0.0' }],
  ['YIWANG_SECRET', { YIWANG_SECRET: 'short' }],
  ['YIWANG_SECRET', { YIWANG_DEMONSTRATION: 'no' }],
  ['YIWANG_LOG', { YIWANG_LOG: 'loud' }],
  ['YIWANG_URL', { YIWANG_URL: 'our house' }],
];
for (const [name, env] of wrong) {
  test(`refused by name, in both languages: ${JSON.stringify(env)}`, () => {
    assert.throws(() => readSettings(env, '/house'), (error) => error instanceof SettingsError && error.message.includes(`设置 ${name}`) && error.message.includes(`Setting ${name}`));
  });
}

test('a secret never stands in the refusal', () => {
  assert.throws(() => readSettings({ YIWANG_SECRET: 'my-short-secret' }, '/house'), (error) => error instanceof SettingsError && !error.message.includes('my-short-secret'));
});

test('a real place: no demonstration, any address, a secret of its own', () => {
  const s = readSettings({ ...real, YIWANG_HOST: '0.0.0.0', YIWANG_URL: 'https://zwfw.example.gov.cn/', YIWANG_CONTENT: ['content/national', '/srv/city'].join(path.delimiter) }, '/house');
  assert.deepEqual([s.demonstration, s.host, s.publicUrl, s.contentFolders], [false, '0.0.0.0', 'https://zwfw.example.gov.cn', ['/house/content/national', '/srv/city']]);
});

test('flags say yes and no in the usual ways', () => {
  for (const yes of ['yes', 'true', '1', '']) assert.equal(readSettings({ YIWANG_DEMONSTRATION: yes }, '/house').demonstration, true);
  for (const no of ['no', 'false', '0']) assert.equal(readSettings({ ...real, YIWANG_DEMONSTRATION: no }, '/house').demonstration, false);
});
