import { sm3, sm4Encrypt, verifyMessage, type SigningDevice } from '#engines/signing';

export interface SelfTest {
  name: string;
  standard: string;
  ok: boolean;
  microseconds: number;
}

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** GB/T 32918.5 A.2: the curve of the standard, user id 1234567812345678, message "message digest". */
const sm2Vector = {
  publicKey: hex('0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13'),
  message: Buffer.from('message digest'),
  signature: hex('f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa'),
};
const sm4Key = hex('0123456789abcdeffedcba9876543210');

const tests = (device: SigningDevice): [name: string, standard: string, run: () => boolean | Promise<boolean>][] => [
  ['SM3', 'GB/T 32905 A.1', () => sm3(Buffer.from('abc')).toString('hex') === '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
  ['SM3', 'GB/T 32905 A.2', () => sm3(Buffer.from('abcd'.repeat(16))).toString('hex') === 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
  ['SM4', 'GB/T 32907 A.1', () => sm4Encrypt('cbc', sm4Key, Buffer.alloc(16), sm4Key).subarray(0, 16).toString('hex') === '681edf34d206965e86b3e94f536e4246'],
  ['SM2 verify', 'GB/T 32918.5 A.2', () => verifyMessage(sm2Vector.message, sm2Vector.signature, sm2Vector.publicKey)],
  ['SM2 refuse', 'GB/T 32918.2', () => !verifyMessage(Buffer.from('message digesT'), sm2Vector.signature, sm2Vector.publicKey)],
  ['SM2 sign (device)', 'GB/T 32918.2', async () => {
    const key = await device.generate();
    const message = Buffer.from('yiwang self test');
    return verifyMessage(message, await device.sign(key, message), key.publicKey);
  }],
  ['SM4 wrap (device)', 'GB/T 32907', async () => Buffer.from(await device.unwrap(await device.wrap(sm4Key, 'self-test'), 'self-test')).equals(sm4Key)],
];

/** 自检: the standards' own vectors, run now on this machine and this device; one that throws has failed. */
export async function runSelfTests(device: SigningDevice): Promise<SelfTest[]> {
  const results: SelfTest[] = [];
  for (const [name, standard, run] of tests(device)) {
    const from = process.hrtime.bigint();
    let ok: boolean;
    try {
      ok = await run();
    } catch {
      ok = false;
    }
    results.push({ name, standard, ok, microseconds: Number(process.hrtime.bigint() - from) / 1000 });
  }
  return results;
}
