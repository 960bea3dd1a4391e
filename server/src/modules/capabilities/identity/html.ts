/** HTML that needs no further escaping. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text: string): string => text.replace(/[&<>"']/g, (c) => entities[c]!);

type Part = string | number | Html | undefined | false | readonly Part[];

const write = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return (part as readonly Part[]).map(write).join('');
  return escape(String(part));
};

/** A template whose values are escaped unless they are Html. */
export const html = (strings: TemplateStringsArray, ...values: Part[]): Html => new Html(strings.reduce((all, s, i) => all + write(values[i - 1]) + s));
