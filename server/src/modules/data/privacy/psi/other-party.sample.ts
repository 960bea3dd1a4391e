/** The other party as a process of its own: told its rows and the peer's key, tells its address and key (`psi-processes.test.ts`). */
import { listen, peopleFrom, sampleKey, sampleResponder, verifierOf } from './psi.sample.ts';
import type { Agreement } from './agreement.ts';

process.once('message', (told: { agreement: Agreement; peer: string; from: number; rows: number }) => {
  void (async () => {
    const { signer, publicKey } = await sampleKey('other');
    const responder = sampleResponder(signer, verifierOf(Buffer.from(told.peer, 'base64')), told.agreement, peopleFrom(told.from, told.rows));
    const { url, close } = await listen(responder);
    process.send?.({ url, publicKey: Buffer.from(publicKey).toString('base64') });
    process.on('message', (word) => {
      if (word !== 'end') return;
      process.send?.({ ended: responder.ended });
      close();
      process.disconnect();
    });
  })();
});
