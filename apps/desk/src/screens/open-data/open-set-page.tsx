import { useState } from 'react';
import { useParams } from 'react-router';
import { openData } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import { SetErasures } from './set-erasures.tsx';
import { stateTone } from './open-sets.tsx';
import { openWords } from './open-words.ts';

/** 发布检查与审核: what was checked is what is released; the proposer cannot approve. */
export default function OpenSetPage() {
  const t = useWords(openWords);
  const name = useParams()['name'] ?? '';
  const found = useRead(openData.getDeskSet, { name });
  const propose = useWrite(openData.proposeRelease);
  const decide = useWrite(openData.decideRelease);
  const withdraw = useWrite(openData.withdrawSet);
  const [note, setNote] = useState('');
  return (
    <Answered of={found}>
      {(set) => (
        <>
          <PageHead title={set.title} sub={set.organisation}>
            <Tag tone={stateTone[set.state]}>{t(set.state)}</Tag>
          </PageHead>
          {set.note === null ? null : <p role="note">{set.note}</p>}
          <Panel title={t('checks')}>
            {set.build === null ? null : (
              <>
                <ul className="dk-checks">{set.build.checks.map((c) => <li key={c.id}><Tag tone={c.passed ? 'good' : 'bad'}>{t(c.passed ? 'passed' : 'notPassed')}</Tag> {c.words}</li>)}</ul>
                <Facts facts={[[t('rows'), numberWords(set.build.rows)], [t('digest'), <code key="d" style={{ overflowWrap: 'anywhere' }}>{set.build.digest}</code>], [t('proposedBy'), set.proposedBy ?? '—'], [t('at'), instantWords(set.build.builtAt)]]} />
              </>
            )}
            <RefusalNote refusal={propose.refusal ?? decide.refusal ?? withdraw.refusal} />
            <TextArea label={t('note')} value={note} onChange={setNote} max={500} rows={2} />
            {set.state === 'building' ? null : <Button busy={propose.pending} onClick={() => void propose.send({ name, version: set.version })}>{t('propose')}</Button>}{' '}
            {set.mayDecide ? (
              <>
                <Button tone="primary" busy={decide.pending} disabled={set.failed.length > 0} onClick={() => void decide.send({ name, version: set.version, agreed: true, ...(note.trim() === '' ? {} : { note }) })}>{t('agree')}</Button>{' '}
                <Button busy={decide.pending} onClick={() => void decide.send({ name, version: set.version, agreed: false, ...(note.trim() === '' ? {} : { note }) })}>{t('refuse')}</Button>{' '}
              </>
            ) : null}
            {set.state === 'open' ? <Button busy={withdraw.pending} disabled={note.trim().length < 2} onClick={() => void withdraw.send({ name, version: set.version, reason: note })}>{t('withdraw')}</Button> : null}
            {set.currentVersion > 0 && set.state !== 'withdrawn' ? <p><a href={`/open/sets/${name}`}>{t('publicPage')}</a></p> : null}
          </Panel>
          <Panel title={t('preview')} flush>
            {set.build === null ? null : (
              <DataTable
                label={t('preview')}
                rows={set.preview.map((row, at) => ({ at: String(at), row }))}
                rowId={(r) => r.at}
                columns={set.build.columns.filter((c) => c.id !== 'geometry').slice(0, 12).map((c, at) => ({ id: c.id, title: c.title, lead: at === 0, cell: (r: { row: Record<string, string | number | boolean | null> }) => set.names[c.id]?.[String(r.row[c.id])] ?? String(r.row[c.id] ?? '') }))}
              />
            )}
          </Panel>
          <SetErasures name={name} />
          <Panel title={t('releases')} flush>
            <DataTable
              label={t('releases')}
              rows={set.releases}
              rowId={(r) => String(r.version)}
              columns={[
                { id: 'version', title: t('version'), lead: true, cell: (r) => <b>{r.version}</b> },
                { id: 'at', title: t('at'), cell: (r) => instantWords(r.at) },
                { id: 'rows', title: t('rows'), align: 'end', cell: (r) => numberWords(r.rows) },
                { id: 'by', title: t('approvedBy'), cell: (r) => r.approvedBy },
                { id: 'digest', title: t('digest'), cell: (r) => <code>{r.digest.slice(0, 16)}…</code> },
              ]}
            />
          </Panel>
        </>
      )}
    </Answered>
  );
}
