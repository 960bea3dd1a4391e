import type { Answers, Field, Form, Section } from './form.ts';
import { isPlainObject, own } from './plain-object.ts';

export interface Restored {
  answers: Answers;
  /** Ids of answers that the new version asks differently or not at all. */
  dropped: string[];
}

/**
 * Takes answers of one version of a form over to another: only answers of fields whose meaning is unchanged are kept
 * (same type, same options, same rules of value; words may differ). Rows of a repeated section lose single fields.
 */
export function restoreAnswers(from: Form, to: Form, answers: unknown): Restored {
  const before = meanings(from);
  const after = meanings(to);
  const kept: Answers = {};
  const dropped: string[] = [];
  if (!isPlainObject(answers)) return { answers: kept, dropped };
  for (const id of Object.keys(answers)) {
    const value = own(answers, id);
    const was = before.get(id);
    const is = after.get(id);
    if (was === undefined || is === undefined || was.kind !== is.kind) {
      dropped.push(id);
    } else if (was.kind === 'field') {
      if (was.meaning === is.meaning) kept[id] = value;
      else dropped.push(id);
    } else {
      const { rows, lost } = restoreRows(was.fields, is.fields, value);
      kept[id] = rows;
      dropped.push(...lost.map((field) => `${id}.${field}`));
    }
  }
  return { answers: kept, dropped };
}

type Meaning = { kind: 'field'; meaning: string; fields: ReadonlyMap<string, string> } | { kind: 'repeat'; meaning: ''; fields: ReadonlyMap<string, string> };

function meanings(form: Form): Map<string, Meaning> {
  const found = new Map<string, Meaning>();
  for (const section of form.pages.flatMap((page) => page.sections)) {
    if (section.repeat) found.set(section.id, { kind: 'repeat', meaning: '', fields: fieldMeanings(section) });
    else for (const [id, meaning] of fieldMeanings(section)) found.set(id, { kind: 'field', meaning, fields: new Map() });
  }
  return found;
}

const fieldMeanings = (section: Section): Map<string, string> => new Map(section.fields.map((field) => [field.id, meaningOf(field)]));

/** What an answer means and may be, without words and without when it is asked. */
function meaningOf(field: Field): string {
  const { label: _label, help: _help, showIf: _showIf, required: _required, check: _check, sensitive: _sensitive, ...rest } = field;
  const options = 'options' in rest && rest.options ? { options: rest.options.map((option) => option.code) } : {};
  const unit = 'unit' in rest && rest.unit !== undefined ? { unit: typeof rest.unit === 'string' ? rest.unit : rest.unit.zh } : {};
  const meaning = { ...rest, ...options, ...unit } as Record<string, unknown>;
  return JSON.stringify(Object.keys(meaning).sort().map((key) => [key, meaning[key]]));
}

function restoreRows(was: ReadonlyMap<string, string>, is: ReadonlyMap<string, string>, value: unknown): { rows: unknown[]; lost: string[] } {
  if (!Array.isArray(value)) return { rows: [], lost: [] };
  const lost = new Set<string>();
  const rows = value.filter(isPlainObject).map((row) =>
    Object.fromEntries(
      Object.entries(row).filter(([id]) => {
        const same = was.get(id) !== undefined && was.get(id) === is.get(id);
        if (!same) lost.add(id);
        return same;
      }),
    ),
  );
  return { rows, lost: [...lost] };
}
