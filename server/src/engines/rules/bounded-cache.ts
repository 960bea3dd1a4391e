/** Keeps what was made for the last `max` keys; the one not asked for longest goes first. */
export function boundedCache<V>(max: number): (key: string, make: () => V) => V {
  const kept = new Map<string, V>();
  return (key, make) => {
    const known = kept.get(key);
    if (known !== undefined) {
      kept.delete(key);
      kept.set(key, known);
      return known;
    }
    const made = make();
    kept.set(key, made);
    if (kept.size > max) kept.delete(kept.keys().next().value!);
    return made;
  };
}
