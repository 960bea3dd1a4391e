import { hash, verify } from '@node-rs/argon2';
import { errors } from './errors.ts';

// argon2id, 19 MiB, two passes (OWASP's floor): 45–110 ms of a thread of the pool, never of the loop
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, options);

let nobody: Promise<string> | undefined;

/** Takes as long for an account that does not exist as for one that does. */
export async function passwordMatches(storedHash: string | null | undefined, password: string): Promise<boolean> {
  if (password.length === 0 || password.length > 200) return false;
  if (storedHash == null) {
    await verify(await (nobody ??= hashPassword('nobody has this password')), password);
    return false;
  }
  return verify(storedHash, password);
}

/** 口令复杂度 (GB/T 22239 level 3, 8.1.4.1): length, two classes, not the account's name. */
export function checkPassword(password: string, loginName: string): void {
  const strong = password.length >= 8 && password.length <= 200 && /\p{L}/u.test(password) && /\p{N}/u.test(password);
  if (!strong || password.toLowerCase().includes(loginName.toLowerCase())) throw errors.weakPassword();
}
