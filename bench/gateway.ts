import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createSoftwareDevice, hmacSm3, publicKeyToSpki, sm3 } from '../server/src/engines/signing/index.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import { machineOf } from '../stories/machine.ts';
import { createDriver, drive, median } from './drive.ts';
import { cpuMsOf, startHouse } from './running-house.ts';

/**
 * (f) The gateway between departments, with signature, grant, purpose, mask, meter and durable log on, beside a bare Node proxy to
 * the same provider: requests a second of one load generator, in turns, every part in a process of its own, and the CPU that a request
 * costs where it goes through, which holds on a busy machine too. Then one large answer,
 * YIWANG_BENCH_BODY_MIB of it, through the house with a heap of 512 MB: as it comes, and as JSON lines masked one by one.
 */
const requests = Number(process.env['YIWANG_BENCH_REQUESTS'] ?? 3_000);
const clients = 64;
const bodyMiB = Number(process.env['YIWANG_BENCH_BODY_MIB'] ?? 1_024);
const heapMiB = 512;
const rounds = Number(process.env['YIWANG_BENCH_ROUNDS'] ?? 5);
const organisation = '11220102YW0002050M';
const record = { identityNumber: '220102196512209251', name: '赵德厚', sex: '1', residenceAddress: '吉林省长春市南关区新春街道', phone: '14200000004', insured: true, since: '1990-07-01', unit: '长春市第一汽车附件厂', months: 412, level: 'B' };

/** Lines of records, as many as make up the large body. */
function* lines(): Generator<Buffer> {
  const chunk = Buffer.from(`${JSON.stringify(record)}\n`.repeat(250));
  for (let sent = 0; sent < bodyMiB << 20; sent += chunk.length) yield chunk;
}

