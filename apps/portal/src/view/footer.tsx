import type { JSX } from 'preact';
import { useSite } from '../site.ts';

/** 12345, help, 找错, the numbers that a government site shows (here: of a demonstration). */
export const Footer = (): JSX.Element => {
  const { text: { frame } } = useSite();
  return (
    <footer class="foot">
      <div class="yw-wrap">
        <p class="foot-call"><b class="yw-number"><a href="tel:12345">12345</a></b><span>{frame.hotline} · {frame.hours}</span></p>
        <nav aria-label={frame.footer}>
          <ul>
            <li><a href="/open/data">{frame.openData}</a></li>
            <li><a href="/track">{frame.track}</a></li>
            <li><a href="/verify">{frame.verify}</a></li>
            <li><a href="/help">{frame.help}</a></li>
            <li><a href="/help#report">{frame.report}</a></li>
            <li><a href="/accessibility">{frame.accessibility}</a></li>
            <li><a href="/phone">{frame.phone}</a></li>
          </ul>
        </nav>
        <p>{frame.host}</p>
        <p>{frame.siteCode}</p>
        <p>{frame.filing}</p>
      </div>
    </footer>
  );
};
