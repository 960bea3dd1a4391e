import type { Access, Expiring } from '#engines/access';
import type { Context } from '#kernel/context';
import { route, type Route } from '#kernel/house';
import * as c from './contract-machines.ts';

const done = { done: true } as const;

/** Certificates that end within so many days; engine `signing` knows them. */
export type CertificatesEnding = (ctx: Context, days: number) => Promise<{ id: string; subject: string; organisation: string | null; validTo: Date }[]>;

/** 部门系统: what an administrator registers, renews, suspends; what expires soon. */
export function machineRoutes({ machines, listExpiring }: Access, certificatesEnding: CertificatesEnding = async () => []): Route[] {
  return [
    route(c.listMachines, (ctx, i) => machines.list(ctx, i)),
    route(c.getMachine, (ctx, i) => machines.get(ctx, i.clientId)),
    route(c.registerMachine, (ctx, i) => machines.register(ctx, i)),
    // a look, not a write: the stored answers of writes never hold a secret
    route(c.machineSecret, (ctx, i) => machines.readSecret(ctx, i.ticket)),
    route(c.renewMachine, async (ctx, i) => (await machines.renew(ctx, i), done)),
    route(c.changeMachine, async (ctx, i) => (await machines.change(ctx, i), done)),
    route(c.permitMachine, async (ctx, i) => (await machines.permit(ctx, i), done)),
    route(c.replaceSecret, (ctx, i) => machines.replaceSecret(ctx, i)),
    route(c.addMachineKey, (ctx, i) => machines.addKey(ctx, i)),
    route(c.revokeMachineKey, async (ctx, i) => (await machines.revokeKey(ctx, i), done)),
    route(c.listExpiring, async (ctx, i) => {
      const certificates = (await certificatesEnding(ctx, i.days)).map((one): Expiring => ({ kind: 'certificate', id: one.id, name: one.subject, organisation: one.organisation, until: one.validTo.toISOString() }));
      return { expiring: [...(await listExpiring(ctx, i.days)), ...certificates].sort((a, b) => a.until.localeCompare(b.until)) };
    }),
  ];
}
