/** Engine `content` 内容: packs of definitions, versioned, dated, inherited; it knows no kind by name. */
export { checkPacks, createContent, type Content, type ContentOptions, type PackInput } from './create-content.ts';
export { findPacks, type PackFiles } from './pack-source.ts';
export { createPublishing, definitionText, ensurePublishedPack, placePackOf, publishedPack, type Publication, type Publishing } from './publishing.ts';
export type { Rehearsal } from './rehearse.ts';
export { defineKind, type AnyKind, type At, type Definition, type DefinitionSource, type IssuePlace, type Kind, type ListFilter, type PackInfo, type Reference, type Step } from './types.ts';
export { inForce, type ContentReader } from './snapshot.ts';
export { describeProblem, type ContentProblem, type ProblemCode, type Words } from './problems.ts';
export { dateSchema, idSchema, textSchema } from './text-schema.ts';
export { createCsvReader, formatCsv, parseCsv, readCsv, CsvError, type CsvLimits, type CsvRecord } from './csv.ts';
export { baseKinds, calendarKind, codeListKind, type CalendarDefinition, type CodeListDefinition } from './base-kinds.ts';
export { createCalendar, type WorkingCalendar } from './calendar.ts';
export { errors as contentErrors } from './errors.ts';
