import { codeListKind } from '#engines/content';
import { roleKind } from '#engines/access';
import type { Context } from '#kernel/context';
import { textIn, type Text } from '#kernel/i18n';
import type { Designers } from './deps.ts';
import { titleOf } from './definition-uses.ts';

interface Named {
  id: string;
  title: string;
}

export interface Post extends Named {
  roles: string[];
  options: { value: string; label: string }[];
}

export interface DesignChoices {
  forms: Named[];
  decisions: Named[];
  processes: Named[];
  codeLists: Named[];
  registers: (Named & { fields: Named[] })[];
  licences: Named[];
  actions: string[];
  posts: Post[];
}

/** 办理意见 of a permission, where content gives some. */
interface Options {
  options: { value: string; label: Text; operation: 'approve' | 'reject' }[];
}

export const optionsOf = (designers: Designers, permission: string): Options['options'] => designers.content.find<Options>('task-options', permission)?.value.options ?? [];

/** Roles that hold a permission: who will see the task in her list. */
export const rolesWith = (designers: Designers, permission: string, locale: 'zh' | 'en'): string[] =>
  designers.content.list(roleKind).filter((r) => r.value.permissions.includes(permission)).map((r) => textIn(r.value.name, locale));

/** What a designer chooses from instead of writing ids by heart. */
export function designChoices(designers: Designers, ctx: Context): DesignChoices {
  const { content } = designers;
  const { locale } = ctx;
  const named = (kind: string): Named[] => (content.kinds().includes(kind) ? content.list(kind).map((d) => ({ id: d.id, title: titleOf(d, locale) })) : []);
  return {
    forms: named('form'), decisions: named('decision'), processes: named('process'), licences: named('document-template'),
    codeLists: content.list(codeListKind).map((d) => ({ id: d.id, title: titleOf(d, locale) })),
    registers: content.list<{ fields: { id: string; title: Text }[] }>('register').map((d) => ({ id: d.id, title: titleOf(d, locale), fields: d.value.fields.map((f) => ({ id: f.id, title: textIn(f.title, locale) })) })),
    actions: [...designers.actions()],
    posts: content.list<Options & { name: Text }>('task-options').map((d) => ({
      id: d.id, title: textIn(d.value.name, locale), roles: rolesWith(designers, d.id, locale), options: d.value.options.map((o) => ({ value: o.value, label: textIn(o.label, locale) })),
    })),
  };
}
