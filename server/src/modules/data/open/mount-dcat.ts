import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ReadTx } from '#kernel/db';
import type { CkanHouse } from './ckan-package.ts';
import { catalogTriples, datasetIri, datasetTriples, once, pageTriples } from './dcat.ts';
import { foreignTriples } from './dcat-foreign.ts';
import { policyOf, type OpenDeps } from './deps.ts';
import { errors } from './errors.ts';
import { listedForeign } from './foreign-listing.ts';
import { preferred } from './negotiate.ts';
import { iri, toJsonLd, toTurtle, type Triple } from './rdf.ts';
import { labelTotal } from './search-sets.ts';
import { buildsOf, getBuild, getOpenSet, setColumns, type SetRow } from './sets.ts';
import type { Admit } from './visits.ts';
import { toRdfXml } from './write-rdf-xml.ts';

const catalogPage = 100;
type Ending = 'ttl' | 'jsonld' | 'rdf';

/** Syntaxes by file ending. */
const syntaxes: Record<Ending, { type: string; write: (triples: readonly Triple[]) => string }> = {
  ttl: { type: 'text/turtle', write: toTurtle },
  jsonld: { type: 'application/ld+json', write: (triples) => JSON.stringify(toJsonLd(triples)) },
  rdf: { type: 'application/rdf+xml', write: toRdfXml },
};
const rdfTypes: { id: Ending; types: string[] }[] = [{ id: 'ttl', types: ['text/turtle', 'application/x-turtle'] }, { id: 'rdf', types: ['application/rdf+xml', 'application/xml', 'text/xml'] }, { id: 'jsonld', types: ['application/ld+json', 'application/json'] }];
const html = { id: 'html' as const, types: ['text/html', 'application/xhtml+xml'] };

/** DCAT-AP: the catalogue and each set, by file ending or by Accept; addresses that the descriptions name lead somewhere. */
export function mountDcat(app: FastifyInstance, deps: OpenDeps, admit: Admit): void {
  const house = (): CkanHouse => ({ url: deps.publicUrl, policy: policyOf(deps) });
  const read = <T>(request: FastifyRequest, act: (tx: ReadTx) => Promise<T>): Promise<T> => deps.http.read(request, (ctx) => act(ctx.tx));
  const send = (reply: FastifyReply, triples: readonly Triple[], ending: Ending): FastifyReply =>
    reply.header('access-control-allow-origin', '*').header('vary', 'accept').type(`${syntaxes[ending].type}; charset=utf-8`).send(syntaxes[ending].write(once(triples)));

  const catalog = async (request: FastifyRequest, reply: FastifyReply, ending: Ending): Promise<FastifyReply> => {
    await admit(request);
    const asked = (request.query as Record<string, unknown>)['page'] ?? '1';
    if (typeof asked !== 'string' || !/^[1-9]\d{0,5}$/.test(asked)) throw errors.parameterInvalid({ name: 'page' });
    const page = Number(asked);
    const { sets, builds, foreign, total } = await read(request, async (tx) => {
      const names = (await tx.query<{ name: string }>('select s.name from open.listing s order by s.source is not null, s.name limit $1 offset $2', [catalogPage, (page - 1) * catalogPage])).map((r) => r.name);
      const found = await tx.query<SetRow>(`select ${setColumns} from open.set s where s.name = any ($1) order by s.name`, [names]);
      return { sets: found, total: await labelTotal(tx, 'all'), builds: new Map((await buildsOf(tx, found.map((s) => s.current_build!))).map((b) => [b.id, b])), foreign: await listedForeign(tx, names) };
    });
    const h = house();
    const pages = Math.max(1, Math.ceil(total / catalogPage));
    const modified = sets.reduce((latest, s) => (s.modified_at! > latest ? s.modified_at! : latest), new Date(0));
    const members = [...sets.map((s) => datasetIri(h, s.name)), ...foreign.map((f) => iri(f.iri))];
    return send(reply, [
      ...catalogTriples(h, members, modified), ...pageTriples((n) => `${h.url}/catalog.${ending}?page=${n}`, page, pages, total), ...sets.flatMap((s) => datasetTriples(h, s, builds.get(s.current_build!)!)), ...foreign.flatMap((f) => foreignTriples(h, f)),
    ], ending);
  };
  for (const ending of Object.keys(syntaxes) as Ending[]) app.get(`/catalog.${ending}`, (request, reply) => catalog(request, reply, ending));
  // CKAN's own spelling of RDF/XML
  app.get('/catalog.xml', (request, reply) => catalog(request, reply, 'rdf'));
  app.get('/catalog', (request, reply) => {
    const wanted = preferred(request.headers.accept, [html, ...rdfTypes]);
    return wanted === 'html' ? reply.header('vary', 'accept').redirect('/open/data', 303) : catalog(request, reply, wanted);
  });

  app.get<{ Params: { file: string } }>('/dataset/:file', async (request, reply) => {
    await admit(request);
    const [, name, ending] = /^([a-z0-9-]+)(?:\.(ttl|jsonld|rdf|xml))?$/.exec(request.params.file) ?? [];
    if (name === undefined) throw errors.notFound();
    const wanted = ending === undefined ? preferred(request.headers.accept, [html, ...rdfTypes]) : ending === 'xml' ? 'rdf' : (ending as Ending);
    const [foreign] = await read(request, (tx) => listedForeign(tx, [name]));
    if (foreign !== undefined) return wanted === 'html' ? reply.header('vary', 'accept').redirect(`/open/foreign?q=${encodeURIComponent(foreign.title.slice(0, 100))}`, 303) : send(reply, foreignTriples(house(), foreign), wanted);
    const found = await read(request, async (tx) => {
      const set = await getOpenSet(tx, name);
      return { set, build: await getBuild(tx, set.current_build) };
    });
    if (wanted === 'html') return reply.header('vary', 'accept').redirect(`/open/sets/${found.set.name}`, 303);
    return send(reply, datasetTriples(house(), found.set, found.build), wanted);
  });

  // what the descriptions name by these addresses is shown by the search
  app.get<{ Params: { code: string } }>('/open/organisations/:code', (request, reply) => reply.redirect(`/open/data?department=${encodeURIComponent(request.params.code.slice(0, 40))}`, 303));
  app.get<{ Params: { theme: string } }>('/open/themes/:theme', (request, reply) => reply.redirect(`/open/data?theme=${encodeURIComponent(request.params.theme.slice(0, 40))}`, 303));
}
