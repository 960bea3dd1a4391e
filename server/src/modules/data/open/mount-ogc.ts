import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { admittedBy } from './access.ts';
import { keyDigest } from './citizens.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { collectionView, conformance, item, items, landing, spatialSet, spatialSets } from './ogc.ts';
import { ogcApi } from './ogc-api.ts';
import type { SetRow } from './sets.ts';
import type { UseCounter } from './use-counter.ts';
import { keyDigestOf, type Admit } from './visits.ts';
import { xmlText } from './write-xlsx.ts';

type Asked = FastifyRequest<{ Params: { name: string; key: string }; Querystring: Record<string, unknown> }>;

/** OGC API Features under /ogc: JSON, or a light page of links where `f=html` or a browser asks. */
export function mountOgc(app: FastifyInstance, deps: OpenDeps, use: UseCounter, admit: Admit): void {
  const title = (): string => textIn(policyOf(deps).title, 'zh');
  const answer = (type: string, make: (ctx: Context, request: Asked, admitTo: (set: SetRow) => Promise<void>) => Promise<object>) => async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    await admit(request);
    const asked = request as Asked;
    const body = await deps.http.read(request, (ctx) => make(ctx, asked, async (set) => use.noteAccess(await admittedBy(ctx, set, keyDigestOf(request, keyDigest)), ctx.now)));
    reply.header('access-control-allow-origin', '*');
    const html = asked.query['f'] === 'html' || (asked.query['f'] === undefined && /text\/html/.test(request.headers.accept ?? '') && !/json/.test(request.headers.accept ?? ''));
    return html ? reply.type('text/html; charset=utf-8').header('content-security-policy', "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'").send(page(title(), body)) : reply.type(`${type}; charset=utf-8`).send(JSON.stringify(body));
  };
  const json = 'application/json';
  const geojson = 'application/geo+json';
  app.get('/ogc', answer(json, async () => landing(deps.publicUrl, title())));
  app.get('/ogc/', answer(json, async () => landing(deps.publicUrl, title())));
  app.get('/ogc/conformance', answer(json, async () => ({ conformsTo: conformance })));
  app.get('/ogc/api', answer('application/vnd.oai.openapi+json;version=3.0', async (ctx) => ogcApi(deps.publicUrl, title(), (await spatialSets(ctx.tx)).map((s) => s.name))));
  app.get('/ogc/collections', answer(json, async (ctx) => {
    const sets = await spatialSets(ctx.tx);
    const collections: object[] = [];
    for (const s of sets) collections.push(await collectionView(ctx.tx, deps.publicUrl, s, ctx.locale));
    return { links: [{ href: `${deps.publicUrl}/ogc/collections`, rel: 'self', type: json }], collections };
  }));
  app.get('/ogc/collections/:name', answer(json, async (ctx, { params }) => collectionView(ctx.tx, deps.publicUrl, (await spatialSet(ctx.tx, params.name)).set, ctx.locale)));
  app.get('/ogc/collections/:name/items', answer(geojson, async (ctx, { params, query }, admitTo) => {
    const { set, build } = await spatialSet(ctx.tx, params.name);
    await admitTo(set);
    return items(ctx.tx, deps.publicUrl, set, build, query);
  }));
  app.get('/ogc/collections/:name/items/:key', answer(geojson, async (ctx, { params }, admitTo) => {
    const { set, build } = await spatialSet(ctx.tx, params.name);
    await admitTo(set);
    return item(ctx.tx, deps.publicUrl, set, build, params.key);
  }));
}

/** The same, for people: its links, then what it says. */
function page(title: string, body: object): string {
  const links = [...((body as { links?: { href: string; rel: string; title?: string }[] }).links ?? []), ...((body as { collections?: { title: string; links: { href: string; rel: string }[] }[] }).collections ?? []).flatMap((c) => c.links.filter((l) => l.rel === 'items').map((l) => ({ ...l, title: c.title })))];
  return `<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${xmlText(title)}</title></head><body><h1>${xmlText(title)}</h1><ul>${links.map((l) => `<li><a href="${xmlText(l.href)}">${xmlText(l.title ?? l.rel)}</a></li>`).join('')}</ul><pre>${xmlText(JSON.stringify(body, null, 1).slice(0, 200_000))}</pre></body></html>`;
}
