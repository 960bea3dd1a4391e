import { dataQuality } from './contracts.ts';
import { useRead } from './use-read.ts';

export interface Code {
  code: string;
  name: string;
}

/** 代码 of a register's fields with their names; none while it is not known which register. */
export function useCodes(register: string | undefined): Readonly<Record<string, readonly Code[]>> {
  const found = useRead(dataQuality.registerCodes, { register: register ?? '' }, { ready: register !== undefined && register !== '' });
  return found.data?.codes ?? {};
}

/** What a value of a field is called, where it is a code. */
export const codeName = (codes: Readonly<Record<string, readonly Code[]>>) => (field: string, code: string): string | undefined => codes[field]?.find((c) => c.code === code)?.name;

/** Columns with what may stand in them. */
export const withCodes = <C extends { name: string }>(columns: readonly C[], codes: Readonly<Record<string, readonly Code[]>>): (C & { codes?: readonly Code[] })[] => columns.map((c) => { const found = codes[c.name]; return found === undefined ? c : { ...c, codes: found }; });
