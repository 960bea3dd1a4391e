/** 内容协商 (RFC 9110 §12.5.1): the best of `offered` for an Accept header; the first one where nothing is asked or nothing fits. */
export function preferred<T extends string>(accept: string | undefined, offered: readonly { id: T; types: readonly string[] }[]): T {
  const asked = (accept ?? '').slice(0, 1000).split(',').slice(0, 30).flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((p) => p.trim().toLowerCase());
    const weight = Number(parameters.find((p) => p.startsWith('q='))?.slice(2) ?? '1');
    return /^[\w.+*-]+\/[\w.+*-]+$/.test(type) && weight >= 0 && weight <= 1 ? [{ type, weight }] : [];
  });
  const quality = (types: readonly string[]): number => {
    // the most exact word about a type counts
    const fits = (pattern: (type: string) => string): number[] => asked.flatMap((a) => (types.some((t) => a.type === pattern(t)) ? [a.weight] : []));
    for (const pattern of [(t: string) => t, (t: string) => `${t.split('/')[0]}/*`, () => '*/*']) {
      const found = fits(pattern);
      if (found.length > 0) return Math.max(...found);
    }
    return 0;
  };
  const ranked = offered.map((o) => ({ id: o.id, quality: quality(o.types) }));
  const best = ranked.reduce((a, b) => (b.quality > a.quality ? b : a));
  return best.quality > 0 ? best.id : offered[0]!.id;
}
