/** What a verification says: each step by name with its outcome, so that a failure can be explained and tested. */

export type StepName =
  | 'format' | 'signature' | 'certificate' | 'time' | 'hash' | 'list'
  | 'sealSignature' | 'sealCertificate' | 'sealValidity'; // prettier-ignore

export interface Words {
  zh: string;
  en: string;
}

/** `unknown`: could not be judged with what the verifier was given (no root it trusts, no original at hand). */
export type Outcome = 'passed' | 'failed' | 'unknown';

export interface Step {
  name: StepName;
  title: Words;
  outcome: Outcome;
  /** Why it did not pass, or what else there is to say. */
  why?: Words;
}

export interface Verification {
  steps: readonly Step[];
  /** Format, all signature values, hash and certificate list: nothing was altered. Unjudged steps do not count. */
  cryptographicallyGood: boolean;
  /** The signing time lies in the periods of certificate and seal and before any revocation. */
  timeValid: boolean;
  /** Every certificate leads to a root that the verifier trusts, and was made for this use. */
  trusted: boolean;
  /** All of it: every step passed (GM/T 0031 6.2.3, step 7). */
  valid: boolean;
}

const TITLES: Record<StepName, Words> = {
  format: { zh: '格式', en: 'Format' },
  signature: { zh: '签名值', en: 'Signature value' },
  certificate: { zh: '签名者证书链', en: "Signer's certificate chain" },
  time: { zh: '签名时间', en: 'Signing time' },
  hash: { zh: '原文杂凑值', en: 'Hash of the original' },
  list: { zh: '签章人证书列表', en: 'Certificate list of the seal' },
  sealSignature: { zh: '印章签名值', en: "Seal maker's signature value" },
  sealCertificate: { zh: '制章者证书链', en: "Seal maker's certificate chain" },
  sealValidity: { zh: '印章有效期', en: 'Validity of the seal' },
};

const CRYPTOGRAPHIC: readonly StepName[] = ['format', 'signature', 'hash', 'list', 'sealSignature'];
const TEMPORAL: readonly StepName[] = ['time', 'sealValidity'];
const TRUST: readonly StepName[] = ['certificate', 'sealCertificate'];

export const passed = (name: StepName, why?: Words): Step => ({ name, title: TITLES[name], outcome: 'passed', ...(why ? { why } : {}) });
export const failed = (name: StepName, zh: string, en: string): Step => ({ name, title: TITLES[name], outcome: 'failed', why: { zh, en } });
export const unknown = (name: StepName, zh: string, en: string): Step => ({ name, title: TITLES[name], outcome: 'unknown', why: { zh, en } });

export function conclude(steps: readonly Step[]): Verification {
  const of = (names: readonly StepName[]): Step[] => steps.filter((step) => names.includes(step.name));
  const readable = steps.every((step) => step.name !== 'format' || step.outcome === 'passed');
  return {
    steps,
    cryptographicallyGood: of(CRYPTOGRAPHIC).every((step) => step.outcome !== 'failed'),
    timeValid: readable && of(TEMPORAL).every((step) => step.outcome === 'passed'),
    trusted: readable && of(TRUST).every((step) => step.outcome === 'passed'),
    valid: steps.length > 0 && steps.every((step) => step.outcome === 'passed'),
  };
}
