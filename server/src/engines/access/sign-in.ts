import { system } from '#kernel/context';
import type { Codes } from './codes.ts';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { maskPhone } from './mask.ts';
import { askPasskey, passkeyDomain, usePasskey } from './passkeys.ts';
import { passwordMatches } from './password.ts';
import { checkSecondFactor } from './second-factor.ts';
import { createTokenBuckets } from './token-bucket.ts';

/** Who proved the first factor, and which second one is due. */
export interface FirstFactor {
  accountId: string;
  kind: 'citizen' | 'officer';
  method: 'password' | 'sms' | 'passkey';
  /** Due before an officer is let in: her authenticator, or a code to her telephone. */
  second: 'none' | 'totp' | 'sms';
  /** 138****8000 */
  phone: string | undefined;
  /** Whether a passkey of hers can be the second one as well. */
  passkey: boolean;
}

interface AccountRow {
  id: string;
  kind: 'citizen' | 'officer' | 'machine';
  state: string;
  password_hash: string | null;
  locked_until: Date | null;
  has_second_factor: boolean;
  has_passkey: boolean;
  demonstration: boolean;
  phone: Buffer | null;
}

export interface SignIn {
  withPassword(input: { login: string; password: string; address: string }): Promise<FirstFactor>;
  /** Sends a sign-in code to a telephone; says nothing about whether an account has it. */
  sendSignInCode(input: { phone: string; address: string }): Promise<{ shownCode: string | undefined }>;
  withCode(input: { phone: string; code: string; address: string; kind: 'citizen' | 'officer' }): Promise<FirstFactor>;
  sendSecondCode(input: { accountId: string; address: string }): Promise<{ shownCode: string | undefined; phone: string | undefined }>;
  checkSecond(input: { accountId: string; method: 'totp' | 'sms'; code: string; address: string }): Promise<void>;
  /** 二次验证 by a passkey of the account. */
  checkSecondPasskey(input: { accountId: string; ticket: string; response: unknown; address: string }): Promise<string[]>;
  sendRegistrationCode(input: { phone: string; address: string }): Promise<{ shownCode: string | undefined }>;
  /** Whether browsers can have passkeys at this house's address. */
  readonly passkeys: boolean;
  /** A challenge for whichever passkey she has, or for those of an account. */
  askPasskey(accountId: string | null): ReturnType<typeof askPasskey>;
  /** 通行密钥登录 of a citizen: device and gesture are both factors. */
  withPasskey(input: { ticket: string; response: unknown; address: string }): Promise<FirstFactor & { methods: string[] }>;
}

/** RFC 8176: a key in hardware, or one that a maker's service keeps as well. */
const passkeyMethods = ({ backedUp }: { backedUp: boolean }): string[] => [backedUp ? 'swk' : 'hwk', 'user', 'mfa'];

export const phoneShape = /^1[3-9]\d{9}$/;
const columns = `a.id, a.kind, a.state, a.password_hash, a.locked_until, a.second_factor is not null as has_second_factor, exists (select from access.passkey k where k.account_id = a.id) as has_passkey, a.demonstration, p.phone
  from access.account a left join access.person p on p.id = a.person_id`;

