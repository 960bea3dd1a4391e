import { useState } from 'react';
import { Link } from 'react-router';
import { data } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered, Nothing } from '../../pieces/answered.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { registerWords } from './register-words.ts';

const named = ['base', 'licence', 'business', 'industry-credit', 'department', 'theme', 'special'] as const;

/** 登记簿目录 by category. */
export default function RegisterList() {
  const t = useWords(registerWords);
  const [text, setText] = useState('');
  const found = useRead(data.listRegisters, {});
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        <SearchBox label={t('find')} value={text} onSearch={setText} />
      </PageHead>
      <Answered of={found}>
        {({ registers }) => {
          const shown = registers.filter((one) => one.title.includes(text) || (one.description ?? '').includes(text));
          if (shown.length === 0) return <Nothing />;
          return [...Map.groupBy(shown, (one) => one.category)].map(([category, list]) => (
            <Panel key={category} title={(named as readonly string[]).includes(category) ? t(`c_${category as (typeof named)[number]}`) : category}>
              <ul className="dk-cards">
                {list.map((one) => (
                  <li key={one.id}>
                    <Link to={`/registers/${one.id}`}>
                      <Icon name="database" size={22} />
                      <b>{one.title}</b>
                      <span className="dk-soft">{one.description}</span>
                      <span className="dk-tags">
                        {one.personal && <Tag tone="soon">{t('personal')}</Tag>}
                        {one.open && <Tag tone="good">{t('open')}</Tag>}
                        <Tag>{t('fields', { n: one.fields.length })}</Tag>
                      </span>
                      <small>{one.authority}</small>
                    </Link>
                  </li>
                ))}
              </ul>
            </Panel>
          ));
        }}
      </Answered>
    </>
  );
}
