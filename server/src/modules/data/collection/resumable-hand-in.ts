import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel/errors';
import type { Collection } from './deps.ts';
import { errors } from './errors.ts';
import { accepted, fileSource, handInBytesMax, nameOf, takeIn } from './file-source.ts';

const place = '/api/desk/collection/sources/:sourceId/uploads';
/** Structured-field booleans (RFC 9651). */
const flag = (value: boolean): string => (value ? '?1' : '?0');

type Params = { sourceId: string; uploadId: string };

/**
 * 断点续传 in the manner of the IETF's resumable uploads (draft-ietf-httpbis-resumable-upload): POST makes an upload, PATCH sends bytes
 * from `Upload-Offset` on, HEAD tells where a sender whose connection broke goes on, `Upload-Complete: ?1` says that these are the last.
 */
export function mountResumable(scope: FastifyInstance, deps: Collection): void {
  const { uploads } = deps.files;
  const tell = (reply: FastifyReply, received: number, complete: boolean): FastifyReply => reply.header('upload-offset', String(received)).header('upload-complete', flag(complete)).header('cache-control', 'no-store');

  scope.post(place, async (request, reply) => {
    const { source, account } = await fileSource(deps, request);
    const upload = await uploads.begin(account, nameOf(request));
    return tell(reply.code(201), 0, false).header('location', `/api/desk/collection/sources/${source.id}/uploads/${upload.id}`).header('upload-limit', `max-size=${handInBytesMax}, max-age=86400`).send({ uploadId: upload.id });
  });

  scope.head<{ Params: Params }>(`${place}/:uploadId`, async (request, reply) => {
    const { account } = await fileSource(deps, request);
    const upload = await uploads.state(account, request.params.uploadId);
    return tell(reply.code(204), upload.received, upload.outcome !== null).send();
  });

  scope.patch<{ Params: Params }>(`${place}/:uploadId`, { bodyLimit: handInBytesMax }, async (request, reply) => {
    const { source, account } = await fileSource(deps, request);
    const { offset, last } = readHeaders(request);
    const upload = await uploads.append(account, request.params.uploadId, offset, (request.body as Readable | undefined) ?? Readable.from([]), handInBytesMax).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'files.offsetMismatch') tell(reply, Number(error.parameters['received']), false);
      throw error;
    });
    // who lost the answer gets it again
    if (upload.outcome !== null) return tell(reply, upload.received, true).send({ runId: upload.outcome, bytes: upload.received });
    if (!last || !upload.whole) return tell(reply.code(204), upload.received, false).send();
    const received = await uploads.assemble(account, upload.id, { maxBytes: handInBytesMax, accept: accepted });
    const runId = await deps.http.write(request, async (ctx) => {
      const run = await takeIn(deps, ctx, source, received);
      await uploads.conclude(ctx, upload.id, run);
      return run;
    });
    await uploads.discard(account, upload.id);
    return tell(reply, received.size, true).send({ runId, bytes: received.size });
  });

  scope.delete<{ Params: Params }>(`${place}/:uploadId`, async (request, reply) => {
    const { account } = await fileSource(deps, request);
    await uploads.discard(account, request.params.uploadId);
    return reply.code(204).send();
  });
}

function readHeaders(request: FastifyRequest): { offset: number; last: boolean } {
  const offset = request.headers['upload-offset'];
  const complete = request.headers['upload-complete'];
  if (typeof offset !== 'string' || !/^\d{1,12}$/.test(offset) || (complete !== '?0' && complete !== '?1')) throw errors.uploadInvalid();
  return { offset: Number(offset), last: complete === '?1' };
}
