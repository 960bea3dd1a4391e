import type { FastifyInstance } from 'fastify';
import { httpErrors, type Http } from '#kernel/http';
import { catalogueWorkbook, exportedEntries } from './workbook.ts';

const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** 省级目录表 as XLSX: of one body, or of all. */
export function mountWorkbook(app: FastifyInstance, http: Http): void {
  app.get<{ Querystring: { provider?: string } }>('/api/desk/catalogue/workbook', async (request, reply) => {
    const provider = typeof request.query.provider === 'string' ? request.query.provider.slice(0, 18) : undefined;
    const entries = await http.read(request, async (ctx) => {
      if (!ctx.actor.permissions.has('catalogue.view')) throw httpErrors.signIn();
      return exportedEntries(ctx, provider);
    });
    return reply.header('content-type', type).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent('信息资源目录.xlsx')}`).send(await catalogueWorkbook(entries));
  });
}
