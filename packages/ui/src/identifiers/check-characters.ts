/**
 * Check characters (校验码) of the national identifiers. Each function returns the character, or undefined where the
 * text holds a character outside the alphabet.
 */
const digitsAndLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** ISO 7064 MOD 11-2, used by GB 11643 over 17 digits. */
export function mod11And2(text: string): string | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  let sum = 0;
  for (const digit of text) sum = ((sum + Number(digit)) * 2) % 11;
  return '0123456789X'[(12 - sum) % 11];
}

/** ISO 7064 MOD 37,36, used by GB/T 36904 over type, issuer, serial and version. */
export function mod37And36(text: string): string | undefined {
  let p = 36;
  for (const character of text) {
    const value = digitsAndLetters.indexOf(character);
    if (value === -1) return undefined;
    p = ((p + value) % 36 || 36) * 2 % 37;
  }
  return digitsAndLetters[(37 - p) % 36];
}

/** The 31 characters of GB 32100: no I, O, S, V, Z. */
export const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100 over the first 17 characters: weights 3^(i−1) mod 31. */
export function mod31(text: string): string | undefined {
  let sum = 0;
  let weight = 1;
  for (const character of text) {
    const value = creditCodeAlphabet.indexOf(character);
    if (value === -1) return undefined;
    sum += value * weight;
    weight = (weight * 3) % 31;
  }
  return creditCodeAlphabet[(31 - (sum % 31)) % 31];
}

const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];

/** GB 11714 over 8 characters: 11 − Σ mod 11; 10 is written X, 11 is written 0. */
export function mod11(text: string): string | undefined {
  if (!/^[0-9A-Z]{8}$/.test(text)) return undefined;
  const sum = organisationWeights.reduce((total, weight, i) => total + weight * digitsAndLetters.indexOf(text[i]!), 0);
  return '0123456789X0'[11 - (sum % 11)];
}
