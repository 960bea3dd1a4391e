import type { services, OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { day } from '../format.ts';
import { useSite } from '../site.ts';
import { LightWords, Tag } from './pieces.tsx';

export type CaseSummary = OutputOf<typeof services.listMyCases>['cases'][number];

const toneOf = (state: CaseSummary['state']): '' | 'good' | 'soon' | 'bad' | 'quiet' =>
  state === 'granted' ? 'good' : state === 'supplement' || state === 'suspended' ? 'soon' : state === 'refused' || state === 'notAccepted' ? 'bad' : state === 'withdrawn' || state === 'terminated' ? 'quiet' : '';

export const StateTag = ({ summary }: { summary: CaseSummary }): JSX.Element => <Tag tone={toneOf(summary.state)}>{summary.stateWords}</Tag>;

/** One case in a list. */
export const CaseLine = ({ summary, waiting = false, level = 3 }: { summary: CaseSummary; waiting?: boolean; level?: 2 | 3 }): JSX.Element => {
  const { text, locale } = useSite();
  const { cases: words } = text;
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <li class={waiting ? 'unread' : undefined}>
      <div class="case-line"><Heading><a href={`/my/cases/${summary.id}`}>{summary.name}</a></Heading><StateTag summary={summary} /></div>
      <p class="facts-line">
        <span class="yw-code">{summary.number}</span>
        <span>{summary.department}</span>
        <span>{words.submitted} {day(summary.submittedAt, locale)}</span>
        {summary.dueOn === null ? null : <span>{words.due} {day(summary.dueOn, locale)}</span>}
        {summary.light === 'green' || summary.light === 'done' ? null : <LightWords light={summary.light} />}
      </p>
    </li>
  );
};