/** A provider that answers with one record or with very many, and a proxy that does nothing but hand on. */
function serve(role: 'provider' | 'proxy', upstream: number): http.Server {
  const body = JSON.stringify(record);
  if (role === 'provider') return http.createServer((request, response) => {
    request.resume();
    if (request.url?.includes('large') === true) Readable.from(lines()).pipe(response.writeHead(200, { 'content-type': 'application/x-ndjson' }));
    else response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
  });
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  return http.createServer((request, response) => {
    const onward = http.request({ port: upstream, host: '127.0.0.1', path: request.url, method: request.method, headers: request.headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
}

const [, , role, upstream] = process.argv;
if (role === 'provider' || role === 'proxy') {
  const server = serve(role, Number(upstream));
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('disconnect', () => process.exit(0));
} else await measure();

async function started(...args: string[]): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(import.meta.filename, args, { execArgv: ['--disable-warning=ExperimentalWarning'] });
  return { child, port: await new Promise<number>((done) => void child.once('message', (port) => done(port as number))) };
}

async function measure(): Promise<void> {
  const provider = await started('provider');
  const proxy = await started('proxy', String(provider.port));
  const house = await startHouse([`--max-old-space-size=${heapMiB}`]);
  try {
    await house.work();
    const [cookie] = await house.sessions(['o087']);
    const driver = createDriver(house.url, 4);
    await driver.call(cookie!, sharing.putService, { id: 'bench-insured', version: 0, state: 'active', reason: '测量', definition: { title: '参保信息', mode: 'proxy', upstream: { url: `http://127.0.0.1:${provider.port}/`, connections: clients } } });
    const masks = { name: 'name', identityNumber: 'identity-number', residenceAddress: 'address', phone: 'phone' } as const;
    await driver.call(cookie!, sharing.putService, { id: 'bench-large', version: 0, state: 'active', reason: '测量', definition: { title: '参保信息全量', mode: 'proxy', upstream: { url: `http://127.0.0.1:${provider.port}/large`, connections: 4 } } });
    const granted = { organisation, purposeCode: 'case-handling', purpose: '参保核验', legalBasis: '《社会保险法》', ratePerSecond: 10_000, dailyQuota: 100_000_000, validTo: new Date(Date.now() + 86_400_000).toISOString() };
    const some = { fields: ['identityNumber', 'name', 'sex', 'residenceAddress', 'phone', 'insured'], masks };
    const { id: grant } = await driver.call(cookie!, sharing.grantService, { service: 'bench-insured', ...granted, ...some });
    const device = createSoftwareDevice(new Map([[1, Buffer.alloc(32, 1)]]));
    const key = await device.generate();
    const publicKey = publicKeyToSpki(key.publicKey).toString('base64');
    const proof = Buffer.from(await device.sign(key, Buffer.from(`yiwang exchange key\n${organisation}\n${publicKey}`))).toString('base64');
    const { keyId } = await (await machineOf({ url: house.url }, organisation))(sharing.registerKey, { name: '测量', publicKey, proof });

    const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
    const sm2 = (base: Buffer): Promise<Uint8Array> => device.sign(key, base);
    const ask = async (port: number, method: string, path: string, sign: (base: Buffer) => Uint8Array | Promise<Uint8Array>, keyid: string, alg: string, body?: Buffer, under = grant): Promise<http.IncomingMessage> => {
      const values = { '@method': method, '@path': path, '@query': '?', ...(body === undefined ? { 'exchange-grant': under, 'exchange-purpose': 'case-handling' } : { 'content-digest': `sm3=:${sm3(body).toString('base64')}:` }) };
      const parameters = `(${Object.keys(values).map((c) => `"${c}"`).join(' ')});created=${Math.floor(Date.now() / 1000)};nonce="${randomUUID()}";keyid="${keyid}";alg="${alg}"`;
      const base = Buffer.from(`${Object.entries(values).map(([c, v]) => `"${c}": ${v}`).join('\n')}\n"@signature-params": ${parameters}`);
      const signature = Buffer.from(await sign(base)).toString('base64');
      const headers = { ...Object.fromEntries(Object.entries(values).filter(([c]) => !c.startsWith('@'))), 'signature-input': `sig1=${parameters}`, signature: `sig1=:${signature}:` };
      return new Promise((done, failed) => {
        const request = http.request({ port, host: '127.0.0.1', path, method, headers, agent }, done);
        request.on('error', failed);
        request.end(body);
      });
    };
    const send = async (...call: Parameters<typeof ask>): Promise<string> => {
      const response = await ask(...call);
      let text = '';
      for await (const part of response.setEncoding('utf8')) text += part as string;
      if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${text}`);
      return text;
    };
    const gateway = Number(new URL(house.url).port);
    const opened = JSON.parse(await send(gateway, 'POST', '/exchange/v1/session', sm2, keyId, 'sm2-sm3', Buffer.from('{}'))) as { session: string; secret: string };
    const secret = (await device.decrypt(key, Buffer.from(opened.secret, 'base64')))!;
    const hmac = (base: Buffer): Uint8Array => hmacSm3(secret, base);
    const path = '/exchange/v1/bench-insured';
    const ways: Record<string, () => Promise<string>> = {
      direct: () => send(provider.port, 'GET', path, hmac, opened.session, 'hmac-sm3'),
      'bare proxy': () => send(proxy.port, 'GET', path, hmac, opened.session, 'hmac-sm3'),
      'gateway, session key': () => send(gateway, 'GET', path, hmac, opened.session, 'hmac-sm3'),
      'gateway, SM2 each': () => send(gateway, 'GET', path, sm2, keyId, 'sm2-sm3'),
    };
    const masked = JSON.parse(await ways['gateway, session key']!()) as Record<string, unknown>;
    if (masked['name'] === record.name || 'unit' in masked) throw new Error('the gateway did not mask');
    const cpuMs = async (name: string): Promise<[server: number, database: number]> => {
      if (name === 'direct') return [0, 0];
      if (name === 'bare proxy') return [cpuMsOf(proxy.child.pid!), 0];
      const { serverMs, databaseMs } = await house.usage();
      return [serverMs, databaseMs];
    };
    const measured: Record<string, { rate: number; server: number; database: number }[]> = Object.fromEntries(Object.keys(ways).map((w) => [w, []]));
    for (let round = -1; round < rounds; round++) {
      for (const [name, way] of Object.entries(ways)) {
        const count = Math.ceil((name.endsWith('each') ? requests / 4 : requests) / (round < 0 ? 3 : 1));
        const before = await cpuMs(name);
        const use = (): Promise<number> => drive(Array.from({ length: count }, () => way), clients);
        const seconds = round === rounds - 1 && name.startsWith('gateway') ? await house.profiled(name.replaceAll(/\W+/g, '-'), use) : await use();
        const after = await cpuMs(name);
        if (round >= 0) measured[name]!.push({ rate: count / seconds, server: (after[0] - before[0]) / count, database: (after[1] - before[1]) / count });
        if (round === rounds - 1) for (const line of await house.statements()) console.log(`      ${name}: ${line}`);
      }
    }
    const of = (name: string, what: 'rate' | 'server' | 'database'): number => median(measured[name]!.map((m) => m[what]));
    console.log(`(f) gateway, ${clients} connections, one record of ten fields, six of them granted, four masked; median of ${rounds} rounds in turns`);
    for (const name of Object.keys(measured)) {
      const cpu = name === 'direct' ? '' : `   CPU of a request ${of(name, 'server').toFixed(3)} ms, of PostgreSQL ${of(name, 'database').toFixed(3)} ms`;
      console.log(`    ${name.padEnd(22)} ${of(name, 'rate').toFixed(0).padStart(6)} requests/s   ${(of(name, 'rate') / of('bare proxy', 'rate')).toFixed(2)} × bare proxy${cpu}`);
    }
    console.log(`    aim ≥ 0.5 of the bare proxy with signature, grant, mask, meter and durable log on; memory of the house ${((await house.usage()).rssMax / 2 ** 20).toFixed(0)} MiB at the most`);

    const { id: whole } = await driver.call(cookie!, sharing.grantService, { service: 'bench-large', ...granted });
    const { id: part } = await driver.call(cookie!, sharing.grantService, { service: 'bench-large', ...granted, ...some });
    const large = '/exchange/v1/bench-large';
    const bodies: Record<string, () => Promise<http.IncomingMessage>> = {
      'bare proxy': () => ask(proxy.port, 'GET', large, hmac, opened.session, 'hmac-sm3'),
      'gateway, as it comes': () => ask(gateway, 'GET', large, hmac, opened.session, 'hmac-sm3', undefined, whole),
      'gateway, masked': () => ask(gateway, 'GET', large, hmac, opened.session, 'hmac-sm3', undefined, part),
    };
    console.log(`    one answer of ${bodyMiB} MiB, the house with a heap of ${heapMiB} MB`);
    for (const [name, body] of Object.entries(bodies)) {
      await house.usage();
      const [response, from] = [await body(), performance.now()];
      let bytes = 0;
      for await (const chunk of response) bytes += (chunk as Buffer).length;
      if (response.statusCode !== 200 || (name !== 'gateway, masked' && bytes < bodyMiB << 20)) throw new Error(`${name}: ${response.statusCode}, ${bytes} bytes`);
      console.log(`    ${name.padEnd(22)} ${(bodyMiB / ((performance.now() - from) / 1000)).toFixed(0).padStart(6)} MiB/s; the house held ${((await house.usage()).rssMax / 2 ** 20).toFixed(0)} MiB at the most`);
    }
    driver.close();
    agent.destroy();
  } finally {
    await house.close();
    provider.child.disconnect();
    proxy.child.disconnect();
  }
}
