/** Module `protection` 数据全生命周期安全防护. */
import { inspectionRulesKind } from './inspection-rules-kind.ts';
import { retentionRulesKind } from './retention-rules.ts';

export { protectionModule } from './module.ts';
export const protectionKinds = [inspectionRulesKind, retentionRulesKind];
