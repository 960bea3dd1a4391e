import type { FileAnswer } from '../form-logic/form.ts';

/** What a browser posted: fields by name, and the ids that the file engine gave to the files. */
export interface Posted {
  fields: Readonly<Record<string, string | string[] | undefined>>;
  files: Readonly<Record<string, FileAnswer[] | undefined>>;
}

export const firstOf = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);
export const allOf = (value: string | string[] | undefined): string[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);
