import { createHash } from 'node:crypto';
import { maskName } from '#engines/access';
import type { OfdReport } from '#engines/documents';
import type { RegisterRecord } from '#engines/records';
import { dayInChina } from '#kernel/clock';
import type { Context } from '#kernel/context';
import { Refusal } from '#kernel/errors';
import type { OutputOf } from '#kernel/contract';
import { nameWords } from '../content-names.ts';
import { asSystem } from '../as-system.ts';
import type { verifyLicence as contract } from '../cases/contract-case.ts';
import { filesOfLicence } from './get-my-licence.ts';
import type { Hall } from '../hall.ts';
import { licenceStateWords } from './my-licences.ts';
import { readVerificationCode, verificationCode } from './verification-code.ts';

type Verified = OutputOf<typeof contract>;
type Step = Verified['steps'][number];

const ofdBytesMax = 20_000_000;
const publicLook = { duty: 'public-verification', text: '公开核验电子证照' };

/** What a verification judges: all of it read past the tenancy, none of it shown but for the few facts of the answer. */
interface Evidence {
  codeRight: boolean;
  record: Pick<RegisterRecord, 'data' | 'endedOn'>;
  /** SM3 of the file as it is kept, hex; undefined when it is not there. */
  fileDigest: string | undefined;
  report: OfdReport | undefined;
}

/** 公开核验: whoever holds the code sees whether the licence is real and in force, step by step; the holder stays masked. */
export async function verifyLicence(hall: Hall, ctx: Context, input: { code: string }): Promise<Verified> {
  const read = readVerificationCode(input.code.trim());
  const evidence = read === undefined ? undefined : await asSystem(ctx, () => evidenceOf(hall, ctx, read.recordId, input.code.trim()));
  if (evidence === undefined || !evidence.codeRight) return unknownCode(ctx);
  const { record } = evidence;
  const steps = verificationSteps(evidence, ctx, licenceStateWords(hall, record, ctx));
  const { data } = record;
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
  const holder = text(data['holder']);
  return {
    found: true, valid: steps.every((s) => s.ok), stateWords: licenceStateWords(hall, record, ctx), name: nameWords(hall.content, String(data['name'] ?? ''), ctx.locale), number: text(data['number']),
    holder: holder === null ? null : isCompany(record) ? holder : maskName(holder), issuer: nameWords(hall.content, String(data['issuer'] ?? ''), ctx.locale), issuedOn: text(data['issuedOn']), validTo: text(data['validTo']), steps,
  };
}

const isCompany = ({ data }: Pick<RegisterRecord, 'data'>): boolean => data['holderCodeType'] === '001';

async function evidenceOf(hall: Hall, ctx: Context, recordId: string, code: string): Promise<Evidence | undefined> {
  const record = await hall.records.find(ctx, 'certificate', recordId, { purpose: publicLook });
  if (record === undefined) return undefined;
  const codeRight = verificationCode(record.id, String(record.data['identifier'])) === code;
  const { ofd } = codeRight ? await filesOfLicence(ctx, record) : { ofd: undefined };
  const bytes = ofd === undefined ? undefined : await bytesOf(hall, ctx, ofd);
  if (bytes === undefined) return { codeRight, record, fileDigest: undefined, report: undefined };
  return { codeRight, record, fileDigest: createHash('sm3').update(bytes).digest('hex'), report: hall.documents.verifyOfd(bytes, { trust: await hall.signing.trust(ctx) }) };
}

async function bytesOf(hall: Hall, ctx: Context, fileId: string): Promise<Uint8Array | undefined> {
  try {
    return (await hall.files.readBytes(ctx, fileId, ofdBytesMax)).bytes;
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** A wrong code tells no more than that: not whether the record is there. */
function unknownCode({ locale }: Context): Verified {
  const zh = locale === 'zh';
  return {
    found: false, valid: false, stateWords: zh ? '未查到该证照' : 'No such licence', name: null, number: null, holder: null, issuer: null, issuedOn: null, validTo: null,
    steps: [{ name: zh ? '证照登记' : 'Register', ok: false, why: zh ? '核验码不存在或不完整，请重新扫描' : 'The code is not known or not complete: scan it again' }],
  };
}

/** 核验步骤 in words: register, state, period, file, seal. */
function verificationSteps({ record, fileDigest, report }: Evidence, { locale, now }: Pick<Context, 'locale' | 'now'>, state: string): Step[] {
  const zh = locale === 'zh';
  const { data, endedOn } = record;
  const today = dayInChina(now);
  const step = (name: string, ok: boolean, why: string | null): Step => ({ name, ok, why: ok ? null : why });
  const runOut = typeof data['validTo'] === 'string' && data['validTo'] < today;
  const notYet = typeof data['validFrom'] === 'string' && data['validFrom'] > today;
  const failed = report?.signatures.flatMap((s) => s.steps).find((s) => s.outcome === 'failed') ?? report?.signatures.flatMap((s) => s.steps).find((s) => s.outcome === 'unknown');
  const sealWhy = report === undefined ? (zh ? '没有可核验的证照文件' : 'There is no file to verify') : report.verdict === 'unsigned' ? (zh ? '文件没有电子印章' : 'The file bears no seal') : (failed?.why?.[locale] ?? failed?.title[locale] ?? report.reason?.[locale] ?? (zh ? '签章无效' : 'The seal is not valid'));
  return [
    step(zh ? '证照登记' : 'Register', true, null),
    step(zh ? '证照状态' : 'State', data['state'] === 'valid' && endedOn === null, zh ? `证照已${state}` : state),
    step(zh ? '有效期' : 'Period', !runOut && !notYet, notYet ? (zh ? `自 ${String(data['validFrom'])} 起生效` : `In force from ${String(data['validFrom'])}`) : zh ? `已于 ${String(data['validTo'])} 到期` : `Ran out on ${String(data['validTo'])}`),
    step(zh ? '文件摘要（SM3）' : 'Digest of the file (SM3)', fileDigest !== undefined && fileDigest === data['fileDigest'], fileDigest === undefined ? (zh ? '没有可核验的证照文件' : 'There is no file to verify') : zh ? '文件与登记的摘要不一致' : 'The file is not the one that was registered'),
    step(zh ? '电子印章（SM2）' : 'Seal (SM2)', report?.verdict === 'valid' && report.trusted, sealWhy),
  ];
}
