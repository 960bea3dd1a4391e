import { Link, useParams } from 'react-router';
import { data, dataQuality } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered } from '../../pieces/answered.tsx';
import { Figure, PageHead, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { FaultTable } from './cleaning-preview.tsx';
import { cleaningWords } from './cleaning-words.ts';
import { stateTone } from './comparison-list.tsx';
import './data-governance.css';
import { governanceWords } from './governance-words.ts';

/** 清洗结果: what came into the register, what was refused. */
export default function CleaningPage() {
  const t = useWords(cleaningWords);
  const g = useWords(governanceWords);
  const { cleaningId = '' } = useParams();
  const found = useRead(dataQuality.getCleaning, { cleaningId }, { every: 4_000 });
  const registers = useRead(data.listRegisters, {});
  return (
    <Answered of={found}>
      {(one) => {
        const fields = registers.data?.registers.find((r) => r.id === one.register)?.fields ?? [];
        return (
          <>
            <PageHead title={`${g('cleanings')} → ${one.registerTitle}`} sub={`${one.requestedBy} · ${instantWords(one.requestedAt)}`}>
              <Tag tone={stateTone[one.state]}>{g(one.state)}</Tag>
              <Link className="dk-button" to={`/registers/${one.register}`}>{t('openRegister')}</Link>
            </PageHead>
            {one.state === 'waiting' && <p className="dk-note dk-note--soon" role="status">{t('underWay')}</p>}
            {one.problem !== null && <p className="dk-note dk-note--bad">{one.problem}</p>}
            {one.report !== null && (
              <>
                <div className="dk-figures">
                  <Figure label={t('read')} value={numberWords(one.report.read)} />
                  <Figure label={t('created')} value={numberWords(one.report.created)} tone="good" />
                  <Figure label={t('changedRows')} value={numberWords(one.report.changed)} />
                  <Figure label={t('unchanged')} value={numberWords(one.report.unchanged)} />
                  <Figure label={t('refused')} value={numberWords(one.report.refused)} tone={one.report.refused > 0 ? 'bad' : 'plain'} />
                </div>
                <FaultTable title={t('refused')} faults={one.report.faults} titleOf={(field) => fields.find((f) => f.id === field)?.title ?? field} />
              </>
            )}
          </>
        );
      }}
    </Answered>
  );
}
