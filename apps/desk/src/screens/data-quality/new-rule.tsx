import { useState } from 'react';
import { dataQuality } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import type { ConditionColumn } from '../../pieces/condition-feel.ts';
import { ConditionField } from '../../pieces/condition-field.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { dimensions, qualityWords } from './quality-words.ts';

/** A rule made at the desk: chosen or written; what cannot be computed over sets comes back with the reason. */
export function NewRule({ register, columns, onClose }: { register: string; columns: readonly ConditionColumn[]; onClose: () => void }) {
  const t = useWords(qualityWords);
  const add = useWrite(dataQuality.addRule);
  // within its register; nobody has to think of one
  const [id] = useState(() => `desk-${Date.now().toString(36)}`);
  const [title, setTitle] = useState('');
  const [dimension, setDimension] = useState<(typeof dimensions)[number]>('accuracy');
  const [share, setShare] = useState('100');
  const [when, setWhen] = useState('');
  const [expression, setExpression] = useState('');
  const threshold = Math.min(Math.max(Number(share) / 100, 0), 1);
  const save = async (): Promise<void> => {
    const made = await add.send({ register, rule: { id, title, dimension, kind: 'row', expression, threshold, ...(when.trim() === '' ? {} : { when }) } });
    if (made !== undefined) onClose();
  };
  return (
    <Dialog
      title={t('add')}
      open
      wide
      onClose={onClose}
      foot={
        <Button tone="primary" busy={add.pending} disabled={title.trim() === '' || expression === '' || Number.isNaN(threshold)} onClick={() => void save()}>
          {t('save')}
        </Button>
      }
    >
      <RefusalNote refusal={add.refusal} />
      <TextInput label={t('ruleTitle')} value={title} onChange={setTitle} required max={100} />
      <div className="dk-form-row">
        <Select label={t('dimension')} value={dimension} onChange={setDimension} options={dimensions.map((value) => ({ value, label: t(value) }))} />
        <TextInput label={t('threshold')} type="number" value={share} onChange={setShare} />
      </div>
      <p className="dk-soft">{t('thresholdHint')}</p>
      <ConditionField label={t('mustHold')} columns={columns} value={expression} onChange={setExpression} />
      <ConditionField label={t('when')} columns={columns} value={when} onChange={setWhen} />
    </Dialog>
  );
}
