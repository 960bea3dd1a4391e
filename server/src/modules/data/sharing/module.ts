import { exchangeErrors } from '#engines/exchange';
import type { Files } from '#engines/files';
import { route, type Module } from '#kernel/house';
import * as c from './contract.ts';
import { applyAtOnce } from './apply.ts';
import { confirmErasure, listErasures } from './erasures.ts';
import { serviceDocument } from './service-document.ts';
import { callEvidence, endingKeys, listCalls, listGrants, listMembers, listPushes, listServices, monitor, readMeter, registerKey, type Sharing } from './services.ts';
import { tryGrant } from './try-grant.ts';

export interface SharingModuleDeps extends Sharing {
  files: Pick<Files, 'getMeta'>;
}

/** 数据服务: services, grants, members and the log at the desk; the gateway's door at `/exchange/v1/`. */
export const sharingModule = (sharing: SharingModuleDeps): Module => ({
  name: 'sharing',
  systems: ['data-service-api', 'data-sharing-exchange'],
  uses: [],
  routes: [
    route(c.listServices, (ctx, i) => listServices(sharing, ctx, i)),
    route(c.putService, async (ctx, i) => {
      const fileId = i.definition?.['fileId'];
      // a file is offered only by who may see it
      if (fileId !== undefined) {
        if (typeof fileId !== 'string') throw exchangeErrors.definitionInvalid({ why: 'fileId' });
        await sharing.files.getMeta(ctx, fileId);
      }
      return { id: i.id, ...(await sharing.exchange.putService(ctx, i)) };
    }),
    route(c.listGrants, (ctx, i) => listGrants(sharing, ctx, i)),
    route(c.grantService, async (ctx, i) => ({ id: await sharing.exchange.grant(ctx, { ...i, validTo: new Date(i.validTo) }) })),
    route(c.withdrawGrant, async (ctx, i) => {
      await sharing.exchange.withdraw(ctx, i);
      return { done: true as const };
    }),
    route(c.listPushes, (ctx) => listPushes(sharing, ctx)),
    route(c.openPush, async (ctx, i) => ({ id: await sharing.exchange.openPush(ctx, i) })),
    route(c.endPush, (ctx, i) => sharing.exchange.endPush(ctx, i)),
    route(c.listErasures, (ctx, i) => listErasures(sharing, ctx, i)),
    route(c.confirmErasure, (ctx, i) => confirmErasure(sharing, ctx, i)),
    route(c.listMembers, (ctx, i) => listMembers(sharing, ctx, i)),
    route(c.listEndingKeys, (ctx, i) => endingKeys(sharing, ctx, i)),
    route(c.endKey, async (ctx, i) => {
      await sharing.exchange.endKey(ctx, i);
      return { done: true as const };
    }),
    route(c.endMember, async (ctx, i) => {
      await sharing.exchange.endMember(ctx, i);
      return { done: true as const };
    }),
    route(c.registerKey, (ctx, i) => registerKey(sharing, ctx, i)),
    route(c.listCalls, (ctx, i) => listCalls(sharing, ctx, i)),
    route(c.callEvidence, (ctx, i) => callEvidence(sharing, ctx, i)),
    route(c.readMeter, (ctx, i) => readMeter(sharing, ctx, i)),
    route(c.apply, (ctx, i) => applyAtOnce(sharing.exchange, ctx, i)),
    route(c.tryGrant, (ctx, i) => tryGrant(sharing, ctx, i)),
    route(c.monitor, (ctx, i) => monitor(sharing, ctx, i)),
    route(c.document, async (ctx, i) => ({ openapi: '3.1.0', ...(await serviceDocument(sharing.exchange, ctx, i.id)) })),
  ],
  // bodies stay streams: the gateway reads them, or hands them on, at its own pace
  raw: { prefix: '/exchange/v1/', handle: sharing.exchange.gateway },
});
