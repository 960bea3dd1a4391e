import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { assessment } from '../../api/contracts.ts';
import { FileField } from '../../form/file-field.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { assessmentWords } from './assessment-words.ts';

type Item = OutputOf<typeof assessment.getAssessment>['domains'][number]['items'][number];
export interface Given {
  answer: NonNullable<Item['answer']>;
  words: string;
  evidence: string[];
}
export interface Judged {
  judged: NonNullable<Item['judged']>;
  words: string;
}
const answers = ['yes', 'partly', 'no', 'not-applicable'] as const;
const judgements = ['conform', 'partly', 'fails', 'not-applicable'] as const;
const judgedTone = { conform: 'good', partly: 'soon', fails: 'bad', 'not-applicable': 'quiet' } as const;
const filesMax = 10;
const accepted = ['application/pdf', 'image/png', 'image/jpeg'];

/** 一题: its clause and level; the answer with its evidence; the judgement. */
export function AssessmentItem({ item, given, onGiven, judged, onJudged }: { item: Item; given?: Given | undefined; onGiven?: ((given: Given) => void) | undefined; judged?: Judged | undefined; onJudged?: ((judged: Judged) => void) | undefined }) {
  const t = useWords(assessmentWords);
  const evidence = onGiven === undefined ? item.evidence : (given?.evidence ?? []);
  const now: Given = given ?? { answer: 'yes', words: '', evidence: [] };
  return (
    <div className="ds-item">
      <p><b>{item.text}</b></p>
      <small>{[item.clause, t('levelOf', { n: item.level }), t('weight', { n: item.weight })].join(' · ')}</small>
      <div className="ds-given">
        {item.must && <Tag tone="accent">{t('must')}</Tag>}
        {onGiven === undefined && item.answer !== null && <span>{`${t('answer')}${between().named}${t(`a_${item.answer}`)}`}{item.words === null ? '' : ` — ${item.words}`}</span>}
        {onJudged === undefined && item.judged !== null && <Tag tone={judgedTone[item.judged]}>{`${t('judged')}${between().named}${t(`j_${item.judged}`)}`}</Tag>}
        {onJudged === undefined && item.judgedWords !== null && <span>{item.judgedWords}</span>}
        {onGiven === undefined && evidence.map((file, at) => <a key={file} href={`/api/files/${file}`} target="_blank" rel="noreferrer">{t('evidenceOf', { n: at + 1 })}</a>)}
      </div>
      {onGiven !== undefined && (
        <>
          <div className="dk-form-row">
            <Select label={t('answer')} value={given === undefined ? '' : now.answer} onChange={(answer) => answer !== '' && onGiven({ ...now, answer })} options={[...(given === undefined ? [{ value: '' as const, label: '—' }] : []), ...answers.map((value) => ({ value, label: t(`a_${value}`) }))]} />
            <TextInput label={t('words')} value={now.words} onChange={(words) => onGiven({ ...now, words })} max={1000} />
          </div>
          {(item.evidenceNeeded || evidence.length > 0) && (
            <FileField id={`evidence-${item.id}`} accept={accepted} max={filesMax} value={evidence.map((id, at) => ({ id, name: t('evidenceOf', { n: at + 1 }), bytes: 0, type: '' }))} onChange={(files) => onGiven({ ...now, evidence: (files ?? []).map((file) => file.id) })} />
          )}
        </>
      )}
      {onJudged !== undefined && judged !== undefined && (
        <div className="dk-form-row">
          <Select label={t('judged')} value={judged.judged} onChange={(value) => onJudged({ ...judged, judged: value })} options={judgements.map((value) => ({ value, label: t(`j_${value}`) }))} />
          <TextInput label={t('words')} value={judged.words} onChange={(words) => onJudged({ ...judged, words })} max={1000} />
        </div>
      )}
    </div>
  );
}
