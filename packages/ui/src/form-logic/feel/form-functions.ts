import { FeelFunction, parseDate } from 'feelin';
import { birthDateOf, identityNumberFault, sexOf } from '../../identifiers/identity-number.ts';

const ofIdentityNumber =
  <T>(read: (number: string) => T) =>
  (number: unknown): T | null =>
    typeof number === 'string' && identityNumberFault(number) === undefined ? read(number) : null;

/** Functions that forms may call beside FEEL's own; null where the number is wrong. */
export const formFunctions: Readonly<Record<string, FeelFunction>> = {
  /** 出生日期 of an identity number. */
  birthDateOf: new FeelFunction(ofIdentityNumber((number) => parseDate(birthDateOf(number))), ['number']),
  /** 性别 of an identity number: "1" 男, "2" 女. */
  sexOf: new FeelFunction(ofIdentityNumber(sexOf), ['number']),
};
