import { services } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import type { IconName } from '@yiwang/ui/icons/icons.ts';
import { localPath } from '../local-path.ts';
import { definePage, fieldOf, queryOf } from '../page.ts';
import { accountText } from './account-text.ts';
import { companyText } from './company/company-text.ts';
import { consentsText } from './consents-text.ts';
import { myDataText } from './my-data-text.ts';
import { handOverText } from './hand-over-text.ts';
import { operationsText } from './operations/operations-text.ts';
import { ActingFor } from '../view/acting-for.tsx';
import { CaseLine } from '../view/case-line.tsx';
import { Button, PostForm } from '../view/form.tsx';
import { Notice, Tag } from '../view/pieces.tsx';

interface MenuLink { href: string; words: string; icon: IconName; tag?: string }
const Menu = ({ links }: { links: readonly MenuLink[] }): JSX.Element => <ul class="menu-list">{links.map((link) => <li key={link.href}><a href={link.href}><Icon name={link.icon} /><span>{link.words}</span>{link.tag === undefined ? null : <Tag>{link.tag}</Tag>}<Icon name="arrow" size={20} /></a></li>)}</ul>;

/** 用户中心: what waits for me, and the way to everything of mine. */
export const userCentre = definePage({
  path: '/my',
  signedIn: true,
  async get(context) {
    const { mine: words, messages: messageWords, frame } = context.text;
    const account = accountText[context.request.locale];
    const [waiting, messages] = await Promise.all([context.call(services.listMyCases, { state: 'waiting' }), context.call(services.listMyMessages, { limit: 1 })]);
    const links: MenuLink[] = [
      { href: '/my/cases', words: words.cases, icon: 'document' },
      { href: '/my/drafts', words: words.drafts, icon: 'clock' },
      { href: '/my/licences', words: words.licences, icon: 'qr' },
      { href: '/my/messages', words: words.messages, icon: 'bell', ...(messages.unread > 0 ? { tag: messageWords.unread(messages.unread) } : {}) },
      { href: '/my/data', words: myDataText[context.request.locale].title, icon: 'person' },
      { href: '/my/accesses', words: words.accesses, icon: 'eye' },
      { href: '/my/consents', words: consentsText[context.request.locale].title, icon: 'check' },
      ...(context.request.actor.actingFor?.kind === 'company' ? [{ href: '/my/operations', words: operationsText[context.request.locale].title, icon: 'lock' as const }] : []),
      { href: '/my/handovers', words: handOverText[context.request.locale].list, icon: 'arrow' },
      { href: '/my/mandates', words: account.mandates, icon: 'swap' },
      { href: '/my/message-preferences', words: account.preferences, icon: 'phone' },
      { href: '/my/security', words: account.security, icon: 'shield' },
    ];
    const companyWords = companyText[context.request.locale];
    const ofCompany: typeof links = context.request.actor.actingFor?.kind !== 'company' ? [] : [
      { href: '/my/sharing', words: companyWords.menu.sharing, icon: 'swap' },
      { href: '/my/assessments', words: companyWords.menu.assessments, icon: 'shield' },
      { href: '/my/keys', words: companyWords.menu.keys, icon: 'lock' },
      { href: '/my/products', words: companyWords.menu.products, icon: 'building' },
      { href: '/my/trades', words: companyWords.menu.trades, icon: 'document' },
      { href: '/data-market', words: companyWords.menu.market, icon: 'search' },
    ];
    return {
      title: words.title,
      personal: true,
      body: (
        <>
          {queryOf(context, 'switched') === '' ? null : <Notice tone="good" icon="check"><p>{words.switched}</p></Notice>}
          <h1>{frame.signedInAs(context.request.actor.name)}</h1>
          <ActingFor />
          {waiting.cases.length === 0 ? <p class="yw-soft">{words.nothingWaiting}</p> : <section aria-labelledby="waiting"><h2 id="waiting">{words.waiting(waiting.cases.length)}</h2><ul class="yw-list">{waiting.cases.map((one) => <CaseLine key={one.id} summary={one} waiting />)}</ul></section>}
          <nav aria-label={words.title}><Menu links={links} /></nav>
          {ofCompany.length === 0 ? null : <nav class="guide-part" aria-labelledby="of-company"><h2 id="of-company">{companyWords.title}</h2><Menu links={ofCompany} /></nav>}
        </>
      ),
    };
  },
});

/** 切换身份: herself, her company, a principal. */
export const actingFor = definePage({
  path: '/my/acting-for',
  signedIn: true,
  get(context) {
    const { mine: words, frame } = context.text;
    const { parties, actingFor: now } = context.request.actor;
    return {
      title: words.switchTitle,
      personal: true,
      back: { href: '/my', words: frame.mine },
      body: (
        <>
          {queryOf(context, 'why') === 'start' ? <Notice>{words.switchFirst}</Notice> : null}
          <PostForm>
            <fieldset class="yw-field" aria-describedby="party-hint">
              <legend class="yw-label"><h1 class="legend-title">{words.switchTitle}</h1></legend>
              <p class="yw-hint" id="party-hint">{words.switchLead}</p>
              {parties.map((party, at) => <div class="yw-choice yw-choice--boxed" key={party.id}><input type="radio" id={`party-${at}`} name="party" value={party.id} checked={party.id === now?.id} /><label for={`party-${at}`}><b>{party.name}</b><br /><span class="yw-soft yw-small">{words.standing[party.standing]}</span></label></div>)}
            </fieldset>
            <Button>{words.switch}</Button>
          </PostForm>
        </>
      ),
    };
  },
  post(context) {
    const party = context.request.actor.parties.find((one) => one.id === fieldOf(context, 'party'));
    const back = queryOf(context, 'return');
    return party === undefined ? { redirect: '/my/acting-for' } : { redirect: back === '' ? '/my?switched=1' : localPath(back), actFor: party.id };
  },
});
