import { Select } from '../../pieces/field.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { numberWords } from '../../words/when.ts';
import { palette, type Layer, type LayerStyle, type Legend } from './layer-style.ts';
import { mapWords } from './map-words.ts';

/** 图层目录 by theme: which are shown, in what style, what their colours mean. */
export function LayerList({ layers, shown, styles, legends, onToggle, onStyle }: { layers: readonly Layer[]; shown: readonly string[]; styles: Readonly<Record<string, LayerStyle>>; legends: Readonly<Record<string, Legend[]>>; onToggle: (id: string) => void; onStyle: (id: string, style: LayerStyle) => void }) {
  const t = useWords(mapWords);
  return (
    <>
      {[...Map.groupBy(layers, (l) => l.theme)].map(([theme, of]) => (
        <section key={theme} className="dm-theme">
          <h3>{theme}</h3>
          {of.map((layer) => {
            const style = styles[layer.id]!;
            const on = shown.includes(layer.id);
            return (
              <div key={layer.id}>
                <label>
                  <input type="checkbox" checked={on} disabled={layer.count === 0} onChange={() => onToggle(layer.id)} />
                  <i style={{ background: style.colour }} />
                  {layer.title}
                  <small>{layer.count === 0 ? t('empty') : t('count', { n: numberWords(layer.count) })}</small>
                  {layer.state === 'planned' && <Tag tone="soon">{t('planned')}</Tag>}
                  {layer.space !== 'surface' && <Tag>{t(layer.space)}</Tag>}
                </label>
                {on && (
                  <details className="dm-style">
                    <summary>{t('style')}</summary>
                    <Select label={t('by')} value={style.property} onChange={(property) => onStyle(layer.id, { ...style, property })} options={[{ value: '', label: t('one') }, ...layer.properties.map((p) => ({ value: p.id, label: p.unit === null ? p.title : `${p.title}${between().aside(p.unit)}` }))]} />
                    {style.property === '' && (
                      <div className="dm-swatches" role="group" aria-label={`${layer.title}${between().named}${t('colour')}`}>
                        {palette.map((colour, i) => <button key={colour} type="button" aria-pressed={colour === style.colour} aria-label={`${t('colour')} ${i + 1}`} style={{ background: colour }} onClick={() => onStyle(layer.id, { ...style, colour })} />)}
                      </div>
                    )}
                    <label className="dm-opacity">{t('opacity')}<input type="range" min="0.2" max="1" step="0.1" value={style.opacity} onChange={(event) => onStyle(layer.id, { ...style, opacity: Number(event.target.value) })} /></label>
                  </details>
                )}
                {on && (legends[layer.id]?.length ?? 0) > 0 && <ul className="dm-legend" aria-label={t('legend')}>{legends[layer.id]!.map((one) => <li key={one.label}><i style={{ background: one.colour }} />{one.label}</li>)}</ul>}
              </div>
            );
          })}
        </section>
      ))}
    </>
  );
}
