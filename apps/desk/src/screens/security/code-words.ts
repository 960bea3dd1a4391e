import { defineWords, type Phrase } from '../../words/define-words.ts';
import { currentLanguage } from '../../words/start-words.ts';

/** Codes of devices, keys, certificates and seals. */
export const cryptoCodes = defineWords('cryptoCodes', {
  'SM2 verify': ['SM2 验签', 'SM2 verify'],
  'SM2 refuse': ['SM2 拒绝伪造签名', 'SM2 refuses a forged signature'],
  'SM2 sign (device)': ['SM2 签名（密码设备）', 'SM2 sign (device)'],
  'SM4 wrap (device)': ['SM4 密钥封装（密码设备）', 'SM4 wrap (device)'],
  software: ['软件密码模块', 'Software module'],
  active: ['使用中', 'In use'],
  retired: ['已退役', 'Retired'],
  valid: ['有效', 'Valid'],
  revoked: ['已吊销', 'Revoked'],
  root: ['根证书', 'Root'],
  authority: ['签发机构', 'Authority'],
  sealMaker: ['制章人', 'Seal maker'],
  signing: ['签名', 'Signing'],
  applied: ['申领中', 'Applied for'],
  made: ['已制作', 'Made'],
  suspended: ['已停用', 'Suspended'],
  cancelled: ['已注销', 'Cancelled'],
});

/** What is looked at that is no register: cases and their parts, the wallet. */
export const lookCodes = defineWords('lookCodes', {
  cases: ['办件', 'Cases'],
  answers: ['申请信息', 'Application'],
  materials: ['申请材料', 'Materials'],
  'access.party': ['身份信息', 'Identity'],
});

/** A code in words; a code that a place added stays as it is. */
export function codeIn({ phrases }: { phrases: Readonly<Record<string, Phrase>> }, code: string): string {
  return phrases[code]?.[currentLanguage() === 'en' ? 1 : 0] ?? code;
}
