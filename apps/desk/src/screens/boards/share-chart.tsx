import { measuresOf, nameOf, valueOf, type Drawn } from './drawn-rows.ts';
import { numberWords } from '../../words/when.ts';

const colours = ['#0f4ca3', '#0a8a5a', '#b76a00', '#7a4fb5', '#b3251e', '#0b7c8c', '#5b6b80', '#8a6d1f', '#3b6fd1', '#4d8a3a'];

/** 占比图: one ring, its parts named beside it with their shares. */
export function ShareChart({ drawn }: { drawn: Drawn }) {
  const measure = measuresOf(drawn)[0]!;
  const parts = drawn.rows.map((row) => ({ name: nameOf(drawn, row), value: valueOf(row, measure.name) })).filter((p) => p.value > 0);
  const sum = parts.reduce((total, p) => total + p.value, 0);
  let from = 0;
  return (
    <div className="dk-shares">
      <svg viewBox="0 0 42 42" role="img" aria-label={`${drawn.title}: ${parts.map((p) => `${p.name} ${numberWords((p.value / sum) * 100, 1)}%`).join(', ')}`}>
        {parts.map((p, i) => {
          const share = (p.value / sum) * 100;
          const dash = `${share} ${100 - share}`;
          const offset = 25 - from;
          from += share;
          return <circle key={p.name} cx="21" cy="21" r="15.9155" fill="none" stroke={colours[i % colours.length]} strokeWidth="6.5" strokeDasharray={dash} strokeDashoffset={offset} />;
        })}
        <text x="21" y="22.8" textAnchor="middle">{numberWords(sum)}</text>
      </svg>
      <ul>
        {parts.map((p, i) => (
          <li key={p.name}>
            <i style={{ background: colours[i % colours.length] }} />
            <span>{p.name}</span>
            <b>{numberWords((p.value / sum) * 100, 1)}%</b>
          </li>
        ))}
      </ul>
    </div>
  );
}
