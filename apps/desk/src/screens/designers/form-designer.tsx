import type { Form } from '@yiwang/ui/form-logic/form.ts';
import { useMemo, useState } from 'react';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { useWords } from '../../words/define-words.ts';
import type { BodyProps } from './design-body.tsx';
import { addPart, moveTo, neighbour, partAt, removeAt, replaceAt, type Place } from './form-edits.ts';
import { FormOutline } from './form-outline.tsx';
import { FormPreview } from './form-preview.tsx';
import { FormProperties } from './form-properties.tsx';
import { formDesignWords } from './form-words.ts';

const placeOf = (path: string | undefined): Place | null => {
  const [, p, s, f] = /^pages\.(\d+)(?:\.sections\.(\d+))?(?:\.fields\.(\d+))?/.exec(path ?? '') ?? [];
  return p === undefined ? null : s === undefined ? [Number(p)] : f === undefined ? [Number(p), Number(s)] : [Number(p), Number(s), Number(f)];
};

/** 表单设计器: outline, the portal's own drawing, properties. */
export default function FormDesigner({ id, text, readOnly = false, shown, onChange }: BodyProps) {
  const t = useWords(formDesignWords);
  const form = useMemo(() => ({ ...text.definition, id, version: 1 }) as unknown as Form, [text.definition, id]);
  const [chosen, setChosen] = useState<Place>([0]);
  const [seen, setSeen] = useState(shown);
  const [width, setWidth] = useState<'wide' | 'narrow'>('wide');
  if (seen !== shown) {
    setSeen(shown);
    const place = placeOf(shown);
    if (place !== null) setChosen(place);
  }
  const change = (next: Form): void => {
    const { id: _id, version: _version, ...definition } = next;
    onChange({ ...text, definition });
  };
  const add = (what: 'page' | 'section' | 'field'): void => {
    const added = addPart(form, what, chosen, { page: t('newPage'), section: t('newSection'), field: t('newField') });
    change(added.form);
    setChosen(added.place);
  };
  const move = (by: -1 | 1): void => {
    const to = neighbour(chosen, by);
    if (partAt(form, to) === undefined) return;
    change(moveTo(form, chosen, to));
    setChosen(to);
  };
  const remove = (): void => {
    change(removeAt(form, chosen));
    setChosen(chosen.length === 3 ? [chosen[0], chosen[1]] : [Math.max(0, chosen[0] - (chosen.length === 1 ? 1 : 0))]);
  };
  const part = partAt(form, chosen);
  return (
    <div className="dk-form-designer">
      <section className="dk-form-outline" aria-label={t('outline')}>
        {!readOnly && (
          <div className="dk-buttons">
            <Button tone="quiet" icon="plus" onClick={() => add('field')}>
              {t('addField')}
            </Button>
            <Button tone="quiet" onClick={() => add('section')}>
              {t('addSection')}
            </Button>
            <Button tone="quiet" onClick={() => add('page')}>
              {t('addPage')}
            </Button>
          </div>
        )}
        <FormOutline form={form} chosen={chosen} readOnly={readOnly} onChoose={setChosen} onMove={(from, to) => (change(moveTo(form, from, to)), setChosen(to))} onStep={move} onRemove={remove} />
        {!readOnly && <p className="dk-soft dk-small">{t('hint')}</p>}
      </section>
      <section className="dk-form-preview" aria-label={t('preview')}>
        <ChoiceBar label={t('preview')} value={width} onChange={setWidth} options={[{ value: 'wide', label: t('wide') }, { value: 'narrow', label: t('narrow') }]} />
        <FormPreview form={form} page={chosen[0]} narrow={width === 'narrow'} />
      </section>
      {!readOnly && (
        <section className="dk-form-properties">
          {part === undefined ? <p className="dk-soft">{t('nothing')}</p> : <FormProperties key={chosen.join('.')} part={part} rank={chosen.length} form={form} onChange={(next) => change(replaceAt(form, chosen, next))} />}
          <div className="dk-buttons">
            <Button tone="quiet" onClick={() => move(-1)}>
              {t('up')}
            </Button>
            <Button tone="quiet" onClick={() => move(1)}>
              {t('down')}
            </Button>
            <Button tone="quiet" onClick={remove}>
              {t('remove')}
            </Button>
          </div>
        </section>
      )}
    </div>
  );
}
