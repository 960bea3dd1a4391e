import { definePage } from '../page.ts';

export const help = definePage({
  path: '/help',
  get({ text: { help: words } }) {
    return {
      title: words.title,
      body: (
        <>
          <h1>{words.title}</h1>
          {words.sections.map((section) => <section key={section.title} class="guide-part"><h2>{section.title}</h2><ul>{section.text.map((line) => <li key={line}>{line}</li>)}</ul></section>)}
          <section class="guide-part" id="report"><h2>{words.reportTitle}</h2><p>{words.report}</p></section>
        </>
      ),
    };
  },
});

export const accessibility = definePage({
  path: '/accessibility',
  get({ text: { accessibility: words } }) {
    return { title: words.title, body: <><h1>{words.title}</h1>{words.text.map((line) => <p key={line}>{line}</p>)}<h2>{words.contactTitle}</h2><p>{words.contact}</p></> };
  },
});
