import { common } from '../words/common.ts';
import { useWords } from '../words/define-words.ts';

export type LightName = 'green' | 'soon' | 'yellow' | 'red' | 'stopped' | 'done';

/** Each light has a shape of its own: colour alone never tells. */
const shapes: Record<LightName, string> = {
  green: 'M8 14A6 6 0 1 1 8 2a6 6 0 0 1 0 12Z',
  soon: 'M8 1.500 15 14H1L8 1.500Z',
  yellow: 'M8 .8 15.200 8 8 15.200.8 8 8 .8Z',
  red: 'M5.200 1.500h5.600l3.700 3.700v5.600l-3.700 3.700H5.200l-3.700-3.700V5.200l3.700-3.700Z',
  stopped: 'M3 2h3.500v12H3V2Zm6.500 0H13v12H9.500V2Z',
  done: 'm6.200 13.200-5-5 2-2 3 3 6.600-7 2 2-8.600 9Z',
};

/** 监察灯: shape, colour and word. */
export function Light({ light, bare = false }: { light: LightName; bare?: boolean }) {
  const t = useWords(common);
  const word = t(light === 'done' ? 'doneLight' : light);
  return (
    <span className={`dk-light dk-light--${light}`} title={word}>
      <svg width="12" height="12" viewBox="0 0 16 16" aria-hidden="true">
        <path d={shapes[light]} fill="currentColor" />
      </svg>
      <span className={bare ? 'dk-hidden' : undefined}>{word}</span>
    </span>
  );
}
