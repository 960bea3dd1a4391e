import { patternOf } from './field-value.ts';
import { formLimits, type Field, type Form } from './form.ts';

/** What is wrong with a form's definition; `path` leads from the form: `pages.0.sections.1.fields.2.showIf`. */
export interface DefinitionProblem {
  path: string;
  code: 'id' | 'doubled' | 'limit' | 'field' | 'expression' | 'unknownName' | 'ring';
  message: { zh: string; en: string };
}

const idForm = /^[a-zA-Z][A-Za-z0-9_]{0,59}$/;
/** Words that FEEL or JavaScript reads otherwise. */
const reserved = new Set(
  'item partial constructor prototype toString valueOf hasOwnProperty isPrototypeOf if then else for in return some every satisfies and or not between instance of true false null function external now today date time duration'.split(' '),
);

/** Faults of a form's build: ids, limits, fields that contradict themselves. Expressions are read by compileForm. */
export function formFaults(form: Form, contextNames: readonly string[]): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const refuse = (path: string, code: DefinitionProblem['code'], zh: string, en: string): void => void problems.push({ path, code, message: { zh, en } });
  const seen = new Set<string>(contextNames);
  const pages = new Set<string>();
  const name = (id: string, path: string, names: Set<string>): void => {
    if (!idForm.test(id) || reserved.has(id)) refuse(path, 'id', `“${id}”不能用作标识：须为英文字母开头的字母、数字、下划线，且不是保留字`, `“${id}” cannot be an id: letters, digits and underscores from a letter on, and no reserved word`);
    if (names.has(id)) refuse(path, 'doubled', `标识“${id}”重复`, `Id “${id}” is there twice`);
    names.add(id);
  };
  let count = 0;
  for (const [p, page] of form.pages.entries()) {
    name(page.id, `pages.${p}.id`, pages);
    for (const [s, section] of page.sections.entries()) {
      const path = `pages.${p}.sections.${s}`;
      name(section.id, `${path}.id`, seen);
      const { repeat } = section;
      if (repeat && !(repeat.min >= 0 && repeat.max >= Math.max(1, repeat.min) && repeat.max <= formLimits.rowsMax)) {
        refuse(`${path}.repeat`, 'limit', `重复次数须在 0 到 ${formLimits.rowsMax} 之间，且最少不多于最多`, `Repetitions lie between 0 and ${formLimits.rowsMax}, the least not above the most`);
      }
      for (const [f, field] of section.fields.entries()) {
        count += 1;
        name(field.id, `${path}.fields.${f}.id`, seen);
        for (const [zh, en] of fieldFaults(field)) refuse(`${path}.fields.${f}`, 'field', `“${field.id}”${zh}`, `“${field.id}” ${en}`);
      }
    }
  }
  if (count > formLimits.fieldsMax) refuse('pages', 'limit', `字段不能超过 ${formLimits.fieldsMax} 个`, `No more than ${formLimits.fieldsMax} fields`);
  for (const [p, page] of form.pages.entries()) {
    for (const [s, section] of page.sections.entries()) {
      for (const [f, field] of section.fields.entries()) {
        const by = field.source?.by;
        if (by !== undefined && !seen.has(by.split('.')[0]!)) refuse(`pages.${p}.sections.${s}.fields.${f}.source.by`, 'unknownName', `数据来源依据的“${by}”不是表单的字段`, `“${by}”, by which the source is found, is no field of the form`);
      }
    }
  }
  return problems;
}

function fieldFaults(field: Field): [string, string][] {
  const faults: [string, string][] = [];
  if (field.type === 'choice') {
    if ((field.options === undefined) === (field.codeList === undefined)) faults.push(['须有 options 或 codeList 之一', 'needs one of options, codeList']);
    const codes = field.options?.map((option) => option.code) ?? [];
    if (new Set(codes).size !== codes.length) faults.push(['的选项代码重复', 'has an option code twice']);
  }
  if (field.type === 'text' && (field.maxLength ?? 1) > formLimits.textMax) faults.push([`的 maxLength 不能超过 ${formLimits.textMax}`, `has a maxLength above ${formLimits.textMax}`]);
  if (field.type === 'text' && field.pattern !== undefined && patternOf(field.pattern) === undefined) faults.push(['的 pattern 不是正则表达式', 'has a pattern that is no regular expression']);
  if (field.type === 'file' && (field.maxFiles ?? 1) > formLimits.filesMax) faults.push([`的 maxFiles 不能超过 ${formLimits.filesMax}`, `has maxFiles above ${formLimits.filesMax}`]);
  if (field.type === 'note' && (field.required || field.compute || field.check || field.source)) faults.push(['是说明文字，不能填写', 'is a note and takes no answer']);
  if (field.compute !== undefined && field.source !== undefined) faults.push(['不能既自动计算又取自数据来源', 'cannot both be computed and have a source']);
  if (field.compute !== undefined && ['file', 'signature', 'licence', 'lookup'].includes(field.type)) faults.push(['不能自动计算', 'cannot be computed']);
  return faults;
}
