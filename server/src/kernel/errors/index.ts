import { fill, type Locale } from '../i18n/index.ts';

/** How one refusal reads and which HTTP status it has. */
export interface RefusalDefinition {
  status: number;
  zh: string;
  en: string;
}

export type RefusalParameters = Readonly<Record<string, unknown>>;

/** A refusal: the request was understood and is not granted, for a reason that has a code and words in both languages. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly parameters: RefusalParameters;
  readonly definition: RefusalDefinition;

  constructor(code: string, definition: RefusalDefinition, parameters: RefusalParameters = {}) {
    super(`${code}: ${fill(definition.en, parameters, 'en')}`);
    this.name = 'Refusal';
    this.code = code;
    this.status = definition.status;
    this.parameters = parameters;
    this.definition = definition;
  }

  words(locale: Locale): string {
    return fill(this.definition[locale], this.parameters, locale);
  }
}

/** RFC 9457 problem document. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  requestId?: string;
  parameters?: RefusalParameters;
}

type Refusals<D extends Record<string, RefusalDefinition>> = { readonly [K in keyof D]: (parameters?: RefusalParameters) => Refusal };

const registry = new Map<string, RefusalDefinition>();

/** Defines the refusals of one area; `errors.stale({version})` makes one with code `<area>.stale`. */
export function defineErrors<const D extends Record<string, RefusalDefinition>>(area: string, definitions: D): Refusals<D> {
  const made: Record<string, (parameters?: RefusalParameters) => Refusal> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const code = `${area}.${name}`;
    registry.set(code, definition);
    made[name] = (parameters) => new Refusal(code, definition, parameters);
  }
  return made as Refusals<D>;
}

export const refusalDefinition = (code: string): RefusalDefinition | undefined => registry.get(code);

export const toProblem = (refusal: Refusal, locale: Locale, requestId?: string): Problem => ({
  type: `urn:yiwang:${refusal.code.replace('.', ':')}`,
  title: refusal.words(locale),
  status: refusal.status,
  code: refusal.code,
  ...(requestId === undefined ? {} : { requestId }),
  ...(Object.keys(refusal.parameters).length === 0 ? {} : { parameters: refusal.parameters }),
});
