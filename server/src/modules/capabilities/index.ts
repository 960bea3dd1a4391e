/** Module `capabilities` 共性能力: identity, seals, messages, as services for people and other programs. */
export { designersModule, publishingRuleKind } from './designers/index.ts';
export { identityModule } from './identity-module.ts';
export { messagesModule } from './messages/index.ts';
export { sealsModule } from './seals/index.ts';
/** Module `opening` 能力开放. */
export { capabilityKind, openingModule } from './opening/index.ts';
/** Module `docking` 系统对接. */
export { dockingModule, dockedSystemKind } from './docking/index.ts';
