/** 分组统计: how many and how much, packed into one plaintext: 64 bits a slot, two slots a group. */
export interface GroupResult {
  group: number;
  count: number;
  sum: number;
}
/** As it may be shown; both null where too few stand behind it. */
export interface ShownGroup {
  group: number;
  count: number | null;
  sum: number | null;
}
export const groupsMax = 15;
export const valueMax = 2 ** 40;
const slotBits = 64n;
const slotMask = (1n << slotBits) - 1n;

export const pack = (group: number, value: number): bigint => (1n << (BigInt(group) * 2n * slotBits)) + (BigInt(value) << ((BigInt(group) * 2n + 1n) * slotBits));

export const unpack = (plain: bigint, groups: number): GroupResult[] =>
  Array.from({ length: groups }, (_, group) => {
    const at = BigInt(group) * 2n * slotBits;
    return { group, count: Number((plain >> at) & slotMask), sum: Number((plain >> (at + slotBits)) & slotMask) };
  });

/** 小数抑制: groups below `least` are not shown; if that hides one only, the next smallest goes too, or the total would give it away. Nobody in a group may be shown. */
export function suppress(results: readonly GroupResult[], least: number): ShownGroup[] {
  const filled = results.filter((r) => r.count > 0).toSorted((x, y) => x.count - y.count);
  const hidden = new Set(filled.filter((r) => r.count < least).map((r) => r.group));
  if (hidden.size === 1) {
    const next = filled.find((r) => !hidden.has(r.group));
    if (next !== undefined) hidden.add(next.group);
  }
  return results.map((r) => (hidden.has(r.group) ? { group: r.group, count: null, sum: null } : { ...r }));
}
