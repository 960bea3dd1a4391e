import { route, type Module } from '#kernel/house';
import * as c from './contract.ts';
import { cryptoStatus, decrypt, digest, encrypt, sign, verify } from './crypto-service.ts';
import type { Security } from './deps.ts';
import { evidenceState, getEvidence, verifyEvidence } from './evidence.ts';
import { listTraces } from './list-traces.ts';
import { listAccesses, privacyOverview } from './privacy.ts';

/** 安全: audit, personal information, evidence, commercial cryptography as a service. */
export const securityModule = (security: Security): Module => ({
  name: 'security',
  systems: ['audit-log', 'personal-info-protection', 'crypto-service', 'trusted-evidence'],
  uses: [],
  routes: [
    route(c.listTraces, (ctx, i) => listTraces(security, ctx, i)),
    route(c.privacyOverview, (ctx, i) => privacyOverview(security, ctx, i)),
    route(c.listAccesses, (ctx, i) => listAccesses(security, ctx, i)),
    route(c.getEvidence, async (ctx, i) => ({ ...(await getEvidence(security, ctx, i)) })),
    route(c.verifyEvidence, (ctx, i) => verifyEvidence(security, ctx, i)),
    route(c.evidenceState, (ctx) => evidenceState(security, ctx)),
    route(c.cryptoStatus, (ctx) => cryptoStatus(security, ctx)),
    route(c.digestBytes, (ctx, i) => digest(security, ctx, i)),
    route(c.signBytes, (ctx, i) => sign(security, ctx, i)),
    route(c.verifyBytes, (ctx, i) => verify(security, ctx, i)),
    route(c.encryptBytes, (ctx, i) => encrypt(security, ctx, i)),
    route(c.decryptBytes, (ctx, i) => decrypt(security, ctx, i)),
  ],
});
