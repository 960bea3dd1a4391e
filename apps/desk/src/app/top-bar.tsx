import { emblemMarkup } from '@yiwang/ui/icons/emblem.ts';
import { useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { identity, services } from '../api/contracts.ts';
import { useRead } from '../api/use-read.ts';
import { signInAddress } from '../api/call.ts';
import { useWrite } from '../api/use-write.ts';
import { Icon } from '../pieces/icon.tsx';
import { changeLanguage, currentLanguage } from '../words/start-words.ts';
import { useWords } from '../words/define-words.ts';
import { useLargeType } from './large-type.ts';
import { useMay, usePost, useSession } from './session.tsx';
import { shellWords } from './shell-words.ts';

export function TopBar({ onMenu, open }: { onMenu: () => void; open: boolean }) {
  const t = useWords(shellWords);
  const home = useRead(services.deskHome, {}).data;
  const unread = home?.counts.unread ?? 0;
  const [large, toggleLarge] = useLargeType();
  return (
    <header className="dk-top">
      <button type="button" className="dk-icon-button dk-menu" aria-label={t('menu')} aria-expanded={open} aria-controls="places" onClick={onMenu}>
        <Icon name="menu" size={22} />
      </button>
      <Link to="/" className="dk-brand">
        <span dangerouslySetInnerHTML={{ __html: emblemMarkup(30) }} />
        <b>{t('house')}</b>
        <span>{t('desk')}</span>
      </Link>
      <span className="dk-division">{home?.divisionName}</span>
      <FindCase />
      <div className="dk-top-tools">
        <button type="button" className="dk-icon-button dk-wide-only" aria-pressed={large} onClick={toggleLarge} title={t('large')}>
          <Icon name="text" />
          <span>{t('large')}</span>
        </button>
        <button type="button" className="dk-icon-button" lang={currentLanguage() === 'en' ? 'zh-CN' : 'en'} aria-label={t('languageName')} onClick={() => changeLanguage(currentLanguage() === 'en' ? 'zh' : 'en')}>
          <Icon name="globe" />
          <span className="dk-wide-only">{t('language')}</span>
        </button>
        <Link to="/messages" className="dk-icon-button" aria-label={t('messages', { n: unread })}>
          <Icon name="bell" />
          {unread > 0 && <em>{unread > 99 ? '99+' : unread}</em>}
        </Link>
        <PostMenu />
      </div>
    </header>
  );
}

function FindCase() {
  const t = useWords(shellWords);
  const may = useMay('cases.view');
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== '/' || !(event.target instanceof HTMLElement) || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  if (!may) return <span className="dk-find" />;
  return (
    <form
      className="dk-find"
      role="search"
      aria-label={t('findShort')}
      onSubmit={(event) => {
        event.preventDefault();
        void navigate(`/cases?text=${encodeURIComponent(field.current?.value.trim() ?? '')}`);
      }}
    >
      <Icon name="search" size={16} />
      <input ref={field} type="search" maxLength={60} aria-label={t('findShort')} placeholder={t('find')} />
    </form>
  );
}

function PostMenu() {
  const t = useWords(shellWords);
  const me = useSession();
  const now = usePost();
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const switching = useWrite(identity.switchPost);
  const leaving = useWrite(identity.signOut);
  useEffect(() => {
    if (!open) return undefined;
    const away = (event: Event): void => {
      if (event instanceof KeyboardEvent ? event.key === 'Escape' : !box.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('click', away);
    document.addEventListener('keydown', away);
    return () => {
      document.removeEventListener('click', away);
      document.removeEventListener('keydown', away);
    };
  }, [open]);
  return (
    <div className="dk-post" ref={box}>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span className="dk-face" aria-hidden="true">
          {me.name.slice(0, 1)}
        </span>
        <span className="dk-wide-only">
          <b>{me.name}</b>
          <small>{now?.title}</small>
        </span>
        <Icon name="down" size={14} />
      </button>
      {open && (
        <div className="dk-post-menu">
          <p>
            <b>{me.name}</b>
            <br />
            {now?.organisationName}
          </p>
          <h3>{t('posts')}</h3>
          <ul>
            {me.posts.map((post) => (
              <li key={post.id}>
                <button type="button" aria-current={post.id === now?.id} disabled={switching.pending} onClick={() => void switching.send({ postId: post.id }).then(() => setOpen(false))}>
                  <b>{post.title}</b>
                  <small>{post.organisationName}</small>
                  {post.id === now?.id && <Icon name="check" size={16} />}
                </button>
              </li>
            ))}
          </ul>
          <Link to="/account" className="dk-post-out" onClick={() => setOpen(false)}>
            <Icon name="shield" size={16} />
            {t('account')}
          </Link>
          <button type="button" className="dk-post-out" onClick={() => void leaving.send({}).then(() => location.assign(signInAddress()))}>
            <Icon name="out" size={16} />
            {t('signOut')}
          </button>
        </div>
      )}
    </div>
  );
}
