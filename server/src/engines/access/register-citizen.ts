import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { identityNumberFault } from '@yiwang/ui/identifiers/identity-number.ts';
import { asSystem } from './as-system.ts';
import type { Codes } from './codes.ts';
import type { Part } from './dependencies.ts';
import { errors } from './errors.ts';
import { maskName } from './mask.ts';
import { checkPassword, hashPassword } from './password.ts';
import { phoneShape } from './sign-in.ts';

export interface RegisterCitizen {
  name: string;
  /** GB 11643, 18 characters. */
  identityNumber: string;
  phone: string;
  /** From the telephone. */
  code: string;
  loginName: string;
  password: string;
}

const loginShape = /^[a-z][a-z0-9_-]{3,31}$/;

/** 实名注册: name, identity number and a telephone that answers. The population register is asked where one is joined. */
export async function registerCitizen(part: Part, codes: Codes, ctx: Context, input: RegisterCitizen): Promise<{ accountId: string }> {
  const { crypto } = part;
  const name = input.name.trim().normalize('NFC');
  const identityNumber = input.identityNumber.trim().toUpperCase();
  const loginName = input.loginName.trim().toLowerCase();
  if (!loginShape.test(loginName) || loginName.startsWith('demo-')) throw errors.loginShape();
  checkPassword(input.password, loginName);
  if (name === '' || identityNumberFault(identityNumber, dayInChina(ctx.now)) !== undefined) throw errors.identityNumber();
  if (!phoneShape.test(input.phone)) throw errors.codeWrong();
  await codes.check({ subject: crypto.blind(`phone:${input.phone}`), purpose: 'register', code: input.code });
  if (part.verifyPerson !== undefined && !(await part.verifyPerson(name, identityNumber))) throw errors.identityMismatch();
  const passwordHash = await hashPassword(input.password);
  const { tx } = ctx;
  return asSystem(tx, ctx.actor, async () => {
    const identityIndex = crypto.blind(`identity:${identityNumber}`);
    const known = await tx.maybe<{ id: string; name: Buffer }>('select id, name from access.person where identity_index = $1 for update', [identityIndex]);
    if (known !== undefined) {
      if (crypto.open(known.name) !== name) throw errors.identityMismatch();
      if ((await tx.maybe("select 1 from access.account where person_id = $1 and kind = 'citizen'", [known.id])) !== undefined) throw errors.registered();
    }
    if ((await tx.maybe('select 1 from access.account where login_name = $1', [loginName])) !== undefined) throw errors.loginTaken();
    const personId = known?.id ?? ctx.newId();
    const phone = [crypto.seal(input.phone), crypto.blind(`phone:${input.phone}`)];
    if (known === undefined) {
      await tx.query("insert into access.party (id, kind, display_name) values ($1, 'person', $2)", [personId, maskName(name)]);
      await tx.query('insert into access.person (id, name, identity_number, identity_index, phone, phone_index) values ($1, $2, $3, $4, $5, $6)', [personId, crypto.seal(name), crypto.seal(identityNumber), identityIndex, ...phone]);
    } else {
      await tx.query('update access.person set phone = $2, phone_index = $3 where id = $1', [personId, ...phone]);
    }
    const accountId = ctx.newId();
    await tx.query("insert into access.account (id, person_id, kind, login_name, password_hash, password_changed_at, created_at) values ($1, $2, 'citizen', $3, $4, $5, $5)", [accountId, personId, loginName, passwordHash, ctx.now]);
    return { accountId };
  });
}
