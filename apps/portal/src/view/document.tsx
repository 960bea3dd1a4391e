import type { JSX } from 'preact';
import type { Assets } from '../assets.ts';
import type { Rendered } from '../page.ts';
import { SiteContext, type Site } from '../site.ts';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';

/** The whole HTML document around a page. */
export const Document = ({ page, site, assets }: { page: Rendered; site: Site; assets: Assets }): JSX.Element => {
  const { text } = site;
  const width = page.width ?? 'reading';
  return (
    <html lang={text.language} class={site.elder ? 'yw-elder' : undefined} data-fonts={assets.fonts}>
      <head>
        <meta charset="utf-8" />
        <title>{`${page.title} · ${text.site}`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="theme-color" content="#0a2f66" />
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={assets.style} />
        <noscript><link rel="stylesheet" href={assets.fonts} /></noscript>
        <script type="module" src={assets.script} />
      </head>
      <body>
        <SiteContext.Provider value={site}>
          <a class="yw-skip" href="#main">{text.frame.skip}</a>
          <Header />
          {page.back ? <nav class="yw-wrap crumb" aria-label={text.frame.back}><a href={page.back.href}><Icon name="back" size={20} />{page.back.words}</a></nav> : null}
          {width === 'full' ? <main id="main" class="full" tabIndex={-1}>{page.body}</main> : <main id="main" tabIndex={-1}><div class="yw-wrap"><div class={width === 'reading' ? 'reading' : undefined}>{page.body}</div></div></main>}
          <Footer />
        </SiteContext.Provider>
      </body>
    </html>
  );
};
