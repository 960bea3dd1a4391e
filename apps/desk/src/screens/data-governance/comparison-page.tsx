import type { OutputOf } from '@yiwang/server/kernel/contract';
import { Link, useParams } from 'react-router';
import { dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useMay } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, Figure, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import './data-governance.css';
import { useByWords } from './column-pairs.tsx';
import { governanceWords } from './governance-words.ts';
import { stateTone } from './comparison-list.tsx';

type One = OutputOf<typeof dataQuality.getComparison>;
type Result = NonNullable<One['result']>;

/** 比对结果: what agrees, what does not, column by column, with samples. */
export default function ComparisonPage() {
  const t = useWords(governanceWords);
  const pairWords = usePairWords();
  const mayManage = useMay('quality.manage');
  const { comparisonId = '' } = useParams();
  const found = useRead(dataQuality.getComparison, { comparisonId }, { every: 4_000 });
  return (
    <Answered of={found}>
      {(one) => (
        <>
          <PageHead title={one.title} sub={`${one.requestedBy} · ${instantWords(one.requestedAt)}`}><Tag tone={stateTone[one.state]}>{t(one.state)}</Tag>{mayManage && one.state !== 'waiting' && <Link className="dk-button" to={`/data-comparison/new?from=${one.id}`}>{t('again')}</Link>}</PageHead>
          {one.state === 'waiting' && <p className="dk-note dk-note--soon" role="status">{t('underWay')}</p>}
          {one.problem !== null && <p className="dk-note dk-note--bad">{one.problem}</p>}
          {one.result !== null && <Outcome one={one} result={one.result} />}
          <Panel title={t('conditions')}>
            <Facts facts={[[t('left'), one.left], [t('right'), one.right], [t('keyValue'), one.key.map(pairWords).join(between().things)], [t('compared'), one.columns.map(pairWords).join(between().things) || '—']]} />
          </Panel>
        </>
      )}
    </Answered>
  );
}

const named = (left: string, right: string): string => (left === right ? left : `${left} = ${right}`);

/** A pair with the way in which it was compared, where it is not as it is. */
function usePairWords(): (pair: One['key'][number]) => string {
  const t = useWords(governanceWords);
  const say = useByWords();
  return ({ leftTitle, rightTitle, by }) => (by === undefined ? named(leftTitle, rightTitle) : t('comparedBy', { pair: named(leftTitle, rightTitle), by: say(by) }));
}

function Outcome({ one, result }: { one: One; result: Result }) {
  const t = useWords(governanceWords);
  const titles = new Map([...one.key, ...one.columns].map((p) => [p.left, named(p.leftTitle, p.rightTitle)]));
  const both = (left: number, right: number): string => t('both', { left: numberWords(left), right: numberWords(right) });
  const shown = (value: string | number | boolean | null): string => (value === null ? t('nothing') : String(value));
  return (
    <>
      <div className="dk-figures">
        <Figure label={t('same')} value={numberWords(result.same)} tone="good" />
        <Figure label={t('differing')} value={numberWords(result.differing)} tone={result.differing > 0 ? 'bad' : 'plain'} />
        <Figure label={t('missingLeft')} value={numberWords(result.missingLeft)} note={t('rows', { n: numberWords(result.leftRows) })} tone={result.missingLeft > 0 ? 'soon' : 'plain'} />
        <Figure label={t('missingRight')} value={numberWords(result.missingRight)} note={t('rows', { n: numberWords(result.rightRows) })} tone={result.missingRight > 0 ? 'soon' : 'plain'} />
        <Figure label={t('duplicateKeys')} value={numberWords(result.duplicateLeft + result.duplicateRight)} note={both(result.duplicateLeft, result.duplicateRight)} />
        <Figure label={t('withoutKey')} value={numberWords(result.withoutKeyLeft + result.withoutKeyRight)} note={both(result.withoutKeyLeft, result.withoutKeyRight)} />
      </div>
      {result.differingByColumn.length > 0 && (
        <Panel title={t('byColumn')} flush>
          {result.columnsSampled && <p className="dk-note">{t('sampled')}</p>}
          <DataTable
            label={t('byColumn')} rows={result.differingByColumn} rowId={(row) => row.left + row.right}
            columns={[
              { id: 'column', title: t('column'), lead: true, cell: (row) => titles.get(row.left) ?? row.left },
              { id: 'differing', title: t('differing'), align: 'end', cell: (row) => numberWords(row.differing) },
            ]}
          />
        </Panel>
      )}
      <Panel title={t('samples')} flush>
        <DataTable
          label={t('samples')} rows={result.samples.map((sample, at) => ({ ...sample, at }))} rowId={(row) => String(row.at)} empty={t('noSamples')}
          columns={[
            { id: 'key', title: t('keyValue'), lead: true, cell: (row) => <span className="dg-key">{row.key.map(shown).join(' · ')}</span> },
            { id: 'kind', title: t('kind'), cell: (row) => <Tag tone={row.kind === 'differing' ? 'bad' : 'soon'}>{t(`k_${row.kind}`)}</Tag> },
            { id: 'what', title: t('what'), cell: (row) => (row.values.length === 0 ? row.columns.map((c) => titles.get(c) ?? c).join(between().things) || '—' : <span className="dg-change">{row.values.map((v) => <span key={v.column}>{titles.get(v.column) ?? v.column}{between().named}<s>{shown(v.left)}</s> → <b>{shown(v.right)}</b></span>)}</span>) },
          ]}
        />
      </Panel>
    </>
  );
}
