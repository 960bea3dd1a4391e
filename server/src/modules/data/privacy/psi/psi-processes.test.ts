import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compute, peopleFrom, sampleAgreement, sampleKey, verifierOf } from './psi.sample.ts';
import type { Envelope } from './envelope.ts';

/** `PSI_ROWS=100000` for the figures of the decision record. */
const rows = Number(process.env['PSI_ROWS'] ?? 1_500);

test('two processes count whom both know, over signed HTTP', { timeout: 900_000 }, async (t) => {
  const agreement = sampleAgreement();
  const { signer, publicKey } = await sampleKey('first');
  const other = fork(fileURLToPath(new URL('./other-party.sample.ts', import.meta.url)), { stdio: 'inherit' });
  t.after(() => other.kill());
  other.send({ agreement, peer: Buffer.from(publicKey).toString('base64'), from: rows / 2, rows });
  const [{ url, publicKey: theirs }] = (await once(other, 'message')) as [{ url: string; publicKey: string }];
  let bytes = 0;
  const began = performance.now();
  const outcome = await compute(signer, verifierOf(Buffer.from(theirs, 'base64')), agreement, randomUUID(), peopleFrom(0, rows), async (e) => {
    const body = JSON.stringify(e);
    const answer = await (await fetch(url, { method: 'POST', body })).text();
    bytes += body.length + answer.length;
    return JSON.parse(answer) as Envelope;
  });
  t.diagnostic(`${rows} ids each side: ${Math.round(rows / ((performance.now() - began) / 1000))} ids/s, ${Math.round(bytes / rows)} bytes an id`);
  assert.deepEqual(outcome, { count: rows / 2, groups: [], initiatorRows: rows, responderRows: rows });
  other.send('end');
  const [{ ended }] = (await once(other, 'message')) as [{ ended: { outcome: unknown }[] }];
  assert.deepEqual(ended.map((e) => e.outcome), [outcome]);
});