export function createSignIn(part: Part, codes: Codes): SignIn {
  const { db, clock, crypto, limits } = part;
  const perAccount = createTokenBuckets(limits.attemptsPerAccount);
  const perAddress = createTokenBuckets(limits.attemptsPerAddress);
  const codesPerPhone = createTokenBuckets(limits.codesPerPhone);
  const codesPerAddress = createTokenBuckets(limits.codesPerAddress);

  const pass = (buckets: { take(key: string, nowMs: number): number }, key: string): void => {
    const seconds = buckets.take(key, clock.now().getTime());
    if (seconds > 0) throw errors.tooMany({ seconds });
  };

  const admit = (row: AccountRow): void => {
    const untilMs = row.locked_until?.getTime() ?? 0;
    const nowMs = clock.now().getTime();
    if (untilMs > nowMs) throw errors.locked({ minutes: Math.ceil((untilMs - nowMs) / 60_000) });
    if (row.demonstration && !part.demonstration) throw errors.demonstrationOff();
    if (row.state !== 'active') throw errors.closed();
  };

  const failed = async (accountId: string): Promise<void> => {
    const until = new Date(clock.now().getTime() + limits.lockMinutes * 60_000);
    const row = await db.write(system, (tx) =>
      tx.one<{ locked: boolean }>(
        `update access.account set failed_count = case when failed_count + 1 >= $2 then 0 else failed_count + 1 end,
           locked_until = case when failed_count + 1 >= $2 then $3 else locked_until end
         where id = $1 returning locked_until = $3 as locked`,
        [accountId, limits.failuresMax, until],
      ),
    );
    if (row.locked) throw errors.locked({ minutes: limits.lockMinutes });
  };

  const succeeded = (accountId: string): Promise<unknown> =>
    db.write(system, (tx) => tx.query('update access.account set failed_count = 0, locked_until = null where id = $1 and (failed_count > 0 or locked_until is not null)', [accountId]));

  const firstFactor = (row: AccountRow, method: FirstFactor['method']): FirstFactor => {
    if (row.kind === 'machine') throw errors.wrong();
    const phone = row.phone === null ? undefined : crypto.open(row.phone);
    const second = row.kind === 'citizen' ? (row.has_second_factor ? 'totp' : 'none') : row.has_second_factor ? 'totp' : 'sms';
    const passkey = row.has_passkey && passkeyDomain(part) !== undefined;
    if (second === 'sms' && phone === undefined && !row.demonstration && !passkey) throw errors.noSecondFactor();
    return { accountId: row.id, kind: row.kind, method, second, phone: phone === undefined ? undefined : maskPhone(phone), passkey };
  };

  const byId = (accountId: string): Promise<AccountRow | undefined> => db.read(system, (tx) => tx.maybe<AccountRow>(`select ${columns} where a.id = $1`, [accountId]));
  const secondSubject = (accountId: string): Uint8Array => crypto.blind(`account:${accountId}`);
  const phoneSubject = (phone: string): Uint8Array => crypto.blind(`phone:${phone}`);

  const sendTo = async (phone: string, address: string, purpose: 'sign-in' | 'register', demonstration: boolean): Promise<{ shownCode: string | undefined }> => {
    pass(codesPerAddress, address);
    // a shown code costs nobody a message
    if (!demonstration) pass(codesPerPhone, phone);
    const { code } = await codes.send({ subject: phoneSubject(phone), phone, purpose, showCode: demonstration });
    return { shownCode: code };
  };

  return {
    async withPassword({ login, password, address }) {
      const name = login.trim().toLowerCase().slice(0, 64);
      pass(perAddress, address);
      pass(perAccount, name);
      const found = await db.read(system, (tx) =>
        phoneShape.test(name)
          ? tx.query<AccountRow>(`select ${columns} where a.kind = 'citizen' and p.phone_index = $1 limit 2`, [crypto.blind(`phone:${name}`)])
          : tx.query<AccountRow>(`select ${columns} where a.login_name = $1`, [name]),
      );
      // a telephone that two people share names nobody
      const row = found.length === 1 ? found[0] : undefined;
      if (row !== undefined) admit(row);
      const right = await passwordMatches(row?.password_hash, password);
      if (row === undefined) throw errors.wrong();
      if (!right) {
        await failed(row.id);
        throw errors.wrong();
      }
      const first = firstFactor(row, 'password');
      // failures of a second factor still due are not forgiven by a right password
      if (first.second === 'none') await succeeded(row.id);
      return first;
    },

    async sendSignInCode({ phone, address }) {
      if (!phoneShape.test(phone)) throw errors.codeWrong();
      const row = await db.read(system, (tx) => tx.maybe<AccountRow>(`select ${columns} where p.phone_index = $1 order by a.kind limit 1`, [phoneSubject(phone)]));
      return sendTo(phone, address, 'sign-in', part.demonstration && row?.demonstration === true);
    },

    async withCode({ phone, code, address, kind }) {
      pass(perAddress, address);
      if (!phoneShape.test(phone)) throw errors.codeWrong();
      pass(perAccount, phone);
      await codes.check({ subject: phoneSubject(phone), purpose: 'sign-in', code });
      const found = await db.read(system, (tx) => tx.query<AccountRow>(`select ${columns} where a.kind = $2 and p.phone_index = $1 limit 2`, [phoneSubject(phone), kind]));
      const row = found.length === 1 ? found[0] : undefined;
      if (row === undefined) throw errors.codeWrong();
      admit(row);
      return firstFactor(row, 'sms');
    },

    async sendSecondCode({ accountId, address }) {
      pass(codesPerAddress, address);
      const row = await byId(accountId);
      if (row === undefined) throw errors.wrong();
      admit(row);
      const phone = row.phone === null ? undefined : crypto.open(row.phone);
      const demonstration = row.demonstration && part.demonstration;
      if (!demonstration) {
        if (phone === undefined) throw errors.noSecondFactor();
        pass(codesPerPhone, phone);
      }
      const { code } = await codes.send({ subject: secondSubject(accountId), phone, purpose: 'second-factor', showCode: demonstration });
      return { shownCode: code, phone: phone === undefined ? undefined : maskPhone(phone) };
    },

    async checkSecond({ accountId, method, code, address }) {
      pass(perAddress, address);
      pass(perAccount, accountId);
      const row = await byId(accountId);
      if (row === undefined) throw errors.wrong();
      admit(row);
      try {
        if (method === 'totp') await checkSecondFactor(part, accountId, code);
        else if (row.has_second_factor) throw errors.codeWrong();
        else await codes.check({ subject: secondSubject(accountId), purpose: 'second-factor', code });
      } catch (error) {
        await failed(accountId);
        throw error;
      }
      await succeeded(accountId);
    },

    passkeys: passkeyDomain(part) !== undefined,
    askPasskey: (accountId) => askPasskey(part, accountId),

    async withPasskey({ ticket, response, address }) {
      pass(perAddress, address);
      const used = await usePasskey(part, { ticket, response, accountId: null });
      const row = await byId(used.accountId);
      // an officer's passkey is a second factor: her password comes first
      if (row === undefined || row.kind !== 'citizen') throw errors.passkeyWrong();
      admit(row);
      return { ...firstFactor(row, 'passkey'), second: 'none', methods: passkeyMethods(used) };
    },

    async checkSecondPasskey({ accountId, ticket, response, address }) {
      pass(perAddress, address);
      pass(perAccount, accountId);
      const row = await byId(accountId);
      if (row === undefined) throw errors.wrong();
      admit(row);
      const used = await usePasskey(part, { ticket, response, accountId });
      await succeeded(accountId);
      return passkeyMethods(used);
    },

    async sendRegistrationCode({ phone, address }) {
      if (!phoneShape.test(phone)) throw errors.codeWrong();
      return sendTo(phone, address, 'register', part.demonstration);
    },
  };
}
