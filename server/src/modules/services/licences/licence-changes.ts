/** 证照状态 (standards.md 3): the codes of the national list `licence-state` that a register keeps; 过期 is worked out from the period. */
export type LicenceState = 'valid' | 'cancelled' | 'revoked' | 'annulled' | 'replaced' | 'suspended';

/** What the issuer may do to a licence that it gave. */
export type LicenceChange = 'amend' | 'cancel' | 'annul' | 'revoke' | 'suspend' | 'resume';

interface Rule {
  zh: string;
  en: string;
  from: readonly LicenceState[];
  to: LicenceState;
}

const living = ['valid', 'suspended'] as const;

/** 变更, 注销 (行政许可法 70), 撤销 (69), 吊销 (行政处罚法 9), 异常挂起 and its end. What has ended stays ended. */
export const licenceRules: Record<LicenceChange, Rule> = {
  amend: { zh: '变更', en: 'changed', from: ['valid'], to: 'replaced' },
  cancel: { zh: '注销', en: 'cancelled', from: living, to: 'cancelled' },
  annul: { zh: '撤销', en: 'annulled', from: living, to: 'annulled' },
  revoke: { zh: '吊销', en: 'revoked as a penalty', from: living, to: 'revoked' },
  suspend: { zh: '挂起', en: 'suspended', from: ['valid'], to: 'suspended' },
  resume: { zh: '恢复', en: 'in force again', from: ['suspended'], to: 'valid' },
};

export const licenceChangesFrom = (state: unknown): LicenceChange[] =>
  (Object.keys(licenceRules) as LicenceChange[]).filter((change) => (licenceRules[change].from as readonly unknown[]).includes(state));
