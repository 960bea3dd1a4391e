import { foreignSets, type ForeignSet } from './foreign-sets.ts';
import type { Triple } from './rdf.ts';
import { readJsonLd } from './read-json-ld.ts';
import { readRdfXml } from './read-rdf-xml.ts';
import { readTurtle } from './read-turtle.ts';

const limits = { pages: 500, bytes: 16 * 1024 * 1024, sets: 50_000, timeoutMs: 30_000 };

/**
 * All pages of another catalogue, read before anything is kept: half a catalogue replaces nothing. What is ours, or came through us,
 * is passed over: sets do not go round between houses, and one that its origin removed is not kept alive by two that have it from each other.
 */
export async function readCatalogue(url: string, ownUrl: string): Promise<ForeignSet[]> {
  const sets = new Map<string, ForeignSet>();
  const origin = new URL(url).origin;
  const ours = (address: string): boolean => address === ownUrl || address.startsWith(`${ownUrl}/`);
  const seen = new Set<string>();
  let told = 0;
  for (let at: string | null = url; at !== null && !seen.has(at);) {
    seen.add(at);
    if (seen.size > limits.pages) throw new Error(`> ${limits.pages} pages`);
    const page = foreignSets(await readPage(at), at);
    told += page.sets.length;
    for (const s of page.sets) if (!ours(s.iri) && !s.chain.some(ours)) sets.set(s.iri, s);
    if (told > limits.sets) throw new Error(`> ${limits.sets} sets`);
    // asked of the house that was named, whatever it calls itself
    at = page.next === null ? null : origin + new URL(page.next).pathname + new URL(page.next).search;
  }
  if (told === 0) throw new Error('no dcat:Dataset with a title and an address');
  return [...sets.values()];
}

async function readPage(url: string): Promise<Triple[]> {
  const answer = await fetch(url, { redirect: 'error', headers: { accept: 'application/ld+json, application/rdf+xml;q=0.9, text/turtle;q=0.8', 'user-agent': 'yiwang-harvest' }, signal: AbortSignal.timeout(limits.timeoutMs) });
  if (!answer.ok || answer.body === null) {
    await answer.body?.cancel();
    throw new Error(`HTTP ${answer.status}`);
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of answer.body) {
    size += part.length;
    if (size > limits.bytes) throw new Error(`> ${limits.bytes} bytes`);
    parts.push(part);
  }
  return readRdf(Buffer.concat(parts).toString('utf8'), answer.headers.get('content-type') ?? '', url);
}

/** By its type; a type that says nothing is told by how the text begins. */
export function readRdf(text: string, type: string, base: string): Triple[] {
  const start = text.trimStart();
  if (/turtle|n-triples|text\/n3/.test(type)) return readTurtle(text, base);
  if (/rdf\+xml|\/xml/.test(type) || (!/json/.test(type) && /^<(\?|!|[A-Za-z]+:RDF)/.test(start))) return readRdfXml(text, base);
  return /json/.test(type) || /^[[{]/.test(start) ? readJsonLd(text, base) : readTurtle(text, base);
}
