import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useMore } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { instantWords } from '../../words/when.ts';
import { messageWords } from './message-words.ts';

/** 我的消息. */
export default function MyMessages() {
  const t = useWords(messageWords);
  const pages = useMore(services.listMyMessages, { limit: 30 });
  const read = useWrite(services.readMessages);
  const unread = pages.data?.pages.flatMap((page) => page.messages).filter((one) => !one.read) ?? [];
  return (
    <div className="dk-narrow">
      <PageHead title={t('mine')} sub={t('unread', { n: pages.data?.pages[0]?.unread ?? 0 })}>
        <Button disabled={unread.length === 0} busy={read.pending} onClick={() => void read.send({ ids: unread.slice(0, 100).map((one) => one.id) })}>
          {t('readAll')}
        </Button>
      </PageHead>
      <RefusalNote refusal={read.refusal} />
      <Panel flush>
        <More of={pages} rows={(page) => page.messages}>
          {(messages) =>
            messages.length === 0 ? (
              <Nothing>{t('none')}</Nothing>
            ) : (
              <ul className="dk-messages">
                {messages.map((one) => (
                  <li key={one.id} className={one.read ? undefined : 'dk-message--new'}>
                    <h2>
                      {one.title} {!one.read && <Tag tone="accent">{t('isNew')}</Tag>}
                    </h2>
                    <p>{one.body}</p>
                    <small>{instantWords(one.at)}</small>
                    {one.caseId !== null && <Link to={`/cases/${one.caseId}`}>{t('openCase')}</Link>}
                  </li>
                ))}
              </ul>
            )
          }
        </More>
      </Panel>
    </div>
  );
}
