import { system } from '#kernel/context';
import type { Admission } from './admit.ts';
import { noSums, type Answer } from './answer.ts';
import type { ServeDeps } from './serve-deps.ts';

/** 文件: streamed from the store, checked piece by piece on its way. */
export async function serveFile(deps: ServeDeps, a: Admission): Promise<Answer> {
  const { meta, stream } = await deps.db.read(system, (tx) => deps.files.open({ tx: tx as never }, a.service.fileId ?? ''));
  return {
    kind: 'parts', status: 200, type: meta.mediaType, parts: stream, unread: () => void stream.destroy(), sums: noSums(),
    headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(meta.name)}`, 'exchange-file-digest': meta.digest, 'exchange-file-size': String(meta.size) },
  };
}
