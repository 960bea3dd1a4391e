/** Every contract that the desk calls. What `wanted/` holds is asked of the server's modules (see `wanted-contracts.md`). */
export { services } from '@yiwang/server/contracts';
export * as identity from '@yiwang/server/contracts/capabilities/identity';
export * as roles from '../wanted/identity.ts';
export * as data from '../wanted/data.ts';
export * as capabilities from '../wanted/capabilities.ts';
export * as security from '../wanted/security.ts';
