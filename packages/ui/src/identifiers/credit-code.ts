import { mod31 } from './check-characters.ts';
import { isOrganisationCode } from './organisation-code.ts';

/** Why a text is no unified social credit code (统一社会信用代码, GB 32100-2015). */
export type CreditCodeFault = 'length' | 'characters' | 'check';

/** Checks 18 upper-case characters strictly by the check character of GB 32100. */
export function creditCodeFault(code: string): CreditCodeFault | undefined {
  if (code.length !== 18) return 'length';
  const check = mod31(code.slice(0, 17));
  if (check === undefined || !/^[0-9A-Z]{2}\d{6}/.test(code)) return 'characters';
  return check === code[17] ? undefined : 'check';
}

/** Old records carry wrong organisation codes inside right credit codes: a warning, never a refusal. */
export const hasOrganisationCode = (code: string): boolean => isOrganisationCode(code.slice(8, 17));
