/** Module `privacy` 数据安全: exports with marks, consents, computing with another house. */
export { privacyModule } from './module.ts';
export { consentingAmong } from './consents.ts';
export { consentPurpose } from './consent-row.ts';
export type { Privacy } from './deps.ts';
export { takeAgreementWord } from './agreement-words.ts';
