import type { JSX } from 'preact';
import { useSite } from '../../site.ts';
import { openText } from './open-text.ts';

const links = [['/open/data', 'sets'], ['/open/foreign', 'foreign'], ['/open/statistics', 'statistics'], ['/open/requests', 'requests'], ['/open/showcases', 'showcases'], ['/open/developers', 'developers']] as const;

/** Parts of the open data portal. */
export const OpenNav = ({ at }: { at: (typeof links)[number][1] }): JSX.Element => {
  const words = openText(useSite().locale);
  return <nav aria-label={words.title}><ul class="yw-tabs">{links.map(([href, id]) => <li key={id}><a href={href} aria-current={id === at ? 'true' : undefined}>{words[id]}</a></li>)}</ul></nav>;
};
