import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';

const mountPath = '/oidc';

/** Mounts the OpenID provider at /oidc; its documents are also found where clients look for them at the root. */
export async function mountOpenId(app: FastifyInstance, current: () => Promise<Provider>, publicUrl: string): Promise<void> {
  const handlers = new WeakMap<Provider, ReturnType<Provider['callback']>>();
  const handlerNow = async (): Promise<ReturnType<Provider['callback']>> => {
    const provider = await current();
    const known = handlers.get(provider) ?? provider.callback();
    handlers.set(provider, known);
    return known;
  };
  const address = new URL(publicUrl);

  const pass = async (request: FastifyRequest, reply: FastifyReply, url: string): Promise<FastifyReply> => {
    const handle = await handlerNow();
    void reply.hijack();
    const raw = request.raw as typeof request.raw & { originalUrl?: string };
    // the house says its own address: a Host header or a forwarded one never gets into a link or a redirect
    raw.headers.host = address.host;
    raw.headers['x-forwarded-proto'] = address.protocol.slice(0, -1);
    delete raw.headers['x-forwarded-host'];
    raw.originalUrl = mountPath + url;
    raw.url = url;
    reply.raw.setHeader('x-content-type-options', 'nosniff');
    reply.raw.setHeader('x-frame-options', 'DENY');
    reply.raw.setHeader('referrer-policy', 'no-referrer');
    void handle(raw, reply.raw);
    return reply;
  };

  await app.register(async (scope) => {
    // the provider reads bodies by itself, with its own limit (56 KB)
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all(`${mountPath}/*`, (request, reply) => pass(request, reply, request.raw.url!.slice(mountPath.length)));
    for (const root of ['/.well-known/openid-configuration', `/.well-known/openid-configuration${mountPath}`, `/.well-known/oauth-authorization-server${mountPath}`]) {
      scope.get(root, (request, reply) => pass(request, reply, '/.well-known/openid-configuration'));
    }
  });
}
