/** Engine `access` 身份与权限: division, organisation, officer, account, permission, mandate; the OpenID provider. */
export { createAccess, type Access } from './create-access.ts';
export type { AccessDependencies, CodePurpose, FieldCrypto, Limits } from './dependencies.ts';
export { mandateCovers, sessionOf, type SessionActor, type SessionInfo } from './session-actor.ts';
export { sessionCookie } from './authenticate.ts';
export { companyId, demonstrationPersonId, officerPersonId, accountIdOf } from './stable-id.ts';
export { demonstrationPassword, demonstrationSecret } from './sync-content.ts';
export { maskName, maskPhone } from './mask.ts';
export { errors as accessErrors } from './errors.ts';
export {
  accessKinds, demonstrationCompanyKind, demonstrationPersonKind, divisionKind, officerKind, organisationKind, roleKind,
  type DemonstrationCompany, type DemonstrationPerson, type DivisionDefinition, type OfficerDefinition, type OrganisationDefinition, type RoleDefinition,
} from './content-kinds.ts';
export { acrOf, apps, isApp, type App } from './openid/provider.ts';
export { openTicket, sealTicket } from './second-factor.ts';
export type { AccountFilter, AccountView, OfficerScope, RoleView } from './administration.ts';
export type { Division, DivisionFilter, Organisation, OrganisationFilter } from './directory.ts';
export type { EffectiveScope, PostView, RoleScope } from './effective-scope.ts';
export type { GrantMandate, MandateState, MandateView } from './mandates.ts';
export type { PartyChoice } from './parties.ts';
export type { Me, PersonDetails } from './who-am-i.ts';
export { contactsOf, findPartyByCode, partyIdentity, type PartyIdentity } from './party-identity.ts';
export type { Machine, MachineFilter, MachineState, MachineView } from './machine-view.ts';
export type { NewMachine } from './machines.ts';
export type { Expiring } from './expiring.ts';
export type { PasskeyView } from './passkeys.ts';
export type { ScanView, ShownScan } from './scans.ts';
