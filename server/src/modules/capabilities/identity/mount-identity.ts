import formBody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import type { Access } from '#engines/access';
import { localeOf } from '#kernel/i18n';
import { mountFlow } from './flow.ts';
import { interactionPath, mountInteraction, refusalPage } from './interaction.ts';
import { mountRegistration } from './mount-registration.ts';
import { mountOpenId } from './mount-openid.ts';

/** Everything of identity that is not JSON: the OpenID provider, the sign-in pages, the apps' sign-in. */
export async function mountIdentity(app: FastifyInstance, access: Access): Promise<void> {
  const current = access.openIdProvider;
  await current({
    interactionPath,
    renderError(ctx, out) {
      const locale = localeOf(ctx.get('accept-language'));
      ctx.type = 'html';
      ctx.body = refusalPage(locale, locale === 'zh' ? '登录请求无法继续' : 'This sign-in cannot go on', `${out.error}${out.error_description === undefined ? '' : `: ${out.error_description}`}`, '/signin?app=portal');
    },
  });
  await mountOpenId(app, current, access.part.publicUrl);
  await app.register(async (scope) => {
    await scope.register(formBody, { bodyLimit: 16_384 });
    mountInteraction(scope, access);
    mountRegistration(scope, access);
    await mountFlow(scope, access);
  });
}

