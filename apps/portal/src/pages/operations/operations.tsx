import { development, type OutputOf } from '@yiwang/server/contracts';
import { day } from '../../format.ts';
import type { PageContext } from '../../page.ts';
import { LinkButton } from '../../view/form.tsx';
import { Tag } from '../../view/pieces.tsx';
import { companyPage } from '../company/company-page.tsx';
import { operationsText } from './operations-text.ts';

export type Agreement = OutputOf<typeof development.myAgreements>['agreements'][number];

const today = (context: PageContext): string => new Date(context.request.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
export const stateOf = (context: PageContext, one: Agreement): 'active' | 'withdrawn' | 'over' => (one.state === 'active' && one.validUntil < today(context) ? 'over' : one.state);
export const tones = { active: 'good', withdrawn: 'bad', over: 'quiet' } as const;

/** 授权运营 of the company that she acts for: its agreements, and the way to one. */
export const operations = companyPage({
  path: '/my/operations',
  words: operationsText,
  title: (words) => words.title,
  async show(context, words) {
    const { locale } = context.request;
    const [{ agreements }, { offers }] = await Promise.all([context.call(development.myAgreements, {}), context.call(development.listOperatorOffers, {})]);
    return {
      body: (
        <>
          <h1>{words.title}</h1>
          <p class="yw-lead">{words.lead}</p>
          {agreements.length === 0 ? <p class="yw-soft">{words.none}</p> : (
            <ul class="yw-list">
              {agreements.map((one) => (
                <li key={one.id}>
                  <h2 class="item-name"><a href={`/my/operations/${one.id}`}>{one.scene}</a> <Tag tone={tones[stateOf(context, one)]}>{words[stateOf(context, one)]}</Tag></h2>
                  <p>{one.purpose}</p>
                  <p class="facts-line"><span>{one.offerTitle}</span><span>{one.number}</span><span>{words.until} {day(one.validUntil, locale)}</span></p>
                </li>
              ))}
            </ul>
          )}
          <section aria-labelledby="offers">
            <h2 id="offers">{words.offers}</h2>
            <ul class="yw-list">{offers.map((one) => <li key={one.id}><h3 class="item-name">{one.title}</h3><p>{one.description}</p><p class="facts-line"><span>{words.gradeOf(one.grade)}</span><span>{words.prices[one.priceClass]}</span>{one.scenes.map((scene) => <span key={scene}>{scene}</span>)}</p></li>)}</ul>
            <LinkButton href="/items/data-authorisation" kind="plain">{words.apply}</LinkButton>
          </section>
        </>
      ),
    };
  },
});
