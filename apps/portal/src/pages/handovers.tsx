import { docking } from '@yiwang/server/contracts';
import { moment } from '../format.ts';
import { definePage } from '../page.ts';
import { Tag } from '../view/pieces.tsx';
import { handOverText } from './hand-over-text.ts';

/** 我的跳转记录: where she went signed in, what she agreed to, whether she arrived. */
export const handovers = definePage({
  path: '/my/handovers',
  signedIn: true,
  async get(context) {
    const { locale, actor } = context.request;
    const t = handOverText[locale];
    const { handovers: all } = await context.call(docking.listHandovers, {});
    const tells = t.tells[actor.actingFor?.kind ?? 'person'];
    return {
      title: t.list, personal: true, back: { href: '/my', words: context.text.frame.mine },
      body: (
        <>
          <h1>{t.list}</h1>
          <p class="yw-lead">{t.listLead}</p>
          {all.length === 0 ? <p class="yw-soft">{t.none}</p> : (
            <ul class="yw-list">
              {all.map((one) => (
                <li key={one.id}>
                  <h2 class="item-name">{one.title}{one.takenAt === null ? <> <Tag tone="quiet">{t.notTaken}</Tag></> : null}</h2>
                  <p>{one.purpose}</p>
                  <p class="facts-line"><span>{t.told(one.tells.map((x) => tells[x]).join(t.comma))}</span><span>{t.agreedAt(moment(one.agreedAt, locale))}</span>{one.takenAt === null ? null : <span>{t.takenAt(moment(one.takenAt, locale))}</span>}</p>
                </li>
              ))}
            </ul>
          )}
        </>
      ),
    };
  },
});
