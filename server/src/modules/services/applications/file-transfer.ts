import fastifyMultipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { casesErrors } from '#engines/cases';
import { filesErrors } from '#engines/files';
import { Refusal } from '#kernel/errors';
import { system, type Context } from '#kernel/context';
import { isId } from '#kernel/ids';
import { httpErrors, type Http } from '#kernel/http';
import { asSystem } from '../as-system.ts';
import { receiptFile, type ReceiptFile } from '../cases/case-receipt.ts';
import type { Hall } from '../hall.ts';

const bytesMax = 20 * 1_048_576;
const filesMax = 10;

/** Browsers' own viewers of PDF do not start in a sandbox; whatever else came from outside is shut in one. */
const policyOf = (mediaType: string): string => (mediaType === 'application/pdf' ? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'" : "default-src 'none'; sandbox");

/** 材料上传与下载: streamed in both directions; who may open a file is the files engine's row-level security. */
export async function mountFiles(app: FastifyInstance, hall: Hall, http: Http): Promise<void> {
  await app.register(fastifyMultipart, { limits: { fileSize: bytesMax, files: filesMax, fields: 20, fieldSize: 10_000 } });

  app.post('/api/files', async (request, reply) => {
    const { actor } = await http.read(request, async (ctx) => ctx);
    if (actor.kind === 'anonymous') throw httpErrors.signIn();
    const kept: { id: string; name: string; bytes: number; type: string }[] = [];
    for await (const part of request.files()) {
      const received = await hall.files.receive(part.file, { name: part.filename, claimedType: part.mimetype, maxBytes: bytesMax });
      const id = await http.write(request, (ctx) => hall.files.keep(ctx, received, { purpose: '申请材料' }));
      kept.push({ id, name: received.name, bytes: received.size, type: received.mediaType });
    }
    return reply.send({ files: kept });
  });

  app.get<{ Params: { id: string }; Querystring: { case?: string } }>('/api/files/:id', async (request, reply) => {
    const file = await openFor(hall, http, request, (ctx) => hall.files.open(ctx, request.params.id));
    const name = encodeURIComponent(file.meta.name);
    return reply
      .header('content-disposition', `${/^(image\/|application\/pdf)/.test(file.meta.mediaType) ? 'inline' : 'attachment'}; filename*=UTF-8''${name}`)
      .header('content-security-policy', policyOf(file.meta.mediaType))
      .header('cache-control', 'private, no-store')
      .type(file.meta.mediaType)
      .send(file.stream);
  });

  app.get<{ Params: { id: string }; Querystring: { case?: string } }>('/api/files/:id/preview', async (request, reply) => {
    const { bytes } = await openFor(hall, http, request, (ctx) => hall.files.readBytes(ctx, request.params.id, bytesMax));
    return reply.header('cache-control', 'private, no-store').send({ pages: hall.documents.renderSvg(bytes) });
  });

  app.get<{ Params: { caseId: string } }>('/api/services/my/cases/:caseId/receipt.json', async (request, reply) => {
    const { number, ...file } = await receiptNow(hall, http, request, request.params.caseId);
    return reply.header('content-disposition', `attachment; filename="receipt-${number}.json"`).header('cache-control', 'private, no-store').type('application/json; charset=utf-8').send(JSON.stringify(file, undefined, 1));
  });

  app.get('/trust.pem', async (request, reply) => {
    // roots and the authorities between them and the signers: a seal's signature carries its signer's certificate only
    const { anchors, intermediates = [] } = await http.read(request, (ctx) => asSystem(ctx, () => hall.signing.trust(ctx)));
    const pem = (der: Uint8Array): string => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;
    return reply.header('content-disposition', 'attachment; filename="trust.pem"').header('cache-control', 'no-cache').type('application/x-pem-file').send([...anchors, ...intermediates].map((c) => pem(c.der)).join(''));
  });
}

/** The ledger puts entries into its tree within a second; somebody who clicks faster has it done now. */
async function receiptNow(hall: Hall, http: Http, request: FastifyRequest, caseId: string): Promise<ReceiptFile> {
  if (!isId(caseId)) throw casesErrors.unknown();
  const read = (): Promise<ReceiptFile> => http.read(request, (ctx) => receiptFile(hall, ctx, { caseId }));
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'services.receiptNotYet') throw error;
    await hall.ledger.drain();
    return read();
  }
}

type FileRequest = FastifyRequest<{ Params: { id: string }; Querystring: { case?: string } }>;

/**
 * A file is its party's; who may see a case may open the papers of that case: the case's own row-level security decides,
 * then the file is read for it.
 */
async function openFor<T>(hall: Hall, http: Http, request: FileRequest, open: (ctx: Pick<Context, 'tx'>) => Promise<T>): Promise<T> {
  const { id } = request.params;
  const caseId = request.query.case;
  if (caseId === undefined) return http.read(request, open);
  if (!isId(caseId) || !isId(id)) throw filesErrors.notFound();
  const belongs = await http.read(request, (ctx) =>
    ctx.tx.maybe('select 1 from cases.material where case_id = $1 and files @> $2::jsonb union all select 1 from cases.document where case_id = $1 and file_id = $3 limit 1', [caseId, JSON.stringify([{ id }]), id]),
  );
  if (belongs === undefined) throw filesErrors.notFound();
  return hall.access.part.db.read(system, (tx) => open({ tx: tx as Context['tx'] }));
}
