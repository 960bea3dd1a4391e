import type { Access } from '#engines/access';
import type { Route } from '#kernel/house';

export const createIdentityRoutes = (_access: Access): Route[] => [];
