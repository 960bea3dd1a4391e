/** Module `assessment` 数据安全审计与合规性评估认证. */
export { assessmentModule } from './module.ts';
export { questionnaireKind } from './questionnaire-kind.ts';
