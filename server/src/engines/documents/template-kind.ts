import { defineKind, type Kind } from '#engines/content';
import { compileText } from './interpolate.ts';
import { documentTemplate, type DocumentTemplate } from './template-schema.ts';

/** Every expression of a template with the path where it stands: in texts, conditions, lists and pictures. */
export const expressionsOf = (template: DocumentTemplate): { path: (string | number)[]; expression: string }[] => {
  const found: { path: (string | number)[]; expression: string }[] = [];
  const visit = (value: unknown, path: (string | number)[]): void => {
    if (typeof value === 'string') {
      const name = path.at(-1);
      if (name === 'when' || name === 'each' || name === 'source' || name === 'rows') found.push({ path, expression: value });
      else if (value.includes('{')) for (const part of compileText(value)) if (typeof part !== 'string') found.push({ path, expression: part.expression });
    } else if (Array.isArray(value)) value.forEach((member, i) => visit(member, [...path, i]));
    else if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) visit(member, [...path, name]);
  };
  visit({ title: template.title, header: template.header, blocks: template.blocks }, []);
  return found;
};

/**
 * The kind `document-template` for the engine `content`. `flawOf` answers why an expression cannot be read, or
 * undefined when it can; without it only the braces of texts are checked.
 */
export const documentTemplateKind = (flawOf: (expression: string) => string | undefined = () => undefined): Kind<DocumentTemplate, undefined> =>
  defineKind<DocumentTemplate, undefined>({
    kind: 'document-template',
    schema: documentTemplate,
    compile: (template, source) => {
      for (const { path, expression } of expressionsOf(template)) {
        const flaw = flawOf(expression);
        if (flaw !== undefined) source.report({ zh: `表达式“${expression}”无法解析：${flaw}`, en: `The expression "${expression}" cannot be read: ${flaw}` }, { path });
      }
      return undefined;
    },
  });
