/** Module `services` 政务服务: items, life events, applications, the window, the departments, reviews, e-supervision. */
export { createCatalogue, type Catalogue } from './items/catalogue.ts';
export { servicesKinds } from './definition-kinds.ts';
export { createServices, type Services } from './module.ts';
export type { Hall } from './hall.ts';
export { verifyLicence } from './licences/verify-licence.ts';
export { changeLicenceAtDesk } from './licences/change-licence.ts';
export { issueLicence, type LicenceToIssue } from './licences/issue-licence.ts';
export { certificateTypeKind } from './items/item-definition.ts';
