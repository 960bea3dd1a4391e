import type { Content } from '#engines/content';
import type { Cryptography, HouseKey, RegisterSource, SourceRegister } from '#engines/exchange';
import { maskText, registerKind, type Filter, type MaskRule, type Records, type RegisterDefinition, type Value } from '#engines/records';
import { createHmacSm3, encryptTo, readCertificate, sm3, spkiToPublicKey, verifyMessage, type CertificateView, type Signing } from '#engines/signing';
import type { Context } from '#kernel/context';
import { consentPurpose } from '#modules/data';
import { consentGrounds } from './consent-ground.ts';

/** 属地: whether the rows of a register belong to divisions that can be asked for. */
export const isDivided = (content: Pick<Content, 'find'>, register: string): boolean => {
  const found = content.find(registerKind, register)?.value;
  return found !== undefined && divisionOf(found)?.searchable === true;
};

const divisionOf = (d: RegisterDefinition): RegisterDefinition['fields'][number] | undefined => d.fields.find((f) => f.id === d.divisionField);

/** Whose row it is, asked without looking at the record. */
async function belongs(content: Content, ctx: Context, register: string, recordId: string, division: string): Promise<boolean> {
  const { value, compiled } = content.get(registerKind, register);
  const column = value.divisionField === undefined ? undefined : compiled.byField.get(value.divisionField);
  return column !== undefined && (await ctx.tx.maybe(`select 1 from ${compiled.table} where id = $1 and "${column.name}" ^@ $2`, [recordId, division])) !== undefined;
}

/** What the exchange asks of the registers: read for a purpose, logged as looks where they are personal. */
export function exchangeRegisters(records: Records, content: Content): RegisterSource {
  const viewOf = (id: string, d: RegisterDefinition): SourceRegister => ({
    id, title: d.title, category: d.category, divided: divisionOf(d)?.searchable === true, fields: d.fields.filter((f) => f.type !== 'json').map((f) => ({ id: f.id, identifier: f.identifier || f.unique, comparable: true })),
  });
  const within = (division: string | null | undefined, d: RegisterDefinition): { where: Filter[] } | undefined => (division == null ? undefined : { where: [{ field: divisionOf(d)!.id, op: 'startsWith', value: division }] });
  const groundOf = consentGrounds();
  return {
    find(register) {
      const found = content.find(registerKind, register);
      return found === undefined ? undefined : viewOf(register, found.value);
    },
    list: () => content.list(registerKind).map((d) => viewOf(d.id, d.value)),
    async lookUp(ctx, register, by, read) {
      const ground = await groundOf(ctx, read);
      const scope = within(read.division, content.get(registerKind, register).value);
      const found = scope === undefined ? await records.lookUp(ctx, register, by, { purpose: ground.purpose, fields: read.fields })
        : (await records.list(ctx, register, { where: [...Object.entries(by).map(([field, value]): Filter => ({ field, op: 'eq', value })), ...scope.where], purpose: ground.purpose, fields: read.fields, ended: true, limit: 20 })).records;
      return ground.consentedAmong(ctx, register, read.fields, found);
    },
    async page(ctx, register, { cursor, limit }, read) {
      const ground = await groundOf(ctx, read);
      const page = await records.list(ctx, register, { cursor, limit, ...within(read.division, content.get(registerKind, register).value), purpose: ground.purpose, fields: read.fields });
      return { records: await ground.consentedAmong(ctx, register, read.fields, page.records), next: page.next };
    },
    async action(ctx, register, recordId, version, read) {
      const ground = await groundOf(ctx, read);
      if ('consentId' in ground.purpose) {
        const standing = await records.find(ctx, register, recordId, { purpose: ground.purpose, fields: read.fields });
        if (standing === undefined || (await ground.consentedAmong(ctx, register, read.fields, [standing])).length === 0) return null;
      }
      const places = await records.placesAround(ctx, register, recordId, version);
      if (places === undefined) return read.division == null ? undefined : null;
      const within = (division: string | undefined): boolean => division !== undefined && (read.division == null || division.startsWith(read.division));
      const [was, is] = [within(places.before), within(places.after)];
      if (!is) return was ? { data: {}, effectiveOn: places.effectiveOn, moved: 'left' } : null;
      // what has left since shows nothing any more; that it left is told where it did
      if (read.division != null && !(await belongs(content, ctx, register, recordId, read.division))) return null;
      const history = await records.history(ctx, register, recordId, { purpose: ground.purpose, fields: read.fields });
      const found = history.find((a) => a.version === version);
      if (found === undefined || was || version === 1) return found && { data: found.data, effectiveOn: found.effectiveOn };
      // it came in: who follows has nothing of it yet
      return { data: Object.assign({}, ...history.filter((a) => a.version <= version).map((a) => a.data)) as typeof found.data, effectiveOn: found.effectiveOn, moved: 'entered' };
    },
    byConsent: (purposeCode) => purposeCode === consentPurpose,
    mask(register, field, value, rule) {
      if (value === null) return value;
      if (register !== undefined && content.find(registerKind, register)?.compiled.byField.has(field) === true) {
        // a grant asks; the grade decides. What may not leave at all leaves as a mask, so that the shape of answers stays
        return records.maskFor(register, { [field]: value as Value }, { channel: 'service', holds: 'grant', ...(rule === undefined ? {} : { asked: { [field]: rule } }) })[field] ?? '***';
      }
      return rule === undefined || rule === 'none' ? value : typeof value === 'string' ? maskText(rule as MaskRule, value) : '***';
    },
  };
}

