import type { Access } from '#engines/access';
import type { Module } from '#kernel/house';
import { createIdentityRoutes, mountIdentity } from './identity/index.ts';

/** 统一身份认证 and 政务业务架构库. */
export const identityModule = (access: Access): Module => ({
  name: 'identity',
  systems: ['unified-identity', 'business-architecture-library'],
  uses: [],
  routes: createIdentityRoutes(access),
  mount: (app) => mountIdentity(app, access),
});
