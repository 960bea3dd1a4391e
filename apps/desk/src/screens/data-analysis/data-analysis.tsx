import { useState } from 'react';
import { dataQuality } from '../../api/contracts.ts';
import { useCodes, withCodes } from '../../api/use-codes.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ConditionField } from '../../pieces/condition-field.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import '../data-governance/data-governance.css';
import { SourcePicker, useSnapshot } from '../data-governance/source-picker.tsx';
import { analysisWords } from './analysis-words.ts';
import { AnalysisResult, type Shown } from './analysis-result.tsx';
import { Profile } from './profile.tsx';
import { Groups, Measures, noGroup, rowCount, type GroupPart, type MeasurePart } from './question-parts.tsx';

const groupsMax = 3;
const measuresMax = 6;

/** 统计分析: what is counted, of which rows, by which dimensions. */
export default function DataAnalysis() {
  const t = useWords(analysisWords);
  const analyse = useWrite(dataQuality.analyse);
  const [from, setFrom] = useState('');
  const [where, setWhere] = useState('');
  const [groups, setGroups] = useState<GroupPart[]>([noGroup]);
  const [measures, setMeasures] = useState<MeasurePart[]>([rowCount]);
  const [shown, setShown] = useState<Shown | null>(null);
  const [profiled, setProfiled] = useState(false);
  const snapshot = useSnapshot(from);
  const codes = useCodes(from.startsWith('register:') ? from.slice('register:'.length) : undefined);
  const columns = snapshot?.columns ?? [];
  const titleOf = (name: string): string => columns.find((c) => c.name === name)?.title ?? name;
  const choose = (source: string): void => {
    setFrom(source);
    setWhere('');
    setGroups([noGroup]);
    setMeasures([rowCount]);
    setShown(null);
    setProfiled(false);
  };
  const run = async (): Promise<void> => {
    const by = groups.filter((g) => g.column !== '');
    const answer = await analyse.send({
      from, groupBy: by.map((g, at) => ({ column: g.column, as: `g${at}`, ...(g.by === null ? {} : { by: g.by }) })), measures: measures.map((m, at) => ({ as: `m${at}`, fn: m.fn, ...(m.of === '' ? {} : { of: m.of }) })), ...(where === '' ? {} : { where }),
      order: by.some((g) => g.by !== null) ? by.map((_, at) => ({ by: `g${at}` })) : [{ by: 'm0', descending: true }],
    });
    if (answer === undefined) return setShown(null);
    setShown({ answer, groups: by.map((g) => titleOf(g.column)), measures: measures.map((m) => (m.of === '' ? t('count') : t('measureOf', { column: titleOf(m.of), fn: t(m.fn) }))) });
  };
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')} />
      <RefusalNote refusal={analyse.refusal} />
      <Panel>
        <SourcePicker label={t('source')} value={from} onChange={choose} />
        {snapshot !== undefined && (
          <>
            <Groups columns={columns} parts={groups} onChange={setGroups} max={groupsMax} />
            <Measures columns={columns} parts={measures} onChange={setMeasures} max={measuresMax} />
            <ConditionField key={from} label={t('where')} columns={withCodes(columns, codes)} value={where} onChange={setWhere} />
          </>
        )}
        <div className="dk-buttons">
          <Button tone="primary" icon="search" busy={analyse.pending} disabled={snapshot === undefined} onClick={() => void run()}>{t('run')}</Button>
          {snapshot !== undefined && !profiled && <Button onClick={() => setProfiled(true)}>{t('showProfile')}</Button>}
        </div>
      </Panel>
      {shown !== null && <AnalysisResult of={shown} />}
      {profiled && <Profile source={from} />}
    </>
  );
}
