import { mod11 } from './check-characters.ts';

/** 组织机构代码 (GB 11714-1997): 8 characters and a check character, with or without a hyphen before it. */
export function isOrganisationCode(code: string): boolean {
  const match = /^([0-9A-Z]{8})-?([0-9X])$/.exec(code);
  return match !== null && mod11(match[1]!) === match[2];
}
