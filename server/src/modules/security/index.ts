/** Module `security` 安全: whole-course trace, use of personal data, evidence, cryptography as a service. */
export { securityModule } from './module.ts';
export type { Security } from './deps.ts';
