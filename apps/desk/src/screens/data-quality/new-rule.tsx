import { useState } from 'react';
import { dataQuality } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { qualityWords } from './quality-words.ts';

const dimensions = ['conformity', 'completeness', 'accuracy', 'consistency', 'timeliness', 'accessibility'] as const;
type Dimension = (typeof dimensions)[number];

/** A rule made at the desk: what cannot be computed over sets comes back with the reason. */
export function NewRule({ register, columns, onClose }: { register: string; columns: readonly { name: string; title: string }[]; onClose: () => void }) {
  const t = useWords(qualityWords);
  const add = useWrite(dataQuality.addRule);
  const [id, setId] = useState('');
  const [title, setTitle] = useState('');
  const [dimension, setDimension] = useState<Dimension>('accuracy');
  const [when, setWhen] = useState('');
  const [expression, setExpression] = useState('');
  const save = async (): Promise<void> => {
    const made = await add.send({ register, rule: { id, title, dimension, kind: 'row', expression, threshold: 1, ...(when.trim() === '' ? {} : { when }) } });
    if (made !== undefined) onClose();
  };
  return (
    <Dialog
      title={t('add')}
      open
      wide
      onClose={onClose}
      foot={
        <Button tone="primary" busy={add.pending} disabled={id === '' || title === '' || expression === ''} onClick={() => void save()}>
          {t('save')}
        </Button>
      }
    >
      <RefusalNote refusal={add.refusal} />
      <TextInput label={t('ruleId')} value={id} onChange={setId} required max={60} />
      <TextInput label={t('ruleTitle')} value={title} onChange={setTitle} required max={100} />
      <Select label={t('dimension')} value={dimension} onChange={setDimension} options={dimensions.map((value) => ({ value, label: t(value) }))} />
      <TextInput label={t('when')} value={when} onChange={setWhen} max={2000} />
      <TextArea label={t('feel')} hint={t('feelHint')} value={expression} onChange={setExpression} required />
      <p className="dk-soft">
        {t('columns')}：{columns.map((column) => `${column.name}（${column.title}）`).join('、')}
      </p>
    </Dialog>
  );
}
