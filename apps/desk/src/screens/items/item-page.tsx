import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useParams } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { Timeline } from '../../pieces/timeline.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { textOf } from '../../words/start-words.ts';
import { elementNames, isElementName } from './element-names.ts';
import { ElementValue } from './element-value.tsx';
import { itemWords } from './item-words.ts';
import { Relatives } from './relatives.tsx';

type Item = OutputOf<typeof services.getManagedItem>;

export default function ItemPage() {
  const { itemId = '' } = useParams();
  const found = useRead(services.getManagedItem, { itemId });
  return <Answered of={found}>{(item) => <ItemSheet key={item.id} item={item} onReload={() => void found.refetch()} />}</Answered>;
}

const hidden = new Set(['kind', 'id', 'version', 'extends', 'locked']);
const sentence = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'object' ? textOf(value) || JSON.stringify(value) : String(value));

function ItemSheet({ item, onReload }: { item: Item; onReload: () => void }) {
  const t = useWords(itemWords);
  const c = useWords(common);
  const e = useWords(elementNames);
  const mayPublish = useMay('items.publish');
  const publish = useWrite(services.publishItem);
  const [editing, setEditing] = useState(false);
  const [changes, setChanges] = useState<Record<string, unknown>>({});
  const [reason, setReason] = useState('');
  const [done, setDone] = useState<number | null>(null);
  const known = Object.keys(elementNames.phrases);
  const elements = Object.entries(item.definition).filter(([name, value]) => !hidden.has(name) && value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0)).toSorted(([a], [b]) => (known.indexOf(a) + 100) % 100 - ((known.indexOf(b) + 100) % 100));
  const nameOf = (name: string): string => (isElementName(name) ? e(name) : name);
  const send = async (): Promise<void> => {
    const answer = await publish.send({ itemId: item.id, basedOnVersion: item.version, changes, reason: reason.trim(), ...(item.division === null ? {} : { division: item.division }) });
    if (answer === undefined) return;
    setDone(answer.version);
    setEditing(false);
    setChanges({});
  };
  const changed = Object.keys(changes);
  return (
    <>
      <PageHead
        title={item.name}
        sub={
          <>
            <span className="dk-code">{item.basicCode}</span> · {item.itemType} · {item.department} · v{item.version} · {item.state}
          </>
        }
      >
        {mayPublish && !editing && (
          <Button tone="primary" onClick={() => setEditing(true)}>
            {t('edit')}
          </Button>
        )}
      </PageHead>
      <div className="dk-tags dk-gap">
        {item.marks.map((mark) => (
          <Tag key={mark} tone="accent">
            {mark}
          </Tag>
        ))}
      </div>
      {done !== null && (
        <p className="dk-note dk-note--good" role="status">
          <Icon name="check" />
          {t('published', { n: done })}
        </p>
      )}
      <div className="dk-columns">
        <Panel title={editing ? t('editing') : t('elements')} extra={item.locked.length > 0 && <span className="dk-soft">{t('lockedCount', { n: item.locked.length })}</span>}>
          <dl className="dk-elements">
            {elements.map(([name, value]) => {
              const locked = item.locked.includes(name);
              return (
                <div key={name} className={changed.includes(name) ? 'dk-element--changed' : undefined}>
                  <dt>
                    {nameOf(name)}
                    {locked && (
                      <span title={t('locked')}>
                        <Icon name="lock" size={14} />
                        <i className="dk-hidden">{t('locked')}</i>
                      </span>
                    )}
                  </dt>
                  <dd>
                    <ElementValue
                      label={nameOf(name)}
                      value={name in changes ? changes[name] : value}
                      {...(name in changes ? {} : { said: item.said[name] })}
                      editing={editing && !locked && name !== 'basicCode'}
                      onChange={(next) => {
                        const { [name]: _gone, ...others } = changes;
                        setChanges(JSON.stringify(next) === JSON.stringify(value) ? others : { ...others, [name]: next });
                      }}
                    />
                  </dd>
                </div>
              );
            })}
          </dl>
        </Panel>
        <div className="dk-sticky">
          {editing && (
            <Panel title={t('differences')}>
              {changed.length === 0 && <p className="dk-soft">{t('none')}</p>}
              <ul className="dk-differences">
                {changed.map((name) => (
                  <li key={name}>
                    <b>{nameOf(name)}</b>
                    <del>{sentence(item.definition[name])}</del>
                    <ins>{sentence(changes[name])}</ins>
                  </li>
                ))}
              </ul>
              <TextArea label={t('reason')} hint={t('reasonHint')} value={reason} onChange={setReason} max={500} required />
              <RefusalNote refusal={publish.refusal} onReload={() => (publish.clear(), onReload())} />
              <p className="dk-soft dk-small">{t('publishNote')}</p>
              <div className="dk-buttons">
                <Button tone="primary" busy={publish.pending} disabled={changed.length === 0 || reason.trim().length < 2} onClick={() => void send()}>
                  {t('publish')}
                </Button>
                <Button onClick={() => (setEditing(false), setChanges({}))}>{c('cancel')}</Button>
              </div>
            </Panel>
          )}
          <Relatives item={item} nameOf={nameOf} onReload={onReload} />
          <Panel title={t('versions')}>
            <ul className="dk-versions">
              {item.versions.map((one) => (
                <li key={one.version}>
                  <b>v{one.version}</b> <span className="dk-soft">{one.from === null ? '' : t('from', { from: one.from.slice(0, 10) })}</span> {one.version === item.version && <Tag tone="good">{t('current')}</Tag>}
                </li>
              ))}
            </ul>
          </Panel>
          <Panel title={t('changes')}>
            <Timeline of={item.changes.map((change) => ({ id: change.at, what: `v${change.version}`, at: change.at, by: change.by, note: change.what }))} />
          </Panel>
        </div>
      </div>
    </>
  );
}
