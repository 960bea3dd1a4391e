import { route, type Module } from '#kernel/house';
import * as c from './contract.ts';
import { issueCertificate, listAuthorities, listCertificates, revokeCertificate } from './certificates.ts';
import type { Seals } from './deps.ts';
import { signDocument, verifyDocument } from './documents.ts';
import { applySeal, changeSeal, getSeal, listSeals, makeSeal, sealUses } from './seals.ts';

/** 电子印章与电子签章: seals from application to cancellation, certificates, documents sealed and verified. */
export const sealsModule = (seals: Seals): Module => ({
  name: 'seals',
  systems: ['e-seal', 'e-signature', 'digital-certificates', 'e-certificate'],
  uses: [],
  routes: [
    route(c.listSeals, (ctx, i) => listSeals(seals, ctx, i)),
    route(c.getSeal, (ctx, i) => getSeal(seals, ctx, i)),
    route(c.sealUses, (ctx, i) => sealUses(seals, ctx, i)),
    route(c.applySeal, (ctx, i) => applySeal(seals, ctx, i)),
    route(c.makeSeal, (ctx, i) => makeSeal(seals, ctx, i)),
    route(c.changeSeal, (ctx, i) => changeSeal(seals, ctx, i)),
    route(c.listCertificates, (ctx, i) => listCertificates(seals, ctx, i)),
    route(c.listAuthorities, (ctx) => listAuthorities(seals, ctx)),
    route(c.issueCertificate, (ctx, i) => issueCertificate(seals, ctx, i)),
    route(c.revokeCertificate, (ctx, i) => revokeCertificate(seals, ctx, i)),
    route(c.signDocument, (ctx, i) => signDocument(seals, ctx, i)),
    route(c.verifyDocument, (ctx, i) => verifyDocument(seals, ctx, i)),
  ],
});
