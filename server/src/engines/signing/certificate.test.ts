import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test, { type TestContext } from 'node:test';
import { isSignedBy, nameToText, nameValue, readCertificate, type Certificate } from './certificate.ts';
import { buildChain } from './certificate-chain.ts';
import { certificateTime, DerError, element, readDer, readTime, TAG } from './der.ts';
import { OID } from './oids.ts';
import { generatePrivateKey, signMessage, type Sm2PrivateKey } from './sm2.ts';
import { writeCertificate, type CertificateContent } from './write-certificate.ts';

const day = (text: string): Date => new Date(`${text}T00:00:00Z`);
interface Party {
  key: Sm2PrivateKey;
  certificate: Certificate;
}

async function party(name: string, issuer: Party | 'self', rest: Partial<CertificateContent> & Pick<CertificateContent, 'profile'>): Promise<Party> {
  const key = generatePrivateKey();
  const der = await writeCertificate(
    {
      subject: [{ oid: OID.country, value: 'CN' }, { oid: OID.organisation, value: '吉林省示例厅' }, { oid: OID.commonName, value: name }],
      publicKey: key.publicKey, notBefore: day('2026-01-01'), notAfter: day('2036-01-01'), ...rest,
    },
    issuer === 'self' ? 'self' : issuer.certificate,
    async (tbs) => signMessage(tbs, issuer === 'self' ? key : issuer.key),
  ); // prettier-ignore
  return { key, certificate: readCertificate(der) };
}

async function chain(): Promise<{ root: Party; authority: Party; signer: Party }> {
  const root = await party('根', 'self', { profile: 'authority', pathLength: 1 });
  const authority = await party('认证机构', root, { profile: 'authority', pathLength: 0 });
  return { root, authority, signer: await party('签名', authority, { profile: 'signing' }) };
}

function workshop(t: TestContext): (name: string, content: Uint8Array | string) => string {
  const folder = mkdtempSync(path.join(tmpdir(), 'certificate-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return (name, content) => {
    if (content.length > 0) writeFileSync(path.join(folder, name), content);
    return path.join(folder, name);
  };
}

const pem = ({ der }: Certificate): string => `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64').match(/.{1,64}/g)!.join('\n')}\n-----END CERTIFICATE-----\n`;

test('openssl verifies our chain with the default user id and reads the profile', async (t) => {
  const { root, authority, signer } = await chain();
  const file = workshop(t);
  file('signer', pem(signer.certificate));
  // The command applies the user id to the certificate it is asked about, not to those between: one link at a time.
  for (const [issued, by] of [[signer, authority], [authority, root]] as const) {
    const at = String(day('2027-01-01').getTime() / 1000);
    const verified = spawnSync('openssl', ['verify', '-x509_strict', '-partial_chain', '-vfyopt', 'distid:1234567812345678', '-attime', at, '-trusted', file('issuer', pem(by.certificate)), file('issued', pem(issued.certificate))], { encoding: 'utf8' });
    assert.match(verified.stdout, /: OK/, verified.stderr);
  }
  const text = execFileSync('openssl', ['x509', '-in', file('signer', ''), '-noout', '-text', '-nameopt', 'utf8,sep_comma_plus'], { encoding: 'utf8' });
  for (const line of ['SM2-with-SM3', 'Digital Signature, Non Repudiation', 'CA:FALSE', 'O=吉林省示例厅', 'Version: 3']) assert.ok(text.includes(line), line);
});

test('we verify a chain that openssl made', async (t) => {
  const file = workshop(t);
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const name of ['root', 'leaf']) openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', file(`${name}.key`, ''));
  openssl('req', '-x509', '-new', '-key', file('root.key', ''), '-sm3', '-sigopt', 'distid:1234567812345678', '-subj', '/C=CN/CN=root', '-days', '30', '-out', file('root.pem', ''));
  openssl('req', '-new', '-key', file('leaf.key', ''), '-sm3', '-sigopt', 'distid:1234567812345678', '-subj', '/C=CN/CN=leaf', '-out', file('leaf.csr', ''));
  openssl('x509', '-req', '-in', file('leaf.csr', ''), '-CA', file('root.pem', ''), '-CAkey', file('root.key', ''), '-sm3', '-sigopt', 'distid:1234567812345678', '-vfyopt', 'distid:1234567812345678', '-CAcreateserial', '-days', '20', '-out', file('leaf.pem', ''));
  const [root, leaf] = ['root.pem', 'leaf.pem'].map((name) => readCertificate(new X509Certificate(readFileSync(file(name, ''))).raw));
  assert.ok(isSignedBy(leaf!, root!) && isSignedBy(root!, root!) && !isSignedBy(root!, leaf!));
  assert.equal(buildChain(leaf!, { anchors: [root!] }, new Date(), ['digitalSignature']).flaw, undefined);
});

