export { createDocuments, type Documents, type DocumentsDependencies } from './create-documents.ts';
export { documentTemplateKind, expressionsOf } from './template-kind.ts';
export { documentTemplate, templateBlock, typeSizes, type DocumentTemplate, type TemplateBlock, type TemplateInput } from './template-schema.ts';
export type { Attachment, Box, DocumentMeta, Layout, LayoutItem, LayoutPage, SealAnchor } from './layout.ts';
export { ridingPlaces, type Stamp, type StampPlace } from './ofd-stamp.ts';
export type { CheckStep, OfdReport, ReferenceReport, SignatureChecks, SignatureReport } from './ofd-verify.ts';
export { amountWords } from './format-value.ts';
export type { Evaluate, Scope } from './interpolate.ts';
