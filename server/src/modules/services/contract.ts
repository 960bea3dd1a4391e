/** The API of services: what applicants and officials ask of the service hall. Imports only zod and the kernel's contract. */
export * from './items/contract-guide.ts';
export * from './applications/contract-application.ts';
export * from './cases/contract-case.ts';
export * from './desk/contract-desk.ts';
export * from './supervision/contract-supervision.ts';
export * from './items/contract-items.ts';
export * from './licences/contract-licence.ts';
export * from './materials/contract-owed.ts';
