import type { Access } from '#engines/access';
import { route, type Route } from '#kernel/house';
import * as c from './contract.ts';
import { machineRoutes, type CertificatesEnding } from './machine-routes.ts';
import { roleCatalogue } from './role-catalogue.ts';

const done = { done: true } as const;

/** The JSON routes of identity: the person herself, mandates, administration, directory. */
export function createIdentityRoutes(access: Access, certificatesEnding?: CertificatesEnding): Route[] {
  const { mandates, administration, directory, signIn } = access;
  return [
    route(c.me, (ctx) => access.whoAmI(ctx)),
    route(c.switchParty, (ctx, i) => access.switchParty(ctx, i.partyId, i.mandateId ?? null)),
    route(c.switchPost, async (ctx, i) => (await access.switchPost(ctx, i.postId), done)),
    route(c.listSessions, async (ctx) => ({ sessions: await access.listSessions(ctx) })),
    route(c.revokeSession, async (ctx, i) => (await access.revokeSession(ctx, i.sessionId), done)),
    route(c.revokeOtherSessions, async (ctx) => ({ ended: await access.revokeOtherSessions(ctx) })),
    route(c.offerPasskey, async (ctx) => { const { options, ticket } = await access.passkeys.offer(ctx); return { options: { ...options }, ticket }; }),
    route(c.addPasskey, (ctx, i) => access.passkeys.add(ctx, i)),
    route(c.listPasskeys, async (ctx) => ({ passkeys: await access.passkeys.list(ctx), possible: signIn.passkeys })),
    route(c.removePasskey, async (ctx, i) => (await access.passkeys.remove(ctx, i.passkeyId), done)),
    route(c.seeScan, (ctx, i) => access.scans.see(ctx, i.token)),
    route(c.answerScan, async (ctx, i) => (await access.scans.answer(ctx, i), done)),
    route(c.signOut, async (ctx) => (await access.signOut(ctx), done)),
    // the telephone stands in for the address: a route does not know one
    route(c.sendRegistrationCode, async (_ctx, i) => ({ shownCode: (await signIn.sendRegistrationCode({ phone: i.phone, address: `registration ${i.phone.slice(0, 7)}` })).shownCode ?? null })),
    route(c.register, (ctx, i) => access.registerCitizen(ctx, i)),
    route(c.changePassword, async (ctx, i) => (await access.changePassword(ctx, i), done)),
    route(c.offerSecondFactor, async (ctx) => access.offerSecondFactor(ctx)),
    route(c.confirmSecondFactor, async (ctx, i) => (await access.confirmSecondFactor(ctx, i), done)),

    route(c.listMandates, async (ctx) => ({ mandates: await mandates.list(ctx) })),
    route(c.grantMandate, (ctx, i) => mandates.grant(ctx, i)),
    route(c.answerMandate, async (ctx, i) => (await mandates.answer(ctx, i), done)),
    route(c.revokeMandate, async (ctx, i) => (await mandates.revoke(ctx, i), done)),

    route(c.listAccounts, (ctx, i) => administration.listAccounts(ctx, i)),
    route(c.getAccount, (ctx, i) => administration.getAccount(ctx, i.accountId)),
    route(c.listRoles, async (ctx) => ({ roles: roleCatalogue(await administration.listRoles(ctx), ctx.locale) })),
    route(c.lockAccount, async (ctx, i) => (await administration.setState(ctx, { ...i, state: 'locked' }), done)),
    route(c.unlockAccount, async (ctx, i) => (await administration.setState(ctx, { ...i, state: 'active' }), done)),
    route(c.officerScope, (ctx, i) => administration.scopeOf(ctx, i.accountId)),
    route(c.assignRole, (ctx, i) => administration.assignRole(ctx, i)),
    route(c.revokeRole, async (ctx, i) => (await administration.revokeRole(ctx, i.assignmentId), done)),

    ...machineRoutes(access, certificatesEnding),

    route(c.listDivisions, (ctx, i) => directory.listDivisions(ctx.tx, i)),
    route(c.getDivision, async (ctx, i) => ({ division: await directory.getDivision(ctx.tx, i.digits), path: await directory.divisionPath(ctx.tx, i.digits) })),
    route(c.listOrganisations, (ctx, i) => directory.listOrganisations(ctx.tx, i)),
    route(c.getOrganisation, (ctx, i) => directory.getOrganisation(ctx.tx, i.creditCode)),
  ];
}
