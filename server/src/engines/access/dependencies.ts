import type { Content } from '#engines/content';
import type { Clock } from '#kernel/clock';
import type { Db } from '#kernel/db';
import type { Ids } from '#kernel/ids';
import type { CheckedGrant } from './role-integrity.ts';

/** Encryption of fields at rest 字段加密; engine `signing` provides it, which stands above this one. */
export interface FieldCrypto {
  /** Confidential and authenticated. */
  seal(text: string): Uint8Array;
  /** Throws when the bytes were altered. */
  open(bytes: Uint8Array): string;
  /** Keyed look-up value 盲索引 of a normalised text, 32 bytes. */
  blind(text: string): Uint8Array;
}

/** Why a code is sent: 登录, 二次验证, 注册. */
export type CodePurpose = 'sign-in' | 'second-factor' | 'register';

export interface AccessDependencies {
  db: Db;
  clock: Clock;
  ids: Ids;
  content: Content;
  crypto: FieldCrypto;
  /** Where browsers reach this house, without a slash at the end; the OpenID issuer is `<publicUrl>/oidc`. */
  publicUrl: string;
  /** Demonstration accounts may sign in, and are shown their codes on the page. */
  demonstration: boolean;
  /** Sends a code to a telephone; a failure is the caller's to log. */
  sendCode?: (phone: string, code: string, purpose: CodePurpose) => Promise<void>;
  /** Told of a fault inside the OpenID provider; the client only sees `server_error`. */
  failed?: (error: Error) => void;
  /** Asks the population register whether a name belongs to an identity number, where one is joined. */
  verifyPerson?: (name: string, identityNumber: string) => Promise<boolean>;
  limits?: Partial<Limits>;
}

/** Burst and refill of the token buckets, and life times in seconds. */
export interface Limits {
  /** Wrong and right attempts of one account. */
  attemptsPerAccount: { burst: number; perMinute: number };
  attemptsPerAddress: { burst: number; perMinute: number };
  codesPerPhone: { burst: number; perMinute: number };
  codesPerAddress: { burst: number; perMinute: number };
  /** Failures in a row that lock an account, and for how long. */
  failuresMax: number;
  lockMinutes: number;
  codeMinutes: number;
  codeAttemptsMax: number;
  sessionHours: number;
  idleMinutesCitizen: number;
  idleMinutesOfficer: number;
  sessionsPerAccount: number;
}

export const defaultLimits: Limits = {
  attemptsPerAccount: { burst: 12, perMinute: 6 },
  attemptsPerAddress: { burst: 120, perMinute: 60 },
  codesPerPhone: { burst: 3, perMinute: 1 },
  codesPerAddress: { burst: 30, perMinute: 10 },
  failuresMax: 5,
  lockMinutes: 15,
  codeMinutes: 5,
  codeAttemptsMax: 5,
  sessionHours: 12,
  idleMinutesCitizen: 60,
  idleMinutesOfficer: 30,
  sessionsPerAccount: 20,
};

/** A demonstration place is shown to many from one address and by scripts. */
export const demonstrationLimits: Partial<Limits> = {
  attemptsPerAccount: { burst: 600, perMinute: 600 },
  attemptsPerAddress: { burst: 6_000, perMinute: 6_000 },
  codesPerAddress: { burst: 600, perMinute: 600 },
  sessionsPerAccount: 200,
};

/** What every part of this engine gets. */
export interface Part extends Omit<AccessDependencies, 'limits'> {
  limits: Limits;
  /** Told of a grant whose row somebody altered past the house. */
  altered?: (grant: CheckedGrant, organisation: string) => void;
}
