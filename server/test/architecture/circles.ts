/** Files that need each other, round and round (strongly connected components, Tarjan 1972): each circle in the order of its names. */
export function circlesIn(imports: readonly { readonly from: string; readonly target: string | undefined }[]): string[][] {
  const targets = Map.groupBy(imports, (i) => i.from);
  const seen = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): number => {
    const number = seen.size;
    seen.set(file, number);
    lowest.set(file, number);
    path.push(file);
    for (const { target } of targets.get(file) ?? []) {
      if (target === undefined) continue;
      const reached = !seen.has(target) ? visit(target) : path.includes(target) ? seen.get(target)! : number;
      lowest.set(file, Math.min(lowest.get(file)!, reached));
    }
    if (lowest.get(file) === number) {
      const circle = path.splice(path.indexOf(file));
      if (circle.length > 1) circles.push(circle.toSorted());
    }
    return lowest.get(file)!;
  };
  for (const file of targets.keys()) if (!seen.has(file)) visit(file);
  return circles;
}
