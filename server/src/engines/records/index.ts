/** Engine `records` 登记: registers made of content, records with their history, access for a purpose. */
export { createRecords, type Records, type RecordsDeps } from './create-records.ts';
export { registerKind, type FieldDefinition, type MaskRule, type RegisterDefinition } from './register-kind.ts';
export type { FieldType, Value } from './field-types.ts';
export type { FieldCrypto, Provenance, RegisterRecord } from './row-codec.ts';
export type { Data, FieldFault } from './check-data.ts';
export type { Access, AccessEntry, Purpose } from './access-log.ts';
export type { ReadOptions } from './read-records.ts';
export type { Filter, ListOptions, Operator, Page } from './list-records.ts';
export type { Action, RecordAsOf } from './record-history.ts';
export type { ChangeOptions, WriteOptions } from './write-record.ts';
export type { LinesOptions, LoadOptions, LoadReport, RefusedLine } from './load-records.ts';
export type { Line } from './read-lines.ts';
export type { RegisterColumn, RegisterSnapshot } from './snapshot-register.ts';
export { loadDemonstration } from './load-demonstration.ts';
export { maskText, maskValue } from './mask-value.ts';
export { maskingKind, type MaskingRules } from './masking-kind.ts';
export type { Channel, Grade, Lift } from './decide-mask.ts';
export { errors as recordsErrors } from './errors.ts';
