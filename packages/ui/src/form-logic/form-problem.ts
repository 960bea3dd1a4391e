/** What is wrong with an answer; `path` is `fieldId`, or `sectionId.row.fieldId` with rows from 0. */
export interface FormProblem {
  path: string;
  code: FormProblemCode;
  message: { zh: string; en: string };
  /** Page on which it is mended; null for answers that no field asked for. */
  page: string | null;
}

const words = {
  type: { zh: '填写内容的格式不正确', en: 'The answer is not of the right kind' },
  required: { zh: '请填写“{label}”', en: '“{label}” is required' },
  unknown: { zh: '表单中没有这一项', en: 'The form does not ask for this' },
  tooLong: { zh: '不能超过 {max} 个字', en: 'No more than {max} characters' },
  tooMany: { zh: '不能超过 {max} 项', en: 'No more than {max}' },
  tooFew: { zh: '至少需要 {min} 项', en: 'At least {min} needed' },
  tooSmall: { zh: '不能小于 {min}', en: 'Not less than {min}' },
  tooLarge: { zh: '不能大于 {max}', en: 'Not more than {max}' },
  decimals: { zh: '最多 {max} 位小数', en: 'At most {max} decimal places' },
  characters: { zh: '含有不能使用的字符', en: 'Contains characters that cannot be used' },
  pattern: { zh: '格式不符合要求', en: 'Not in the required form' },
  date: { zh: '请填写有效的日期', en: 'Enter a valid date' },
  option: { zh: '所选内容不在可选范围内', en: 'Not one of the options' },
  region: { zh: '请选择到规定层级的行政区划', en: 'Choose a region down to the required level' },
  fileType: { zh: '文件“{name}”的类型不符合要求', en: 'File “{name}” is of a type that is not accepted' },
  fileSize: { zh: '文件“{name}”超过 {max} MB', en: 'File “{name}” is larger than {max} MB' },
  identityLength: { zh: '身份证号码应为 18 位', en: 'An identity number has 18 characters' },
  identityCharacters: { zh: '身份证号码只能是数字，最后一位可以是 X', en: 'An identity number has digits only; the last may be X' },
  identityDate: { zh: '身份证号码中的出生日期无效', en: 'The birth date in the identity number is not valid' },
  identityCheck: { zh: '身份证号码有误，请核对', en: 'The identity number is wrong; please check it' },
  creditLength: { zh: '统一社会信用代码应为 18 位', en: 'A unified social credit code has 18 characters' },
  creditCharacters: { zh: '统一社会信用代码只能是数字和大写字母（不含 I、O、S、V、Z）', en: 'A credit code has digits and capital letters without I, O, S, V, Z' },
  creditCheck: { zh: '统一社会信用代码有误，请核对', en: 'The credit code is wrong; please check it' },
  phone: { zh: '请填写 11 位手机号码或带区号的固定电话', en: 'Enter an 11-digit mobile number or a landline with its area code' },
  notFound: { zh: '没有查到“{value}”', en: '“{value}” was not found' },
  mustAgree: { zh: '需要勾选同意后才能继续', en: 'You need to agree to go on' },
  locked: { zh: '此项来自“{register}”，不能修改', en: 'This comes from “{register}” and cannot be changed' },
  rule: { zh: '不符合填写要求', en: 'Does not meet the requirements' },
} as const;

export type FormProblemCode = keyof typeof words;

const fill = (phrase: string, parameters: Readonly<Record<string, string | number>>): string =>
  phrase.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(parameters, name) ? String(parameters[name]) : whole));

export function problemWords(code: FormProblemCode, zh: Readonly<Record<string, string | number>> = {}, en = zh): { zh: string; en: string } {
  return { zh: fill(words[code].zh, zh), en: fill(words[code].en, en) };
}
