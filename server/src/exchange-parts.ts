import type { Content } from '#engines/content';
import type { Cryptography, HouseKey, RegisterSource, SourceRegister } from '#engines/exchange';
import { maskText, maskValue, registerKind, type MaskRule, type Purpose, type Records, type RegisterDefinition } from '#engines/records';
import { encryptTo, hmacSm3, readCertificate, sm3, spkiToPublicKey, verifyMessage, type CertificateView, type Signing } from '#engines/signing';
import type { Context } from '#kernel/context';

/** What the exchange asks of the registers: read for a purpose, logged as looks where they are personal. */
export function exchangeRegisters(records: Records, content: Content): RegisterSource {
  const viewOf = (id: string, d: RegisterDefinition): SourceRegister => ({
    id, title: d.title, category: d.category, fields: d.fields.filter((f) => f.type !== 'json').map((f) => ({ id: f.id, identifier: f.identifier || f.unique, comparable: true })),
  });
  const purposed = (purpose: { text: string } & ({ duty: string } | { caseId: string })): Purpose => purpose;
  return {
    find(register) {
      const found = content.find(registerKind, register);
      return found === undefined ? undefined : viewOf(register, found.value);
    },
    list: () => content.list(registerKind).map((d) => viewOf(d.id, d.value)),
    lookUp: (ctx, register, by, read) => records.lookUp(ctx, register, by, { purpose: purposed(read.purpose), fields: read.fields }),
    page: (ctx, register, { cursor, limit }, read) => records.list(ctx, register, { cursor, limit, purpose: purposed(read.purpose), fields: read.fields }),
    async action(ctx, register, recordId, version, read) {
      const found = (await records.history(ctx, register, recordId, { purpose: purposed(read.purpose), fields: read.fields })).find((a) => a.version === version);
      return found && { data: found.data, effectiveOn: found.effectiveOn };
    },
    mask(register, field, value, rule) {
      if (rule === 'none' || value === null) return value;
      if (rule !== undefined) return typeof value === 'string' ? maskText(rule as MaskRule, value) : '***';
      const definition = register === undefined ? undefined : content.find(registerKind, register)?.compiled.byField.get(field)?.field;
      return definition === undefined ? value : maskValue(definition, value as never);
    },
  };
}

export const exchangeCryptography = ({ fields }: Pick<Signing, 'fields'>): Cryptography => ({
  sm3, hmac: hmacSm3, verify: verifyMessage, encryptTo,
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

/** 交换签名: answers and the directory are signed with a certificate of their own, made once. */
export async function exchangeKey(signing: Signing, asSystem: <T>(use: (ctx: Context) => Promise<T>) => Promise<T>, name: string): Promise<HouseKey> {
  const certificate = await asSystem(async (ctx): Promise<CertificateView> => {
    const [known] = await signing.certificatesOf(ctx, owner);
    return known ?? signing.issueCertificate(ctx, { organisation: owner, organisationName: '一网交换', commonName: '一网交换签名', profile: 'signing', years: 10 });
  });
  const { publicKey } = readCertificate(certificate.der);
  if (publicKey === undefined) throw new Error('the exchange’s certificate has no SM2 key');
  return {
    name, certificate: certificate.der, publicKey, keyId: sm3(certificate.der).subarray(0, 16).toString('hex'),
    sign: async (message) => (await asSystem((ctx) => signing.signBytes(ctx, { certificateId: certificate.id, message }))).signature,
  };
}
