import type { CompiledForm } from './compile-form.ts';
import type { Answers } from './form.ts';
import { settle, type Circumstances } from './settle.ts';

/** Only the answers that count, computed ones included; pruning twice changes nothing more. */
export const prune = (compiled: CompiledForm, answers: unknown, at: Circumstances): Answers => settle(compiled, answers, at).answers;

/** Ids of the fields and repeated sections to be shown; fields of rows as `sectionId.row.fieldId`. */
export const visibleFields = (compiled: CompiledForm, answers: unknown, at: Circumstances): ReadonlySet<string> => settle(compiled, answers, at).visible;
