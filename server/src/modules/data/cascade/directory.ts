import { directoryBytes, type Directory, type SignedDirectory } from '#engines/exchange';
import { verifyMessage } from '#engines/signing';
import { asPeer, type CascadeDeps } from './deps.ts';
import { errors } from './errors.ts';
import { addressOf, type ActivePeer } from './peer-queries.ts';

const timeoutMs = 10_000;
const bytesMax = 16 * 1024 * 1024;
const skewMs = 300_000;

/** 对方目录: taken only with the peer's own signature, never an older one than we have, never one that is over. */
export function checkDirectory(peer: Pick<ActivePeer, 'url' | 'spki' | 'house' | 'directory_number'>, signed: SignedDirectory, now: Date): Directory {
  const { directory } = signed;
  const wrong = (why: string): Error => errors.directoryInvalid({ why });
  if (typeof directory !== 'object' || directory === null || typeof signed.signature !== 'string' || !Array.isArray(directory.services)) throw wrong('shape');
  if (!verifyMessage(directoryBytes(directory), Buffer.from(signed.signature, 'base64'), addressOf(peer).publicKey)) throw wrong('signature');
  if (directory.house !== peer.house) throw wrong('house');
  if (!Number.isSafeInteger(directory.number) || directory.number < (peer.directory_number ?? 0)) throw wrong('number');
  if (!(Date.parse(directory.until) > now.getTime()) || Date.parse(directory.at) > now.getTime() + skewMs) throw wrong('until');
  return directory;
}

/** Asked for again each hour; in between and while the peer is away the one that we hold counts. */
export async function refreshDirectory(deps: CascadeDeps, peer: ActivePeer): Promise<void> {
  const now = deps.clock.now();
  const due = peer.directory === null || peer.directory_until === null || now.getTime() - Date.parse(peer.directory.at) > (peer.directory_until.getTime() - Date.parse(peer.directory.at)) / 24;
  if (!due) return;
  const answer = await fetch(`${peer.url}/exchange/v1/directory`, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
  if (!answer.ok || Number(answer.headers.get('content-length') ?? 0) > bytesMax) {
    await answer.body?.cancel();
    throw errors.directoryInvalid({ why: String(answer.status) });
  }
  let signed: SignedDirectory;
  try {
    signed = (await answer.json()) as SignedDirectory;
  } catch {
    throw errors.directoryInvalid({ why: 'JSON' });
  }
  const directory = checkDirectory(peer, signed, now);
  await asPeer(deps, peer.name, (ctx) =>
    ctx.tx.query('update cascade.peer set directory = $2, directory_number = $3, directory_until = $4 where id = $1 and (directory_number is null or directory_number <= $3)', [peer.id, JSON.stringify(directory), directory.number, directory.until]));
}
