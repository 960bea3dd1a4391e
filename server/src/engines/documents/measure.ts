/**
 * Documents a CPU-second against the floor of the same document: deflating its XML, SM3 over every file and one SM2
 * signature. Run: node src/engines/documents/measure.ts [seconds]
 */
import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { createSoftwareDevice, verifyMessage } from '#engines/signing';
import { licenceScope, licenceTemplate } from './examples/example-templates.ts';
import { documents, makeIssuer, meta } from './issuer.fixture.ts';
import { openContainer } from './ofd-container.ts';
import { documentTemplate } from './template-schema.ts';

const seconds = Number(process.argv[2] ?? 3);
const issuer = await makeIssuer('长春市朝阳区市场监督管理局');
const template = documentTemplate.parse(licenceTemplate);
let number = 0;
const issue = (): Promise<Uint8Array> => {
  number += 1;
  const scope = { ...licenceScope, licence: { ...licenceScope.licence, number: `JY${number}`, verifyUrl: `https://example.gov.cn/verify/${number}` } };
  const layout = documents.render(template, scope);
  return documents.issueOfd(layout, meta, [{ name: 'licence', format: 'json', bytes: Buffer.from(JSON.stringify(scope)) }], [issuer.stamp(layout.seals)]);
};
const sample = await issue();
const container = openContainer(sample);
const files = [...container.entries.values()].map(({ name, method, packed }) => ({ content: container.read(name), packed, deflated: method === 8 }));
const device = createSoftwareDevice(new Map([[1, Buffer.alloc(32, 1)]]));
const key = await device.generate();
const message = sample.subarray(0, 200);
const messageSignature = await device.sign(key, message);
const floor = async (): Promise<void> => {
  for (const { content, deflated } of files) {
    if (deflated) deflateRawSync(content);
    hash('sm3', content, 'buffer');
  }
  await device.sign(key, message);
};
/** What any verifier has to do: unpack, hash, and check signature, seal and the two certificates under the root. */
const verifyFloor = (): void => {
  for (const { content, deflated, packed } of files) {
    if (deflated) inflateRawSync(packed);
    hash('sm3', content, 'buffer');
  }
  for (let i = 0; i < 4; i += 1) verifyMessage(message, messageSignature, key.publicKey);
};
const perCpuSecond = async (work: () => unknown): Promise<number> => {
  for (let i = 0; i < 200; i += 1) await work();
  const start = process.cpuUsage();
  const end = performance.now() + seconds * 1000;
  let count = 0;
  while (performance.now() < end) {
    await work();
    count += 1;
  }
  const { user, system } = process.cpuUsage(start);
  return count / ((user + system) / 1e6);
};
const rates: Record<string, number[]> = { floor: [], issue: [], layout: [], 'verify floor': [], verify: [] };
for (let round = 0; round < 3; round += 1) {
  rates['floor']!.push(await perCpuSecond(floor));
  rates['issue']!.push(await perCpuSecond(issue));
  rates['verify floor']!.push(await perCpuSecond(verifyFloor));
  rates['verify']!.push(await perCpuSecond(() => documents.verifyOfd(sample, { trust: issuer.trust })));
  rates['layout']!.push(await perCpuSecond(() => documents.render(template, licenceScope)));
}
const median = (name: string): number => rates[name]!.toSorted((a, b) => a - b)[1]!;
console.log(`${sample.length} bytes, ${files.length} files; per CPU-second (median of 3):`);
for (const name of Object.keys(rates)) console.log(`${name.padEnd(12)} ${median(name).toFixed(0).padStart(6)}  ${(median(name) / median(name.startsWith('verify') ? 'verify floor' : 'floor')).toFixed(2)} of its floor`);
