import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { apps, type Access } from '#engines/access';
import { anonymous } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import { pageOf, sendPage } from './page.ts';
import { preferencesOf } from './preferences.ts';
import { registrationBody, registrationPath, registrationTitle, type RegistrationView } from './registration-page.ts';

/** The page on which a person registers: one form, without script. */
export function mountRegistration(app: FastifyInstance, access: Access): void {
  const { part } = access;
  const empty = { name: '', identityNumber: '', phone: '', loginName: '' };

  const show = (request: FastifyRequest, reply: FastifyReply, status: number, view: Omit<RegistrationView, 'locale'>): FastifyReply => {
    const { locale, large } = preferencesOf(part.publicUrl, request, reply);
    return sendPage(reply, status, pageOf({ locale, large, service: apps.portal[locale], title: registrationTitle(locale), here: registrationPath, body: registrationBody({ ...view, locale }) }));
  };

  app.get(registrationPath, (request, reply) => show(request, reply, 200, { values: empty }));

  app.post(registrationPath, async (request, reply) => {
    const body = (request.body ?? {}) as Record<string, unknown>;
    const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '').replace(/\p{Cc}/gu, '').slice(0, 200);
    const values = { name: text('name'), identityNumber: text('identityNumber'), phone: text('phone').trim(), loginName: text('loginName') };
    const { locale } = preferencesOf(part.publicUrl, request, reply);
    try {
      if (text('step') === 'send') {
        const { shownCode } = await access.signIn.sendRegistrationCode({ phone: values.phone, address: request.ip });
        return show(request, reply, 200, { values, sent: true, shownCode });
      }
      const now = part.clock.now();
      await part.db.write(anonymous, async (tx) => {
        const made = await access.registerCitizen({ tx, actor: anonymous, now, newId: part.ids, locale, requestId: request.id }, { ...values, code: text('code').trim(), password: text('password') });
        tx.insert('kernel.trace', { id: part.ids(), at: now.toISOString(), actor_kind: 'anonymous', account_id: made.accountId, actor_name: anonymous.name, contract: 'identity.register', request_id: request.id, outcome: 'done' });
      });
      return show(request, reply, 200, { values: empty, done: true });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return show(request, reply, error.status, { values, refused: error.words(locale) });
    }
  });
}
