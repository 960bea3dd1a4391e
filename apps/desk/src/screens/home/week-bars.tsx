import { dayWords } from '../../words/when.ts';

interface WeekBarsProps {
  label: string;
  names: [string, string];
  days: readonly { day: string; submitted: number; concluded: number }[];
}

/** Seven days in bars without a chart library, so that the first screen stays light; the figures stand on the bars. */
export function WeekBars({ label, names, days }: WeekBarsProps) {
  const most = Math.max(1, ...days.flatMap((one) => [one.submitted, one.concluded]));
  const bar = (n: number, kind: string) => (
    <span className={`dk-bar dk-bar--${kind}`} style={{ height: `${(n / most) * 100}%` }}>
      <b>{n}</b>
    </span>
  );
  return (
    <figure className="dk-week">
      <figcaption>
        <span className="dk-hidden">{label}</span>
        <i className="dk-bar--a" /> {names[0]} <i className="dk-bar--b" /> {names[1]}
      </figcaption>
      <ol>
        {days.map((one) => (
          <li key={one.day}>
            <div>
              {bar(one.submitted, 'a')}
              {bar(one.concluded, 'b')}
            </div>
            <time>{dayWords(one.day)}</time>
          </li>
        ))}
      </ol>
    </figure>
  );
}
