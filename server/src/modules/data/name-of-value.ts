import { codeListKind, type Content } from '#engines/content';
import type { FieldDefinition } from '#engines/records';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';

interface Names {
  content: Pick<Content, 'find'>;
  /** Name of an organisation by its credit code, of a division by its digits. */
  nameOf: (code: string) => string | undefined;
}

/** 代码名称: what people call a value that is a code: an organisation, a division, an entry of a code list; undefined where it is none. */
export function nameOfValue(d: Names, ctx: Pick<Context, 'locale'>, field: Pick<FieldDefinition, 'type' | 'codeList'>, value: string): string | undefined {
  if (field.type === 'division' || field.type === 'credit-code') return nameOfPlace(d, ctx, value);
  return field.codeList === undefined ? undefined : nameOfCode(d, ctx, field.codeList, value);
}

/** A division that is not loaded is called by its own digits: then the list of provinces knows it. */
function nameOfPlace(d: Names, ctx: Pick<Context, 'locale'>, code: string): string | undefined {
  const name = d.nameOf(code);
  return name === undefined || name === '' || name === code ? nameOfCode(d, ctx, 'province', code) : name;
}

function nameOfCode(d: Names, ctx: Pick<Context, 'locale'>, list: string, code: string): string | undefined {
  const found = d.content.find(codeListKind, list)?.value.codes.find((x) => x.code === code);
  return found === undefined ? undefined : textIn(found.name, ctx.locale);
}
