import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { itemWords } from './item-words.ts';

type Item = OutputOf<typeof services.getManagedItem>;

/** 上下级版本: what a place's version stands on, and whether it is behind; what stands on this one. */
export function Relatives({ item, nameOf, onReload }: { item: Item; nameOf: (element: string) => string; onReload: () => void }) {
  const t = useWords(itemWords);
  const { standsOn, followers } = item;
  return (
    <>
      {standsOn !== null && (
        <Panel title={t('above')}>
          <p>
            <Link to={`/items/${standsOn.id}`}>{t('aboveAt', { place: standsOn.place || t('aboveProvince'), n: standsOn.version })}</Link>{' '}
            <Tag tone={standsOn.behind ? 'soon' : 'good'}>{standsOn.behind ? t('behind', { n: standsOn.newest }) : t('upToDate')}</Tag>
          </p>
          {standsOn.behind && standsOn.differs.length > 0 && <p className="dk-small">{t('differs')}{between().named}{standsOn.differs.map(nameOf).join(between().things)}</p>}
          {standsOn.own.length > 0 && <p className="dk-small dk-soft">{t('ownElements')}{between().named}{standsOn.own.map(nameOf).join(between().things)}</p>}
          {standsOn.behind && <Follow item={item} nameOf={nameOf} onReload={onReload} />}
        </Panel>
      )}
      {followers.length > 0 && (
        <Panel title={t('followers')}>
          <ul className="dk-versions">
            {followers.map((one) => (
              <li key={one.id}>
                <Link to={`/items/${one.id}`}>{one.place}</Link> <b>v{one.version}</b> {one.behind && <Tag tone="soon">{t('behind', { n: item.version })}</Tag>}
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

/** 联动更新, with its reason. */
function Follow({ item, nameOf, onReload }: { item: Item; nameOf: (element: string) => string; onReload: () => void }) {
  const t = useWords(itemWords);
  const may = useMay('items.publish');
  const follow = useWrite(services.followItem);
  const [reason, setReason] = useState('');
  const [said, setSaid] = useState('');
  if (!may) return null;
  const send = async (): Promise<void> => {
    const done = await follow.send({ itemId: item.id, basedOnVersion: item.version, reason: reason.trim() });
    if (done !== undefined) setSaid([t('followed', { n: done.version }), ...(done.dropped.length === 0 ? [] : [t('dropped', { names: done.dropped.map(nameOf).join(between().things) })])].join(between().clauses));
  };
  return (
    <>
      <p className="dk-soft dk-small">{t('followNote')}</p>
      <TextArea label={t('reason')} value={reason} onChange={setReason} max={500} required />
      <RefusalNote refusal={follow.refusal} onReload={() => (follow.clear(), onReload())} />
      <Button tone="primary" busy={follow.pending} disabled={reason.trim().length < 2} onClick={() => void send()}>
        {t('follow')}
      </Button>
      {said !== '' && <p role="status">{said}</p>}
    </>
  );
}
