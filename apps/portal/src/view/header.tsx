import type { JSX } from 'preact';
import { Emblem, Icon } from '@yiwang/ui/icons/icon.tsx';
import { useSite } from '../site.ts';

/** Tools of the site (language, 适老模式, read aloud), the name, the navigation, who is signed in. */
export const Header = (): JSX.Element => {
  const { text, locale, elder, actor, address, place } = useSite();
  const back = encodeURIComponent(address);
  const links = [
    { href: '/', words: text.frame.home },
    { href: '/catalogue', words: text.frame.catalogue },
    { href: '/my/cases', words: text.frame.cases },
    { href: '/my', words: text.frame.mine },
  ];
  const path = address.split('?')[0] ?? '/';
  const current = links.filter(({ href }) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`))).toSorted((a, b) => b.href.length - a.href.length)[0]?.href;
  return (
    <header class="top">
      <div class="top-service" role="region" aria-label={text.frame.serviceBar}>
        <div class="yw-wrap">
          <a href={`/place?return=${back}`}><Icon name="building" size={20} />{place === '' ? text.place.choose : text.place.here(place)}</a>
          <a href={`/preferences?elder=${elder ? '0' : '1'}&return=${back}`}><Icon name="eye" size={20} />{elder ? text.frame.elderOff : text.frame.elderOn}</a>
          {elder ? (
            <button type="button" hidden data-island="read" data-start={text.frame.readStart} data-stop={text.frame.readStop} aria-pressed="false"><Icon name="sound" size={24} /><span>{text.frame.readStart}</span></button>
          ) : null}
          <a href={`/preferences?language=${locale === 'zh' ? 'en' : 'zh'}&return=${back}`} lang={locale === 'zh' ? 'en' : 'zh-CN'} hreflang={locale === 'zh' ? 'en' : 'zh-CN'}>{text.frame.switchLanguage}</a>
        </div>
      </div>
      <div class="yw-wrap top-bar">
        <a class="top-name" href="/"><Emblem size={44} /><span><b>{text.site}</b></span></a>
        <nav class={`top-nav${locale === 'en' ? ' top-nav--long' : ''}`} aria-label={text.frame.navigation}>
          <ul>{links.map(({ href, words }) => <li key={href}><a href={href} aria-current={href === current ? 'page' : undefined}>{words}</a></li>)}</ul>
        </nav>
        <Person back={back} signedIn={actor.kind !== 'anonymous'} />
      </div>
      <div class="demo"><div class="yw-wrap"><p>{text.demonstration}</p></div></div>
    </header>
  );
};

const Person = ({ back, signedIn }: { back: string; signedIn: boolean }): JSX.Element => {
  const { text, actor, csrf } = useSite();
  if (!signedIn) return <div class="top-person"><a class="yw-button yw-button--small" href={`/signin?app=portal&return=${back}`}>{text.frame.signIn}</a></div>;
  return (
    <div class="top-person">
      <span class="yw-small">{text.frame.signedInAs(actor.name)}</span>
      <form method="post" action="/signout">
        <input type="hidden" name="csrf" value={csrf} />
        <button class="yw-link-button yw-small" type="submit">{text.frame.signOut}</button>
      </form>
    </div>
  );
};
