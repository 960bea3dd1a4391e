import type { RequestListener } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Module } from '../house/index.ts';

/**
 * Hands requests below a prefix on as they came: bodies stay streams, no cookie is read, no hook runs. They are taken from the server
 * itself, before the router; the route behind it serves a second address that `localhost` stands for, which fastify listens on by a server of its own.
 */
export async function mountRaw(app: FastifyInstance, { prefix, handle }: Required<Module>['raw']): Promise<void> {
  const routed = app.server.listeners('request') as RequestListener[];
  app.server.removeAllListeners('request');
  app.server.on('request', (request, response) => {
    if (request.url?.startsWith(prefix) === true) void handle(request, response);
    else for (const listener of routed) listener(request, response);
  });
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all(`${prefix}*`, async (request, reply) => {
      reply.hijack();
      await handle(request.raw, reply.raw);
    });
  });
}
