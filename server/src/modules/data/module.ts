import { route, type Module } from '#kernel/house';
import * as c from './contract.ts';
import { browseRegister, listRegisters, openRecord, recordAsOf, recordHistory, type Data } from './registers.ts';
import { verifyData } from './verify-data.ts';

/** 基础数据库: population, legal entities, licences and every other register of the content, browsed, opened, verified. */
export const dataModule = (data: Data): Module => ({
  name: 'data',
  systems: ['population-db', 'legal-entity-db', 'e-cert-db'],
  uses: [],
  routes: [
    route(c.listRegisters, async (ctx, i) => listRegisters(data, ctx, i)),
    route(c.browseRegister, (ctx, i) => browseRegister(data, ctx, i)),
    route(c.openRecord, (ctx, i) => openRecord(data, ctx, i)),
    route(c.recordHistory, (ctx, i) => recordHistory(data, ctx, i)),
    route(c.recordAsOf, (ctx, i) => recordAsOf(data, ctx, i)),
    route(c.verifyData, (ctx, i) => verifyData(data, ctx, i)),
  ],
});
