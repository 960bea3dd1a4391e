/**
 * Terms: a **form** (表单) asks on **pages**; a page has **sections**; a section has **fields**, once or repeated.
 * **Answers** (填报内容) lie flat by field id; a repeated section is an array of objects under the section's id.
 * All conditions are FEEL over the answers: a date field is a FEEL date, money is fen, a repeated section a list.
 */
export type Text = string | { zh: string; en?: string };

export interface Form {
  id: string;
  version: number;
  title: Text;
  note?: Text;
  pages: Page[];
}

export interface Page {
  id: string;
  title: Text;
  note?: Text;
  /** FEEL; absent means always. The same on sections, fields and options. */
  showIf?: string;
  sections: Section[];
}

export interface Section {
  id: string;
  title?: Text;
  note?: Text;
  showIf?: string;
  /** 可重复: answers are an array of `min` to `max` rows. */
  repeat?: { min: number; max: number; rowTitle?: Text };
  fields: Field[];
}

interface FieldBase {
  id: string;
  label: Text;
  help?: Text;
  /** `true`, or FEEL that says when. */
  required?: boolean | string;
  showIf?: string;
  /** 自动计算: FEEL; the field is shown and cannot be edited. */
  compute?: string;
  /** Each `if` must give true while the field has an answer, else `message` is shown. `null` (not known yet) passes. */
  check?: { if: string; message: Text }[];
  /** 数据来源: fetched from `field` of a register's record that is found by the answer of `by`; shown with its source. */
  source?: { register: string; field: string; by: string; locked?: boolean };
  /** 敏感: masked on display, encrypted at rest. */
  sensitive?: boolean;
}

export interface Option {
  code: string;
  label: Text;
  showIf?: string;
}

/** 行政区划层级 with the significant digits of their codes. */
export const regionDigits = { province: 2, city: 4, county: 6, township: 9, village: 12 } as const;
export type RegionLevel = keyof typeof regionDigits;

export type Field = FieldBase &
  (
    | { type: 'text'; multiline?: boolean; maxLength?: number; pattern?: string }
    | { type: 'number'; min?: number; max?: number; decimals?: number; unit?: Text }
    | { type: 'date'; min?: string; max?: string }
    | { type: 'choice'; multiple?: boolean; options?: Option[]; codeList?: string; maxChoices?: number }
    | { type: 'region'; level: RegionLevel }
    | { type: 'file'; accept?: string[]; maxFiles?: number; maxBytes?: number }
    | { type: 'signature' }
    | { type: 'money'; min?: number; max?: number }
    | { type: 'identity-number' }
    | { type: 'credit-code' }
    | { type: 'address'; level: RegionLevel; maxLength?: number }
    | { type: 'lookup'; register: string }
    | { type: 'licence'; licenceType: string }
    | { type: 'phone' }
    | { type: 'boolean'; mustBeTrue?: boolean }
    | { type: 'note' }
  );

export type FieldType = Field['type'];

/** An uploaded file (材料): the id that the file engine gave, and what is shown. */
export interface FileAnswer {
  id: string;
  name: string;
  /** Size in bytes. */
  bytes: number;
  /** Media type. */
  type: string;
}

export interface AddressAnswer {
  /** Significant digits of the division. */
  region: string;
  detail: string;
}

export type Answers = Record<string, unknown>;

/** Bounds where a form names none, and the most that a form may name. */
export const formLimits = {
  textDefault: 500,
  multilineDefault: 5_000,
  textMax: 20_000,
  addressDefault: 200,
  rowsMax: 200,
  filesDefault: 5,
  filesMax: 50,
  fileBytesDefault: 20_000_000,
  choicesMax: 200,
  fieldsMax: 600,
  problemsMax: 200,
} as const;
