import { services, type OutputOf } from '@yiwang/server/contracts';
import type { JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { day, moment } from '../format.ts';
import { definePage, param } from '../page.ts';
import { useSite } from '../site.ts';
import { ActingFor } from '../view/acting-for.tsx';
import { Facts, SvgImage, SvgSheet, Tag } from '../view/pieces.tsx';

type Licence = OutputOf<typeof services.getMyLicence>;

/** 我的证照. */
export const licences = definePage({
  path: '/my/licences',
  signedIn: true,
  async get(context) {
    const { licences: words, frame } = context.text;
    const { locale } = context.request;
    const list = await context.call(services.listMyLicences, {});
    return {
      title: words.title,
      personal: true,
      width: 'wide',
      back: { href: '/my', words: frame.mine },
      body: (
        <>
          <h1>{words.title}</h1>
          <p class="yw-lead">{words.lead}</p>
          <ActingFor />
          {list.licences.length === 0 ? <p>{words.empty}</p> : (
            <ul class="yw-grid">
              {list.licences.map((licence) => (
                <li key={licence.recordId}>
                  <div class={`licence-card yw-card--link${licence.valid ? '' : ' licence-card--off'}`}>
                    <h2><a class="yw-cover" href={`/my/licences/${licence.recordId}`}>{licence.name}</a></h2>
                    <p class="yw-number">{licence.number}</p>
                    <p class="yw-small">{licence.holder}<br />{licence.valid ? (licence.validTo === null ? context.text.common.longTerm : `${words.validTo} ${day(licence.validTo, locale)}`) : licence.state}</p>
                  </div>
                </li>
              ))}
            </ul>
          )}
        </>
      ),
    };
  },
});

/** 证照与亮证码. */
export const licence = definePage({
  path: '/my/licences/:recordId',
  signedIn: true,
  async get(context) {
    const one = await context.call(services.getMyLicence, { recordId: param(context, 'recordId') });
    return { title: one.name, personal: true, width: 'wide', back: { href: '/my/licences', words: context.text.licences.title }, body: <LicenceView licence={one} /> };
  },
});

const LicenceView = ({ licence: one }: { licence: Licence }): JSX.Element => {
  const { text, locale } = useSite();
  const { licences: words, common } = text;
  return (
    <>
      <h1>{one.name}</h1>
      <p><Tag tone={one.valid ? 'good' : 'bad'}>{one.state}</Tag></p>
      <div class="with-side">
        <div>
          <section aria-labelledby="contents">
            <h2 id="contents">{words.contents}</h2>
            <Facts wide facts={[
              ...one.fields,
              { label: words.number, value: <span class="yw-code">{one.number}</span> },
              { label: words.identifier, value: <span class="yw-code">{one.identifier}</span> },
              { label: words.issuer, value: one.issuer },
              { label: words.issuedOn, value: day(one.issuedOn, locale) },
              { label: words.validTo, value: one.validTo === null ? common.longTerm : day(one.validTo, locale) },
            ]} />
          </section>
          <section aria-labelledby="preview"><h2 id="preview">{words.preview}</h2>{one.previewSvg.map((svg, at) => <SvgSheet key={at} svg={svg} alt={words.previewAlt(one.name, at + 1)} />)}</section>
          <section aria-labelledby="uses"><h2 id="uses">{words.uses}</h2>{one.uses.length === 0 ? <p>{words.usesNone}</p> : <ul class="yw-list">{one.uses.map((use) => <li key={use.at + use.by}><p>{use.by}</p><p class="yw-soft yw-small">{moment(use.at, locale)} · {use.purpose}</p></li>)}</ul>}</section>
        </div>
        <aside class="side first" aria-labelledby="show">
          <div class="apply-box show-code">
            <h2 id="show">{words.show}</h2>
            <SvgImage svg={one.code.svg} alt={words.showAlt} />
            <p class="yw-code yw-small">{one.code.text}</p>
            <p class="yw-small">{words.showLead}</p>
          </div>
          <ul class="menu-list">
            <li><a href={one.ofdUrl}><Icon name="download" /><span>{words.downloadOfd}</span></a></li>
            <li><a href={one.pdfUrl}><Icon name="download" /><span>{words.downloadPdf}</span></a></li>
          </ul>
        </aside>
      </div>
    </>
  );
};
