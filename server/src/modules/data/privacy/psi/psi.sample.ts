import http from 'node:http';
import { createSoftwareDevice, verifyMessage } from '#engines/signing';
import { Refusal } from '#kernel/errors';
import type { Agreement, Outcome, PartyRow } from './agreement.ts';
import { digestOf, type Envelope, type Signer, type Verify } from './envelope.ts';
import { computeWith } from './initiator.ts';
import { createPointWorkers } from './point-workers.ts';
import { createResponder } from './responder.ts';

/** Two parties for tests: keys, agreement, a responder behind plain HTTP. */
export const sampleAgreement = (more: Partial<Agreement> = {}): Agreement => ({
  id: '0193f000-0000-7000-8000-000000000001', purpose: '核对参保与低保重合人数', legalBasis: '《社会救助暂行办法》', initiator: 'a.example', responder: 'b.example', what: 'count', identifier: '公民身份号码', groups: [], value: null,
  rowsMin: 20, rowsMax: 200_000, least: 5, runsPerDay: 24, validTo: '2027-01-01T00:00:00.000Z', ...more,
});

const points = createPointWorkers();

export async function sampleKey(secret: string): Promise<{ signer: Signer; publicKey: Uint8Array }> {
  const device = createSoftwareDevice(new Map([[1, Buffer.from(secret.padEnd(32, '.'))]]));
  const key = await device.generate();
  return { signer: { sign: async (bytes) => device.sign(key, bytes) }, publicKey: key.publicKey };
}
export const verifierOf = (publicKey: Uint8Array): Verify => (bytes, signature) => verifyMessage(bytes, signature, publicKey);

export interface SampleResponder {
  answer(envelope: Envelope): Promise<Envelope>;
  ended: { run: string; outcome: Outcome | null; why: string | null }[];
}
export function sampleResponder(signer: Signer, peer: Verify, agreement: Agreement, rows: readonly PartyRow[], now = (): Date => new Date()): SampleResponder {
  const ended: SampleResponder['ended'] = [];
  const begun = new Set<string>();
  const answer = createResponder({
    signer, points, now, rows: async () => [...rows], agreement: async (id) => (id === agreement.id ? { agreement, digest: digestOf(JSON.stringify(agreement)), peer } : undefined),
    takeRun: async (a, run) => !begun.has(run) && begun.size < a.runsPerDay && begun.add(run) !== undefined,
    ended: async (_a, run, outcome, why) => void ended.push({ run, outcome, why }),
  });
  return { answer, ended };
}

export const compute = (signer: Signer, peer: Verify, agreement: Agreement, run: string, rows: readonly PartyRow[], send: (e: Envelope) => Promise<Envelope>, now = (): Date => new Date()): Promise<Outcome> =>
  computeWith({ signer, points, peer, now, send }, agreement, digestOf(JSON.stringify(agreement)), run, rows);

export async function listen(responder: SampleResponder): Promise<{ url: string; close(): void }> {
  const server = http.createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (p: Buffer) => parts.push(p));
    request.on('end', () => {
      responder.answer(JSON.parse(Buffer.concat(parts).toString()) as Envelope).then((a) => response.end(JSON.stringify(a)), (error: unknown) => response.writeHead(error instanceof Refusal ? error.status : 500).end(JSON.stringify({ code: error instanceof Refusal ? error.code : String(error) })));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`, close: () => void server.close() };
}

/** Identity-like numbers; `from` so that two sets overlap by as much as one wants. */
export const peopleFrom = (from: number, n: number): PartyRow[] => Array.from({ length: n }, (_, i) => ({ id: `2201021990${String(from + i).padStart(8, '0')}`, group: (from + i) % 3, value: (from + i) % 100 }));
