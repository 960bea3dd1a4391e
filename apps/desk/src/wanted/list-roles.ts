import { contract } from '@yiwang/server/kernel/contract';
import { z } from 'zod';

/** Roles that may be granted (角色目录): what each allows and which others it excludes (三员分立). */
export const listRoles = contract({
  name: 'identity.listRoles',
  method: 'GET',
  path: '/api/identity/roles',
  audience: 'officer',
  permission: 'accounts.view',
  summary: '角色目录',
  input: z.object({}),
  output: z.object({ roles: z.array(z.object({ id: z.string(), name: z.string(), description: z.string(), permissions: z.array(z.object({ id: z.string(), name: z.string() })), excludes: z.array(z.string()) })) }),
});
