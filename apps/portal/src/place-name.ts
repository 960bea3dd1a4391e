import { services, type Call } from '@yiwang/server/contracts';
import { regionDigits } from '@yiwang/ui/form-logic/form.ts';
import type { Locale } from './portal-request.ts';

const known = new Map<string, string>();
const knownMax = 5_000;

/** Name of a division, remembered: divisions change by publication only. Digits where there is no name. */
export async function placeName(call: Call, digits: string, locale: Locale): Promise<string> {
  const key = `${locale}:${digits}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const above = Object.values(regionDigits).filter((level) => level < digits.length).at(-1) ?? 0;
  const { divisions } = await call(services.listDivisions, { parent: digits.slice(0, above) });
  const name = divisions.find((one) => one.digits === digits)?.name ?? digits;
  if (known.size >= knownMax) known.clear();
  known.set(key, name);
  return name;
}
