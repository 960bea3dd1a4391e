/** Module `data` 基础数据: registers browsed and opened for a purpose, verification without handing data out. */
export { dataModule } from './module.ts';
export { collectionHostsKind, collectionModule } from './collection/index.ts';
export type { Data } from './registers.ts';
/** Module `cascade` 级联. */
export { cascadeModule, lineOf } from './cascade/index.ts';
/** Module `sharing` 数据服务与网关. */
export { sharingModule } from './sharing/index.ts';
/** Module `catalogue` 政务数据目录. */
export { catalogueKinds, createResourceCatalogue, type AgreedDemand, type HubCourse, type RegisterCourse, type RegisterLife, type ResourceCatalogue } from './catalogue/index.ts';
/** Module `data-quality` 数据治理. */
export { qualityKinds, qualityModule, startSnapshots } from './quality/index.ts';
/** Module `development` 数据开发. */
export { agreementInForce, developmentModule, developmentKinds, offerRegisters } from './development/index.ts';
/** Module `libraries` 数据库. */
export { librariesModule, guardSources, libraryKinds, type CaseSource } from './libraries/index.ts';
/** Module `visualisation` 数据可视化. */
export { boardKind, boardRegisters, visualisationModule } from './visualisation/index.ts';
/** Module `open` 公共数据开放. */
export { createOpenData, openKinds, type OpenData } from './open/index.ts';
/** Module `privacy` 数据安全. */
export { consentingAmong, consentPurpose, privacyModule, takeAgreementWord } from './privacy/index.ts';
/** Module `assessment` 数据安全审计与合规性评估认证. */
export { assessmentModule, questionnaireKind } from './assessment/index.ts';
/** Module `protection` 数据全生命周期安全防护. */
export { protectionKinds, protectionModule } from './protection/index.ts';
/** Module `spatial` 空间数据. */
export { spatialModule } from './spatial/index.ts';
/** Module `enterprise` 政企数据共享. */
export { enterpriseModule, enterpriseSceneKind } from './enterprise/index.ts';
/** Module `trading` 数据交易. */
export { tradingModule, dataMarketKind, reindexProducts } from './trading/index.ts';
