import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Light } from '../../pieces/light.tsx';
import { More } from '../../pieces/more.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { instantWords } from '../../words/when.ts';
import { supervisionWords } from './supervision-words.ts';

type Card = OutputOf<typeof services.listCards>['cards'][number];
type State = 'all' | Card['state'];

/** 监察牌: the department answers, the supervisor confirms or lifts. */
export function Cards() {
  const t = useWords(supervisionWords);
  const c = useWords(common);
  const maySettle = useMay('supervision.act');
  const [state, setState] = useState<State>('all');
  const [card, setCard] = useState<Card | null>(null);
  const [text, setText] = useState('');
  const pages = useMore(services.listCards, { ...(state === 'all' ? {} : { state }), limit: 20 });
  const answer = useWrite(services.answerCard);
  const settle = useWrite(services.settleCard);
  const stateNames: Record<Card['state'], string> = { open: t('openCards'), answered: t('answered'), confirmed: t('confirmed'), lifted: t('lifted') };
  const close = (done: unknown): void => {
    if (done !== undefined) setCard(null);
  };
  const settleAs = (to: 'confirmed' | 'lifted'): void => void (card !== null && settle.send({ cardId: card.id, version: card.version, settle: to, reason: text.trim() }).then(close));
  return (
    <Panel
      title={t('cards')}
      flush
      extra={<ChoiceBar<State> label={t('cards')} value={state} onChange={setState} options={[{ value: 'all', label: c('all') }, ...(['open', 'answered', 'confirmed', 'lifted'] as const).map((value) => ({ value, label: stateNames[value] }))]} />}
    >
      <More of={pages} rows={(page) => page.cards}>
        {(cards) => (
          <DataTable
            label={t('cards')}
            rows={cards}
            rowId={(row) => row.id}
            empty={t('noCards')}
            columns={[
              { id: 'light', title: t('cards'), cell: (row) => <Light light={row.light} />, width: '5.5rem' },
              {
                id: 'case',
                title: t('rule'),
                lead: true,
                cell: (row) => (
                  <>
                    <Link className="dk-strong" to={`/cases/${row.caseId}`}>
                      {row.caseName}
                    </Link>
                    <small>{row.rule}</small>
                  </>
                ),
              },
              { id: 'department', title: t('department'), cell: (row) => row.organisation },
              { id: 'raised', title: t('raised'), cell: (row) => instantWords(row.raisedAt) },
              { id: 'answer', title: t('answer'), cell: (row) => row.answer ?? row.liftReason ?? '—' },
              { id: 'state', title: c('state'), cell: (row) => <Tag tone={row.state === 'open' ? 'bad' : row.state === 'answered' ? 'soon' : 'quiet'}>{stateNames[row.state]}</Tag> },
              { id: 'tool', title: '', align: 'end', cell: (row) => (row.state === 'open' || (row.state === 'answered' && maySettle) ? <Button onClick={() => (setCard(row), setText(''))}>{row.state === 'open' ? t('giveAnswer') : t('settle')}</Button> : null) },
            ]}
          />
        )}
      </More>
      <Dialog
        title={card === null ? '' : card.state === 'open' ? t('giveAnswer') : t('settle')}
        open={card !== null}
        onClose={() => setCard(null)}
        foot={
          card?.state === 'open' ? (
            <Button tone="primary" busy={answer.pending} disabled={text.trim().length < 2} onClick={() => void answer.send({ cardId: card.id, version: card.version, answer: text.trim() }).then(close)}>
              {t('giveAnswer')}
            </Button>
          ) : (
            <>
              <Button busy={settle.pending} disabled={text.trim().length < 2} onClick={() => settleAs('lifted')}>
                {t('lift')}
              </Button>
              <Button tone="danger" busy={settle.pending} disabled={text.trim().length < 2} onClick={() => settleAs('confirmed')}>
                {t('confirm')}
              </Button>
            </>
          )
        }
      >
        <RefusalNote refusal={answer.refusal ?? settle.refusal} onReload={() => (answer.clear(), settle.clear(), void pages.refetch())} />
        <p>
          <b>{card?.caseName}</b>
          <br />
          <span className="dk-soft">{card?.rule}</span>
        </p>
        {card?.answer !== null && <blockquote className="dk-note">{card?.answer}</blockquote>}
        <TextArea label={card?.state === 'open' ? t('answer') : t('reason')} value={text} onChange={setText} required />
      </Dialog>
    </Panel>
  );
}
