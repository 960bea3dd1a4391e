import { development } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { TextInput } from '../../pieces/field.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { editorWords } from './editor-words.ts';
import type { Definition } from './steps/step-draft.ts';

const firstTime = '03:00';

/** 调度与依赖: by the clock, after others, whether it may move nothing, whether it is in use. */
export function PipelineTimes({ id, definition, active, onChange, onActive }: { id: string; definition: Definition; active: boolean; onChange: (more: Partial<Definition>) => void; onActive: (active: boolean) => void }) {
  const t = useWords(editorWords);
  const found = useRead(development.listPipelines, {});
  const others = (found.data?.pipelines ?? []).filter((p) => p.id !== id);
  const { schedule } = definition;
  const after = definition.after ?? [];
  const put = (more: Partial<NonNullable<Definition['schedule']>>): void => {
    const { dueBy, ...rest } = { at: firstTime, workingDays: false, ...schedule, ...more };
    onChange({ schedule: { ...rest, ...(dueBy === undefined || dueBy === '' ? {} : { dueBy }) } });
  };
  return (
    <Panel title={t('when')}>
      <div className="dd-checks">
        <label><input type="checkbox" checked={active} onChange={() => onActive(!active)} /> {t('active')}</label>
        <label><input type="checkbox" checked={schedule !== undefined} onChange={() => (schedule === undefined ? put({}) : onChange({ schedule: undefined }))} /> {t('scheduled')}</label>
        <label><input type="checkbox" checked={definition.mayBeEmpty ?? false} onChange={() => onChange({ mayBeEmpty: !(definition.mayBeEmpty ?? false) })} /> {t('mayBeEmpty')}</label>
      </div>
      {schedule !== undefined && (
        <div className="dk-form-row">
          <TextInput label={t('at')} type="time" value={schedule.at} onChange={(at) => put({ at: at === '' ? firstTime : at })} />
          <TextInput label={t('dueBy')} type="time" value={schedule.dueBy ?? ''} onChange={(dueBy) => put({ dueBy })} />
          <div className="dk-field"><label><input type="checkbox" checked={schedule.workingDays ?? false} onChange={() => put({ workingDays: !(schedule.workingDays ?? false) })} /> {t('workingDays')}</label></div>
        </div>
      )}
      <fieldset className="dk-conditions">
        <legend>{t('after')}</legend>
        {others.length === 0 ? <p className="dk-soft">{t('noOthers')}</p> : (
          <div className="dd-checks">{others.map((p) => <label key={p.id}><input type="checkbox" checked={after.includes(p.id)} onChange={() => onChange({ after: after.includes(p.id) ? after.filter((one) => one !== p.id) : [...after, p.id] })} /> {p.title}</label>)}</div>
        )}
      </fieldset>
    </Panel>
  );
}
