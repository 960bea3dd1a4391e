/** The API of services: what applicants and officials ask of the service hall. Imports only zod and the kernel's contract. */
export * from './contract-guide.ts';
export * from './contract-application.ts';
export * from './contract-case.ts';
export * from './contract-desk.ts';
export * from './contract-supervision.ts';
export * from './contract-items.ts';
export * from './contract-licence.ts';
export * from './contract-owed.ts';
