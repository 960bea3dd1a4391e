import { useCodes, withCodes } from '../../api/use-codes.ts';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { ConditionField } from '../../pieces/condition-field.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords } from '../../words/when.ts';
import { Groups, Measures } from '../data-analysis/question-parts.tsx';
import { columnsOf, type Draft, type JoinPart, type Offer } from './question-input.ts';
import { spaceWords } from './space-words.ts';

const groupsMax = 4;
const measuresMax = 6;

/** 组查询: main table, joins, conditions, then figures by groups or rows of chosen columns. */
export function QuestionForm({ offer, draft, onChange }: { offer: Offer; draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useWords(spaceWords);
  const put = (more: Partial<Draft>): void => onChange({ ...draft, ...more });
  const { open, shown } = columnsOf(offer, draft);
  const codes = useCodes(offer.views.find((v) => v.as === draft.from)?.register);
  const others = offer.views.filter((v) => v.as !== draft.from);
  const toggle = (name: string): string[] => (draft.rows.includes(name) ? draft.rows.filter((x) => x !== name) : [...draft.rows, name]);
  return (
    <>
      {offer.views.length > 1 && <Select label={t('from')} value={draft.from} onChange={(from) => onChange({ ...draft, from, joins: [], where: '', groups: [], rows: [] })} options={offer.views.map((v) => ({ value: v.as, label: t('table', { title: v.title, as: v.as }) }))} />}
      {others.length > 0 && <Joins offer={offer} from={draft.from} joins={draft.joins} onChange={(joins) => put({ joins, where: '', groups: [], rows: [] })} />}
      <ConditionField key={`${draft.from} ${draft.joins.map((j) => j.view).join(' ')}`} label={t('where')} columns={withCodes(open, codes)} value={draft.where} onChange={(where) => put({ where })} />
      {offer.level === 'rows' && <ChoiceBar label={t('what')} value={draft.form} onChange={(form) => put({ form })} options={(['figures', 'rows'] as const).map((value) => ({ value, label: t(value) }))} />}
      {draft.form === 'figures' ? (
        <>
          <Groups columns={open} parts={draft.groups} onChange={(groups) => put({ groups })} max={groupsMax} />
          <Measures columns={open} parts={draft.measures} onChange={(measures) => put({ measures })} max={measuresMax} />
        </>
      ) : (
        <fieldset className="dk-conditions">
          <legend>{t('rowColumns')}</legend>
          <div className="ss-checks">{shown.map((c) => <label key={c.name}><input type="checkbox" checked={draft.rows.includes(c.name)} onChange={() => put({ rows: toggle(c.name) })} /> {c.title}{!open.some((o) => o.name === c.name) && <small className="dk-soft">{t('masked')}</small>}</label>)}</div>
        </fieldset>
      )}
      <div className="ss-limit"><TextInput label={t('limit')} hint={t('limitHint', { n: numberWords(offer.rowsMax) })} type="number" value={draft.limit} onChange={(limit) => put({ limit })} /></div>
    </>
  );
}

function Joins({ offer, from, joins, onChange }: { offer: Offer; from: string; joins: readonly JoinPart[]; onChange: (joins: JoinPart[]) => void }) {
  const t = useWords(spaceWords);
  const columns = (as: string) => [{ value: '', label: t('choose') }, ...(offer.views.find((v) => v.as === as)?.columns ?? []).map((c) => ({ value: c.column, label: c.title }))];
  const put = (at: number, more: Partial<JoinPart>): void => onChange(joins.map((j, i) => (i === at ? { ...j, ...more } : j)));
  const free = offer.views.filter((v) => v.as !== from && !joins.some((j) => j.view === v.as));
  return (
    <fieldset className="dk-conditions">
      <legend>{t('join')}</legend>
      {joins.map((join, at) => (
        <div className="dk-condition" key={at}>
          <Select label={t('joinWith')} value={join.view} onChange={(view) => put(at, { view, right: '' })} options={offer.views.filter((v) => v.as === join.view || free.includes(v)).map((v) => ({ value: v.as, label: v.title }))} />
          <Select label={t('onLeft')} value={join.left} onChange={(left) => put(at, { left })} options={columns(from)} />
          <Select label={t('onRight')} value={join.right} onChange={(right) => put(at, { right })} options={columns(join.view)} />
          <Button tone="quiet" onClick={() => onChange(joins.filter((_, i) => i !== at))}>{t('remove')}</Button>
        </div>
      ))}
      {free.length > 0 && joins.length < 3 && <Button icon="plus" onClick={() => onChange([...joins, { view: free[0]!.as, left: '', right: '' }])}>{t('addJoin')}</Button>}
    </fieldset>
  );
}
