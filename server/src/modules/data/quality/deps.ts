import { organisationKind } from '#engines/access';
import type { Analysis } from '#engines/analysis';
import type { Cases } from '#engines/cases';
import type { Content } from '#engines/content';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { Ledger } from '#engines/ledger';
import { registerKind, type Records, type RegisterDefinition } from '#engines/records';
import type { Rules } from '#engines/rules';
import type { Context } from '#kernel/context';
import type { Clock } from '#kernel/clock';
import { textIn, type Text } from '#kernel/i18n';
import { errors } from './errors.ts';

/** What the governance of data is made of. */
export interface Quality {
  analysis: Analysis;
  cases: Cases;
  content: Pick<Content, 'find' | 'list'>;
  files: Pick<Files, 'open' | 'getMeta'>;
  jobs: Jobs;
  ledger: Pick<Ledger, 'append'>;
  records: Pick<Records, 'snapshot' | 'load' | 'check' | 'definition' | 'maskOf'>;
  rules: Pick<Rules, 'holds' | 'compile' | 'namesIn'>;
  clock: Clock;
  newId: () => string;
  /** Name of an organisation by its credit code, of a division by its digits. */
  nameOf: (code: string) => string | undefined;
  /** Significant digits of the division of an organisation. */
  divisionOf: (organisation: string) => string | undefined;
}

export const registerDefinition = ({ content }: Pick<Quality, 'content'>, register: string): RegisterDefinition | undefined => content.find(registerKind, register)?.value;

export const titleOf = (q: Pick<Quality, 'content'>, ctx: Pick<Context, 'locale'>, register: string): string => {
  const found = registerDefinition(q, register);
  return found === undefined ? register : textIn(found.title, ctx.locale);
};

export const say = (ctx: Pick<Context, 'locale'>, text: Text | undefined): string | null => (text === undefined ? null : textIn(text, ctx.locale));

export const sourceOfRegister = (register: string): string => `register:${register}`;
export const registerOfSource = (source: string): string | undefined => (source.startsWith('register:') ? source.slice('register:'.length) : undefined);

/** 责任部门 in the reader's language: a body by its credit code, a place by its digits. */
export const departmentName = (q: Pick<Quality, 'content' | 'nameOf'>, ctx: Pick<Context, 'locale'>, department: string): string => {
  const body = q.content.find(organisationKind, department)?.value;
  return (ctx.locale === 'en' ? body?.englishName : undefined) ?? q.nameOf(department) ?? department;
};

/** A file's snapshot belongs to those who may open the file; registers' to whoever has the route's permission. */
export async function admitSource(q: Pick<Quality, 'files' | 'content'>, ctx: Context, source: string): Promise<void> {
  const register = registerOfSource(source);
  if (register === undefined) await q.files.getMeta(ctx, source.slice('file:'.length));
  else if (registerDefinition(q, register) === undefined) throw errors.notFound();
}
