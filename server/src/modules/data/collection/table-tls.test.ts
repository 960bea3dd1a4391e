import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, test, before, after } from 'node:test';
import pg from 'pg';
import { startEmbedded, type EmbeddedDatabase } from '#kernel/db';
import { Refusal } from '#kernel/errors';
import type { Settings, Source } from './collection-queries.ts';
import { checkSettings, pullLimits, pullRows, type PullDeps } from './pull-rows.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-tls-'));
chmodSync(folder, 0o755);
const at = (name: string): string => path.join(folder, name);
const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });

/** An authority of the department's own. */
function authority(name: string): string {
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at(`${name}.key`), '-out', at(`${name}.pem`), '-days', '2', '-subj', `/CN=${name}`, '-addext', 'basicConstraints=critical,CA:TRUE');
  return readFileSync(at(`${name}.pem`), 'utf8');
}
/** A server's certificate under it, for one address. */
function certificate(by: string, name: string): string {
  openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', at('server.key'), '-out', at('server.csr'), '-subj', '/CN=department');
  writeFileSync(at('extensions'), `subjectAltName=${name}\n`);
  openssl('x509', '-req', '-in', at('server.csr'), '-CA', at(`${by}.pem`), '-CAkey', at(`${by}.key`), '-CAcreateserial', '-days', '2', '-extfile', at('extensions'), '-out', at('server.pem'));
  return readFileSync(at('server.pem'), 'utf8');
}

const freePort = (): Promise<number> => new Promise((done) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => done(port));
  });
});

let database: EmbeddedDatabase;
let own: pg.Client;
let port: number;
const ours = authority('ours');
const leaf = certificate('ours', 'IP:127.0.0.1');
const theirs = authority('theirs');

before(async () => {
  port = await freePort();
  database = await startEmbedded({ folder: at('pg'), volatile: true, parameters: { listen_addresses: '127.0.0.1', port: String(port) } });
  own = new pg.Client({ host: '127.0.0.1', port, user: 'yiwang', database: 'postgres' });
  await own.connect();
  const { uid, gid } = statSync(at('pg'));
  for (const name of ['server.key', 'server.pem']) {
    writeFileSync(path.join(at('pg'), name), readFileSync(at(name)), { mode: 0o600 });
    chownSync(path.join(at('pg'), name), uid, gid);
  }
  await own.query("alter system set ssl_cert_file = 'server.pem'");
  await own.query("alter system set ssl_key_file = 'server.key'");
  await own.query('create schema hr; create table hr.card (number text, changed_at timestamptz)');
  await own.query("insert into hr.card values ('A1', now()); create view hr.mine as select c.number || ' ' || s.ssl as number, c.changed_at from hr.card c, pg_stat_ssl s where s.pid = pg_backend_pid()");
});
after(async () => {
  await own.end();
  await database.stop();
  rmSync(folder, { recursive: true, force: true });
});

const encrypts = async (on: boolean): Promise<void> => {
  await own.query(`alter system set ssl = ${on ? 'on' : 'off'}`);
  await own.query('select pg_reload_conf()');
  while ((await own.query<{ ssl: string }>('show ssl')).rows[0]!.ssl !== (on ? 'on' : 'off'));
};

const deps: PullDeps = { ...pullLimits, keyed: true, mayReach: () => true, stillOpen: () => Promise.resolve(), read: () => assert.fail('no message is read'), crypto: { open: (bytes) => Buffer.from(bytes).toString(), seal: (text) => Buffer.from(text), blind: () => Buffer.alloc(0) } };
async function pull(settings: Settings): Promise<unknown[]> {
  const source: Source = {
    id: 's', register: 'card', name: '库表', kind: 'table', organisation: 'x', settings: { host: '127.0.0.1', port, database: 'postgres', user: 'yiwang', table: 'hr.mine', watermark: 'changed_at', ...settings }, secret: null,
    mapping: [{ column: 'number', field: 'number' }], in_charge: true, every_minutes: null, may_be_empty: false, state: 'active', supplier: null, fixed: {}, valid_to: null, position: null, version: 1,
  };
  const found: unknown[] = [];
  for await (const row of pullRows(deps, source).rows) found.push(row['number']);
  return found;
}

describe('a department that encrypts', () => {
  before(() => encrypts(true));
  test('with its own authority, the rows come over TLS', async () => assert.deepEqual(await pull({ tls: true, ca: `${theirs}${ours}` }), ['A1 true']));
  const refusals: [name: string, settings: Settings, words: RegExp][] = [
    ['an authority that nobody named', { tls: true }, /证书不可信/],
    ['another authority', { tls: true, ca: theirs }, /证书不可信/],
    ['a certificate for another name', { tls: true, ca: ours, host: 'localhost' }, /与主机不符/],
  ];
  for (const [name, settings, words] of refusals) {
    test(`${name}: no row is read`, () => assert.rejects(pull(settings), (e) => e instanceof Refusal && e.code === 'collection.sourceFailed' && words.test(e.words('zh'))));
  }
});

describe('a department that does not', () => {
  before(() => encrypts(false));
  test('where TLS is asked for, nothing goes out in the open', () => assert.rejects(pull({ tls: true, ca: ours }), (e) => e instanceof Refusal && e.code === 'collection.sourceFailed' && /不支持加密/.test(e.words('zh'))));
  test('where it is not, the rows come', async () => assert.deepEqual(await pull({}), ['A1 false']));
});

describe('authorities that are none are refused when the source is made', () => {
  const table: Settings = { host: 'h', database: 'd', user: 'u', table: 'hr.card', watermark: 'changed_at' };
  const cases: [string, Settings][] = [['no PEM', { tls: true, ca: 'x' }], ['a server’s certificate', { tls: true, ca: leaf }], ['a broken one', { tls: true, ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }], ['without TLS', { ca: ours }]];
  for (const [name, settings] of cases) test(name, () => assert.throws(() => checkSettings('table', { ...table, ...settings }, [{ column: 'number', field: 'f' }], () => true), { code: 'collection.settingsInvalid' }));
  test('a sound one is taken', () => checkSettings('table', { ...table, tls: true, ca: ours }, [{ column: 'number', field: 'f' }], () => true));
});