/** Keys of sessions with what they fix of each HMAC. */
const keyed = new WeakMap<Uint8Array, ReturnType<typeof createHmacSm3>>();
function hmac(key: Uint8Array, message: Uint8Array): Uint8Array {
  let of = keyed.get(key);
  if (of === undefined) keyed.set(key, (of = createHmacSm3(key)));
  return of(message);
}

export const exchangeCryptography = ({ fields }: Pick<Signing, 'fields'>): Cryptography => ({
  sm3, hmac, verify: verifyMessage, encryptTo,
  publicKeyOf(spki) {
    try {
      const key = spkiToPublicKey(spki);
      return key.length === 65 ? key : undefined;
    } catch {
      return undefined;
    }
  },
  seal: (bytes) => fields.encrypt(bytes, 'exchange.session'),
  open: (sealed) => fields.decrypt(sealed, 'exchange.session'),
});

const owner = 'yiwang-exchange';
/** So long, in milliseconds, the exchange signs before it looks again whether its certificate stands: a look for every answer costs more than its signature. */
const standsMs = 10_000;

/** 交换签名: answers and the directory are signed with a certificate of their own, made once. */
export async function exchangeKey(signing: Signing, asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>, name: string): Promise<HouseKey> {
  const certificate = await asSystem(async (ctx): Promise<CertificateView> => {
    const [known] = await signing.certificatesOf(ctx, owner);
    return known ?? signing.issueCertificate(ctx, { organisation: owner, organisationName: '一网交换', commonName: '一网交换签名', profile: 'signing', years: 10 });
  });
  const { publicKey } = readCertificate(certificate.der);
  if (publicKey === undefined) throw new Error('the exchange’s certificate has no SM2 key');
  let signer: { sign: Promise<(message: Uint8Array) => Promise<Uint8Array>>; since: number } | undefined;
  const sign = async (message: Uint8Array): Promise<Uint8Array> => {
    const now = performance.now();
    if (signer === undefined || now - signer.since > standsMs) signer = { sign: asSystem((ctx) => signing.signerOf(ctx, certificate.id)), since: now };
    const used = signer;
    try {
      return await (await used.sign)(message);
    } catch (error) {
      if (signer === used) signer = undefined;
      throw error;
    }
  };
  return {
    name, sign, certificate: certificate.der, publicKey, keyId: sm3(certificate.der).subarray(0, 16).toString('hex'),
  };
}
