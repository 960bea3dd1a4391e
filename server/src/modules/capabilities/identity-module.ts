import type { Access } from '#engines/access';
import type { Module } from '#kernel/house';
import { createIdentityRoutes, mountIdentity, type CertificatesEnding } from './identity/index.ts';

/** 统一身份认证 and 政务业务架构库. */
export const identityModule = (access: Access, certificatesEnding?: CertificatesEnding): Module => ({
  name: 'identity',
  systems: ['unified-identity', 'business-architecture-library'],
  uses: [],
  routes: createIdentityRoutes(access, certificatesEnding),
  mount: (app) => mountIdentity(app, access),
});
