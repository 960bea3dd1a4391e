/** Words for people, in both languages. */
export interface Words {
  zh: string;
  en: string;
}

/** Why content is refused: where (line and column from 1; `path` inside the definition) and what, in both languages. */
export interface ContentProblem extends Words {
  code: ProblemCode;
  pack: string;
  file: string;
  line: number;
  column: number;
  path: string;
}

const WORDS = {
  manifest: { zh: '内容包说明 pack.yaml 缺失或有误：{why.zh}', en: 'pack.yaml is missing or wrong: {why.en}' },
  packParent: { zh: '上级内容包“{parent}”未载入或成环', en: 'the parent pack "{parent}" is not loaded or forms a ring' },
  packDuplicate: { zh: '内容包“{id}”重复', en: 'pack "{id}" is there twice' },
  encoding: { zh: '文件不是合法的 UTF-8 文本', en: 'the file is not valid UTF-8 text' },
  tooLarge: { zh: '文件超过 {maxBytes} 字节', en: 'the file is larger than {maxBytes} bytes' },
  tooMany: { zh: '内容包文件过多或目录过深', en: 'the pack has too many files or too deep folders' },
  link: { zh: '内容包内不得使用符号链接', en: 'symbolic links are not allowed in a pack' },
  yaml: { zh: 'YAML 语法有误：{why}', en: 'not valid YAML: {why}' },
  csv: { zh: 'CSV 有误：{why.zh}', en: 'not valid CSV: {why.en}' },
  table: { zh: '表“{file}”{why.zh}', en: 'table "{file}" {why.en}' },
  envelope: { zh: '{why.zh}', en: '{why.en}' },
  unknownKind: { zh: '未登记的定义类型“{kind}”', en: 'unknown kind "{kind}"' },
  unknownKey: { zh: '不认识的字段“{key}”', en: 'unknown key "{key}"' },
  duplicate: { zh: '{kind} “{id}”第 {version} 版重复，另见 {other}', en: '{kind} "{id}" version {version} is already defined in {other}' },
  overlay: { zh: '上级内容包已锁定“{locked}”，须以 extends 继承', en: 'the parent pack locks "{locked}"; say extends to inherit' },
  extends: { zh: '所继承的 {kind} “{id}”不存在或成环', en: 'extends {kind} "{id}", which does not exist or forms a ring' },
  locked: { zh: '“{path}”已由上级锁定，不得修改（{base}）', en: '"{path}" is locked above ({base}) and cannot be changed' },
  schema: { zh: '{why.zh}', en: '{why.en}' },
  reference: { zh: '引用的 {kind} “{id}”不存在', en: 'refers to {kind} "{id}", which does not exist' },
  compile: { zh: '{why.zh}', en: '{why.en}' },
  fileMissing: { zh: '找不到文件“{file}”', en: 'file "{file}" is not there' },
  changed: {
    zh: '{kind} “{id}”第 {version} 版已在使用，内容改变须提高版本号',
    en: '{kind} "{id}" version {version} is in use: a changed body needs a higher version',
  },
} as const satisfies Record<string, Words>;

export type ProblemCode = keyof typeof WORDS;

export interface Place {
  pack: string;
  file: string;
  line?: number;
  column?: number;
  path?: string;
}

/** Makes a problem; `{name}` and `{why.zh}` in its words are filled from `params`. */
export function problem(code: ProblemCode, at: Place, params: Record<string, string | number | Words> = {}): ContentProblem {
  const fill = (template: string): string =>
    template.replace(/\{(\w+)(?:\.(zh|en))?\}/g, (_, name: string, language?: 'zh' | 'en') => {
      const value = params[name];
      if (value === undefined) return '';
      return typeof value === 'object' ? value[language ?? 'zh'] : String(value);
    });
  return {
    code, pack: at.pack, file: at.file, line: at.line ?? 1, column: at.column ?? 1, path: at.path ?? '',
    zh: fill(WORDS[code].zh), en: fill(WORDS[code].en),
  };
}

/** One line for a terminal: `jilin/items/birth.yaml:12:5 引用的 … · refers to …`. */
export function describeProblem(p: ContentProblem): string {
  return `${p.pack}/${p.file}:${p.line}:${p.column} ${p.path ? `[${p.path}] ` : ''}${p.zh} · ${p.en}`;
}

/** Thrown inside a load when what is read cannot be used at all. */
export class ProblemError extends Error {
  readonly problem: ContentProblem;
  constructor(p: ContentProblem) {
    super(describeProblem(p));
    this.problem = p;
  }
}
