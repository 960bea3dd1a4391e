import type { ComponentChildren, JSX } from 'preact';
import type { services, OutputOf } from '@yiwang/server/contracts';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import type { IconName } from '@yiwang/ui/icons/icons.ts';
import { useSite } from '../site.ts';

type ItemSummary = OutputOf<typeof services.portalHome>['hotItems'][number];
type Light = OutputOf<typeof services.listMyCases>['cases'][number]['light'];

export const Notice = ({ tone = '', icon = 'info', children }: { tone?: '' | 'good' | 'soon' | 'bad'; icon?: IconName; children: ComponentChildren }): JSX.Element => (
  <div class={`yw-notice${tone === '' ? '' : ` yw-notice--${tone}`}`} role={tone === 'good' ? 'status' : undefined}>
    <Icon name={icon} />
    <div>{children}</div>
  </div>
);

export const Tag = ({ tone = '', children }: { tone?: '' | 'good' | 'soon' | 'bad' | 'quiet'; children: ComponentChildren }): JSX.Element => <span class={`yw-tag${tone === '' ? '' : ` yw-tag--${tone}`}`}>{children}</span>;

export interface Fact {
  label: string;
  value: ComponentChildren;
  action?: ComponentChildren;
}

/** Label and value, as a description list. */
export const Facts = ({ facts, wide = false }: { facts: readonly Fact[]; wide?: boolean }): JSX.Element => (
  <dl class={wide ? 'yw-facts wide-facts' : 'yw-facts'}>
    {facts.map(({ label, value, action }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
        {action ? <dd>{action}</dd> : null}
      </div>
    ))}
  </dl>
);

export const itemHref = (item: { kind: 'service-item' | 'life-event'; id: string }): string => `/${item.kind === 'life-event' ? 'events' : 'items'}/${encodeURIComponent(item.id)}`;

/** A line of a list of items: name, what it is, department, days. */
export const ItemLine = ({ item, name }: { item: ItemSummary; name?: ComponentChildren }): JSX.Element => {
  const { text } = useSite();
  return (
    <li>
      <h2 class="item-name"><a href={itemHref(item)}>{name ?? item.name}</a>{item.kind === 'life-event' ? <>{' '}<Tag>{text.common.event}</Tag></> : null}</h2>
      <p>{item.summary}</p>
      <p class="facts-line"><span>{item.department}</span><span>{text.common.workingDays(item.promisedDays)}</span><span>{text.common.visits(item.visits)}</span></p>
    </li>
  );
};

/** 监察灯, in words, with a shape of its own: not by colour alone. */
export const LightWords = ({ light }: { light: Light }): JSX.Element => <span class={`yw-light yw-light--${light}`}>{useSite().text.cases.lights[light]}</span>;

export const MoreLink = ({ href }: { href: string | null }): JSX.Element | null => {
  const { text } = useSite();
  return href === null ? null : <p class="pager"><a class="yw-button yw-button--plain" href={href}>{text.common.more}</a></p>;
};

/** Text with the words that were searched for marked; the text itself is escaped. */
export const Marked = ({ text, query }: { text: string; query: string }): JSX.Element => {
  const words = query.split(/\s+/).filter((word) => word !== '').slice(0, 8);
  if (words.length === 0) return <>{text}</>;
  const parts = text.split(new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'giu'));
  return <>{parts.map((part, at) => (at % 2 === 1 ? <mark key={at}>{part}</mark> : part))}</>;
};

/** A drawing of the server (SVG), shown as an image: it can neither run nor reach anything. */
export const SvgImage = ({ svg, alt, class: name }: { svg: string; alt: string; class?: string }): JSX.Element => <img class={name} src={`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`} alt={alt} />;

/** How far: words and a bar. */
export const Progress = ({ at, of, words }: { at: number; of: number; words: string }): JSX.Element => (
  <>
    <p class="progress-words">{words}</p>
    <div class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect width={Math.round((at / Math.max(1, of)) * 100)} height="10" fill="currentColor" /></svg></div>
  </>
);

/**
 * A page of an issued document, drawn by our own renderer. In the page and not as a picture, so that its texts find the
 * page's font; no script may run there (content security policy), and no inline style is needed.
 */
export const SvgSheet = ({ svg, alt }: { svg: string; alt: string }): JSX.Element => (
  <div class="sheet" role="img" aria-label={alt} dangerouslySetInnerHTML={{ __html: svg.replaceAll(' style="mix-blend-mode:multiply"', ' class="stamp"') }} />
);
