/** 数据开发: pipelines, register models, questions in the safe space, authorised operation. */
export { developmentModule } from './module.ts';
export { agreementInForce } from './agreements.ts';
export { offerRegisters } from './offers.ts';
import { dataOfferKind } from './data-offer-kind.ts';
import { pipelineKind } from './pipeline-kind.ts';

export const developmentKinds = [pipelineKind, dataOfferKind];
