import type { Form, Text } from '@yiwang/ui/form-logic/form.ts';
import type { DragEvent, KeyboardEvent } from 'react';
import { useRef } from 'react';
import { useWords } from '../../words/define-words.ts';
import { textOf } from '../../words/start-words.ts';
import type { Place } from './form-edits.ts';
import { formDesignWords } from './form-words.ts';

interface OutlineProps {
  form: Form;
  chosen: Place;
  readOnly: boolean;
  onChoose: (place: Place) => void;
  onMove: (from: Place, to: Place) => void;
  onStep: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** 结构: pages, sections, fields as a tree; dragged, or moved with the keyboard. */
export function FormOutline({ form, chosen, readOnly, onChoose, onMove, onStep, onRemove }: OutlineProps) {
  const t = useWords(formDesignWords);
  const dragged = useRef<Place | null>(null);
  const press = (event: KeyboardEvent): void => {
    if (readOnly) return;
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      onStep(event.key === 'ArrowUp' ? -1 : 1);
    } else if (event.key === 'Delete') onRemove();
  };
  const entry = (place: Place, what: 'page' | 'section' | 'field', title: Text | undefined, id: string, type?: string) => (
    <button
      type="button"
      className={`dk-outline-entry dk-outline-entry--${what}`}
      aria-current={place.join() === chosen.join()}
      draggable={!readOnly}
      onClick={() => onChoose(place)}
      onFocus={() => onChoose(place)}
      onKeyDown={press}
      onDragStart={(event: DragEvent) => {
        dragged.current = place;
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', id);
      }}
      onDragOver={(event: DragEvent) => dragged.current?.length === place.length && event.preventDefault()}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        if (dragged.current !== null && dragged.current.join() !== place.join()) onMove(dragged.current, place);
        dragged.current = null;
      }}
    >
      <span>{textOf(title) || id}</span>
      <small>{type === undefined ? t(what) : t((type === 'note' ? 'noteField' : type === 'licence' ? 'licenceField' : type) as 'text')}</small>
    </button>
  );
  return (
    <ol className="dk-outline">
      {form.pages.map((page, p) => (
        <li key={page.id}>
          {entry([p], 'page', page.title, page.id)}
          <ol>
            {page.sections.map((section, s) => (
              <li key={section.id}>
                {entry([p, s], 'section', section.title, section.id)}
                <ol>
                  {section.fields.map((field, f) => (
                    <li key={field.id}>{entry([p, s, f], 'field', field.label, field.id, field.type)}</li>
                  ))}
                </ol>
              </li>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}
