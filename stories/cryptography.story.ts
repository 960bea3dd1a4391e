import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import * as seals from '../server/src/modules/capabilities/seals/contract.ts';
import * as security from '../server/src/modules/security/contract.ts';
import { story, type Persona } from './harness.ts';
import { machineOf } from './machine.ts';
import { refused, refusedWith } from './refused.ts';

const day = 86_400_000;
/** 长春市市场监督管理局, in the sight of the city's administrator of cryptography; 南关区's is not. */
const body = '11220100YW0000717K';
const districtBureau = '11220102YW00020340';
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const userId = 'distid:1234567812345678';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** r‖s as the ASN.1 that other programs read. */
function derOf(raw: Uint8Array): Uint8Array {
  const integer = (bytes: Uint8Array): number[] => {
    const plain = [...bytes.subarray(bytes.findIndex((b) => b !== 0))];
    const value = (plain[0] ?? 0) > 127 ? [0, ...plain] : plain;
    return [2, value.length, ...value];
  };
  const inner = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
  return Uint8Array.from([0x30, inner.length, ...inner]);
}

story(['digital-certificates', 'crypto-service'], 'a certificate of SM2 from issue to revocation, its chain checked by another program; signatures, digests and ciphertexts as a service, each body for itself', async (province, t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-story-openssl-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(path.join(folder, name), bytes);
    return path.join(folder, name);
  };
  const pem = (der: string): string => `-----BEGIN CERTIFICATE-----\n${der.replace(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  const openssl = (...args: string[]): { ok: boolean; text: string } => {
    const done = spawnSync('openssl', args, { encoding: 'utf8' });
    return { ok: done.status === 0, text: done.stdout + done.stderr };
  };

  // the service shows that it works: the vectors of its standards, run now
  let keeper: Persona = await province.signIn('o080');
  const status = await keeper.call(security.cryptoStatus, {});
  assert.equal(status.healthy, true);
  assert.deepEqual(['SM2', 'SM3', 'SM4'].filter((name) => !status.selfTests.some((test) => test.ok && `${test.name}${test.standard}`.includes(name))), []);
  assert.deepEqual(status.ending, []);
  await refusedWith(403, (await province.signIn('o012')).call(security.cryptoStatus, {}));

  // 签发: for a body in her sight, for a term that there is
  const request = { organisation: body, commonName: '行政审批系统', profile: 'signing' as const, years: 1 };
  const issue = (more: Partial<typeof request> = {}) => keeper.call(seals.issueCertificate, { ...request, ...more });
  await refused('http.forbidden', issue({ organisation: districtBureau }));
  await refused('seals.organisationUnknown', issue({ organisation: '11220100YW0000717L' }));
  await refused('http.invalid', issue({ years: 30 }));
  await refused('http.invalid', issue({ commonName: '' }));
  await refusedWith(403, (await province.signIn('o018')).call(seals.issueCertificate, { ...request, organisation: districtBureau }));
  const once = { idempotencyKey: 'one-certificate' };
  const certificate = await keeper.call(seals.issueCertificate, request, once);
  assert.equal((await keeper.call(seals.issueCertificate, request, once)).serial, certificate.serial);
  assert.match(certificate.subject, /行政审批系统/);
  assert.deepEqual([certificate.state, certificate.validTo.slice(0, 10)], ['valid', '2027-11-23']);

  // the chain, up to a root that everybody may fetch; another program agrees, and refuses a stranger's root
  const { authorities } = await province.visitor.call(seals.listAuthorities, {});
  const issuer = authorities.find((a) => a.role === 'authority')!;
  const root = authorities.find((a) => a.role === 'root')!;
  assert.deepEqual([certificate.issuer, issuer.issuer, root.issuer], [issuer.subject, root.subject, root.subject]);
  const at = String(Math.floor(province.clock.now().getTime() / 1000) + 60);
  const issuedBy = (by: string, leaf: string): { ok: boolean; text: string } =>
    openssl('verify', '-x509_strict', '-partial_chain', '-vfyopt', userId, '-attime', at, '-trusted', file('issuer.pem', pem(by)), file('leaf.pem', pem(leaf)));
  if (hasOpenssl) {
    for (const [by, leaf] of [[issuer, certificate], [root, issuer], [root, root]] as const) {
      const agreed = issuedBy(by.der, leaf.der);
      assert.equal(agreed.ok, true, agreed.text);
    }
    const broken = Buffer.from(certificate.der, 'base64');
    broken[broken.length - 5]! ^= 1;
    assert.equal(issuedBy(issuer.der, broken.toString('base64')).ok, false, 'a changed certificate');
    assert.equal(issuedBy(root.der, certificate.der).ok, false, 'by another authority');
  }

  // 签名、验签: our signature stands for openssl, and a changed word does not
  const message = '准予长春市南关区云杉餐饮管理有限公司食品经营许可';
  const sign = (id = certificate.id, who = keeper) => who.call(security.signBytes, { certificateId: id, message: base64(message) });
  const signed = await sign();
  const verify = (more: Partial<{ message: string; signature: string; certificate: string }> = {}) => keeper.call(security.verifyBytes, { ...signed, message: base64(message), ...more });
  assert.deepEqual((await verify()).steps.map((s) => s.ok).includes(false), false);
  assert.equal((await verify()).valid, true);
  assert.equal((await verify({ message: base64(`不${message}`) })).valid, false);
  assert.equal((await verify({ signature: Buffer.alloc(64).toString('base64') })).valid, false);
  assert.equal((await verify({ certificate: base64('no certificate') })).valid, false);
  assert.equal((await verify({ certificate: root.der })).valid, false, 'signed by another key');
  if (hasOpenssl) {
    const key = openssl('x509', '-in', file('signer.pem', pem(signed.certificate)), '-noout', '-pubkey').text;
    const check = (text: string) => openssl('dgst', '-sm3', '-verify', file('key.pem', key), '-sigopt', userId, '-signature', file('signature', derOf(Buffer.from(signed.signature, 'base64'))), file('message', text));
    const agreed = check(message);
    assert.equal(agreed.ok, true, agreed.text);
    assert.equal(check(`${message}。`).ok, false);
    const digest = openssl('dgst', '-sm3', '-r', file('message', message)).text.split(' ')[0];
    assert.equal((await keeper.call(security.digestBytes, { message: base64(message) })).digest, digest);
  }
  await refused('signing.certificateUnknown', sign('00000000-0000-4000-8000-000000000000'));
  const encryption = await issue({ profile: 'encryption' as never, commonName: '加密证书' });
  await refused('signing.certificateUnusable', sign(encryption.id));
  await refused('http.invalid', keeper.call(security.signBytes, { certificateId: certificate.id, message: 'not base64!' }));

  // 加密、解密: for this body and this purpose; whatever else comes is refused, and says no more
  const { ciphertext } = await keeper.call(security.encryptBytes, { plaintext: base64('吉林省'), purpose: '数据交换' });
  const decrypt = (more: Partial<{ ciphertext: string; purpose: string }> = {}, who = keeper) => who.call(security.decryptBytes, { ciphertext, purpose: '数据交换', ...more });
  assert.equal((await decrypt()).plaintext, base64('吉林省'));
  assert.notEqual((await keeper.call(security.encryptBytes, { plaintext: base64('吉林省'), purpose: '数据交换' })).ciphertext, ciphertext, 'the same words never look the same');
  await refused('security.notDecrypted', decrypt({ purpose: '备份' }));
  const altered = Buffer.from(ciphertext, 'base64');
  altered[altered.length - 1]! ^= 1;
  await refused('security.notDecrypted', decrypt({ ciphertext: altered.toString('base64') }));
  await refused('security.notDecrypted', decrypt({ ciphertext: base64('short') }));
  await refused('security.cryptoForbidden', decrypt({}, await province.signIn('o012')));
  await refused('security.cryptoForbidden', (await machineOf(province, body))(security.encryptBytes, { plaintext: base64('x'), purpose: '数据交换' }));
  await refusedWith(401, province.visitor.call(security.decryptBytes, { ciphertext, purpose: '数据交换' }));

  // another body that was given the service opens none of it, and signs with none of these keys
  const administrator = await province.signIn('o010');
  const examiner = await province.signIn('o013');
  const post = (await examiner.call(identity.me, {})).posts[0]!;
  await administrator.call(identity.assignRole, { postId: post.id, role: 'crypto-manager' });
  await refused('security.notDecrypted', decrypt({}, examiner));
  await refused('signing.sealForbidden', sign(certificate.id, examiner));
  await refused('http.forbidden', examiner.call(seals.revokeCertificate, { certificateId: certificate.id, reason: '越权' }));

  // 吊销: nobody signs with it any more, and whoever verifies is told so
  const revoked = await keeper.call(seals.revokeCertificate, { certificateId: certificate.id, reason: '私钥疑似泄露' });
  assert.deepEqual([revoked.state, revoked.revokedReason], ['revoked', '私钥疑似泄露']);
  await refused('signing.certificateUnusable', sign());
  const afterwards = await verify();
  assert.deepEqual([afterwards.valid, afterwards.steps.some((s) => s.ok === false)], [false, true]);
  await refused('signing.certificateUnusable', keeper.call(seals.revokeCertificate, { certificateId: certificate.id, reason: '再吊销一次' }));
  const listed = (await keeper.call(seals.listCertificates, { organisation: body })).certificates;
  assert.deepEqual(listed.filter((c) => [certificate.id, encryption.id].includes(c.id)).map((c) => [c.id === certificate.id, c.state]).toSorted(), [[false, 'valid'], [true, 'revoked']]);

  // 到期: the service warns two months before, and a certificate that has run out signs nothing
  const last = await issue({ commonName: '年度证书' });
  province.clock.advance(320 * day);
  keeper = await province.signIn('o080');
  assert.equal((await keeper.call(security.cryptoStatus, {})).ending.some((one) => one.id === last.id), true);
  province.clock.advance(46 * day);
  keeper = await province.signIn('o080');
  await refused('signing.certificateUnusable', sign(last.id));
});
