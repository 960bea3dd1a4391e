/** Every contract that the desk calls. What is still asked of the server's modules stands in `wanted-contracts.md`. */
export { services } from '@yiwang/server/contracts';
export * as designers from '@yiwang/server/contracts/capabilities/designers';
export * as identity from '@yiwang/server/contracts/capabilities/identity';
export * as seals from '@yiwang/server/contracts/capabilities/seals';
export * as messages from '@yiwang/server/contracts/capabilities/messages';
export * as cascade from '@yiwang/server/contracts/data/cascade';
export * as sharing from '@yiwang/server/contracts/data/sharing';
export * as catalogue from '@yiwang/server/contracts/data/catalogue';
export * as collection from '@yiwang/server/contracts/data/collection';
export * as development from '@yiwang/server/contracts/data/development';
export * as dataQuality from '@yiwang/server/contracts/data/quality';
export * as libraries from '@yiwang/server/contracts/data/libraries';
export * as data from '@yiwang/server/contracts/data';
export * as visualisation from '@yiwang/server/contracts/data/visualisation';
export * as security from '@yiwang/server/contracts/security';
export * as openData from '@yiwang/server/contracts/data/open';