test('a second reader agrees with what we read', async () => {
  const { authority, signer } = await chain();
  for (const { certificate } of [authority, signer]) {
    const other = new X509Certificate(certificate.der);
    assert.equal(BigInt(`0x${other.serialNumber}`), BigInt(`0x${certificate.serial}`));
    assert.equal(other.ca, certificate.isAuthority);
    assert.deepEqual([new Date(other.validFrom), new Date(other.validTo)], [certificate.notBefore, certificate.notAfter]);
  }
  assert.ok(new X509Certificate(signer.certificate.der).checkIssued(new X509Certificate(authority.certificate.der)));
  assert.equal(nameValue(signer.certificate.subject, OID.commonName), '签名');
  assert.equal(nameToText(signer.certificate.subject), 'CN=签名, O=吉林省示例厅, C=CN');
});

test('each flaw of a chain is named', async () => {
  const { root, authority, signer } = await chain();
  const at = day('2027-01-01');
  const judge = (certificate: Certificate, intermediates: Certificate[], rest = {}, when = at): string | undefined =>
    buildChain(certificate, { anchors: [root.certificate], intermediates, ...rest }, when, ['digitalSignature']).flaw;
  const one = [authority.certificate];
  assert.equal(judge(signer.certificate, one), undefined);
  assert.equal(judge(signer.certificate, []), 'noAnchor');
  assert.equal(judge(signer.certificate, one, { anchors: [] }), 'noAnchor');
  assert.equal(judge(signer.certificate, one, {}, day('2040-01-01')), 'authorityExpired');
  assert.equal(judge(signer.certificate, one, { revokedAt: (c: Certificate) => (c === authority.certificate ? day('2026-06-01') : undefined) }), 'authorityRevoked');
  assert.equal(judge(signer.certificate, one, { revokedAt: (c: Certificate) => (c === authority.certificate ? day('2028-06-01') : undefined) }), undefined);
  assert.equal(judge((await party('加密', authority, { profile: 'encryption' })).certificate, one), 'usage');
  const below = await party('下级', signer, { profile: 'signing' });
  assert.equal(judge(below.certificate, [...one, signer.certificate]), 'notAuthority');
  const sub = await party('再下级', authority, { profile: 'authority' });
  assert.equal(judge((await party('远', sub, { profile: 'signing' })).certificate, [...one, sub.certificate]), 'pathTooLong');
  const impostor = await party('认证机构', 'self', { profile: 'authority' });
  assert.equal(judge((await party('假', impostor, { profile: 'signing' })).certificate, one), 'noAnchor');
  const forged = { ...signer.certificate, tbs: Buffer.from(signer.certificate.tbs) };
  forged.tbs[forged.tbs.length - 1]! ^= 1;
  assert.equal(judge(forged, one), 'noAnchor');
});

test('times are read in every form that occurs, and nothing else is a time', () => {
  const time = (tag: number, text: string): string => readTime(readDer(element(tag, Buffer.from(text)))).toISOString();
  for (const [tag, text, iso] of [
    [TAG.utcTime, '260102030405Z', '2026-01-02T03:04:05.000Z'], [TAG.utcTime, '491231235959Z', '2049-12-31T23:59:59.000Z'], [TAG.utcTime, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [TAG.utcTime, '2601020304Z', '2026-01-02T03:04:00.000Z'], [TAG.generalizedTime, '20260102110405+0800', '2026-01-02T03:04:05.000Z'], [TAG.generalizedTime, '20260102030405.678Z', '2026-01-02T03:04:05.678Z'],
    [TAG.generalizedTime, '20260102110405', '2026-01-02T03:04:05.000Z'], [TAG.generalizedTime, '20500101000000Z', '2050-01-01T00:00:00.000Z'],
  ] as const) assert.equal(time(tag, text), iso, text); // prettier-ignore
  for (const text of ['20261302030405Z', '2026-01-02', '', '20260102030405X', '99999999999999Z']) assert.throws(() => time(TAG.generalizedTime, text), DerError, text);
  assert.throws(() => time(TAG.utcTime, '20260102030405Z'), DerError);
  for (const date of [day('2049-12-31'), day('2050-01-01')]) assert.equal(readTime(readDer(certificateTime(date))).getTime(), date.getTime());
});

test('damaged certificates are DerErrors and nothing else', async () => {
  const { signer } = await chain();
  const der = Buffer.from(signer.certificate.der);
  for (let i = 0; i < der.length; i++) {
    const altered = Buffer.from(der);
    altered[i] = (altered[i]! + 1) & 0xff;
    try {
      readCertificate(altered);
    } catch (error) {
      assert.ok(error instanceof DerError, `byte ${i}: ${String(error)}`);
    }
    assert.throws(() => readCertificate(der.subarray(0, i)), DerError);
  }
  assert.throws(() => readDer(Buffer.from('30'.repeat(200), 'hex')), DerError);
  assert.throws(() => readDer(Buffer.concat([Buffer.from('3080', 'hex'), Buffer.alloc(4)])), DerError);
  let deep = Buffer.from('0500', 'hex');
  for (let i = 0; i < 40; i++) deep = Buffer.concat([Buffer.of(0x30, deep.length), deep]);
  assert.throws(() => readDer(deep), /nested too deeply/);
  assert.throws(() => readDer(Buffer.concat([Buffer.from('30820000'.replace('0000', 'fffe'), 'hex'), Buffer.alloc(65534).fill(Buffer.from('0500', 'hex'))])), /too many elements/);
});
