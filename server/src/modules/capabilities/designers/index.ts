/** Part `designers` 设计器 of the capabilities: definitions designed, checked, tried, published. */
export { designersModule } from './module.ts';
export { publishingRuleKind } from './publishing-rule.ts';
