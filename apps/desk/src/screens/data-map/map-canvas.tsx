import { useRef, type KeyboardEvent, type PointerEvent } from 'react';
import { Button } from '../../pieces/button.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { numberWords } from '../../words/when.ts';
import type { Feature } from './layer-style.ts';
import { canvas, drawn, metresAcross, pan, zoom, type View } from './map-view.ts';
import { mapWords } from './map-words.ts';

export interface DrawnLayer {
  id: string;
  title: string;
  opacity: number;
  features: readonly Feature[];
  colourOf: (feature: Feature) => string;
}

const moves: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-0.25, 0], ArrowRight: [0.25, 0], ArrowUp: [0, 0.25], ArrowDown: [0, -0.25] };
/** A press that travels less is a click. */
const clickPixels = 4;

/** 地图: layers one above the other; moved by keys, buttons and dragging. */
export function MapCanvas({ view, layers, chosen, onView, onWhole, onChoose }: { view: View; layers: readonly DrawnLayer[]; chosen: string | null; onView: (view: View) => void; onWhole: () => void; onChoose: (feature: Feature) => void }) {
  const t = useWords(mapWords);
  const press = useRef<{ x: number; y: number; view: View; moved: boolean } | null>(null);
  const key = (event: KeyboardEvent): void => {
    const move = moves[event.key];
    const factor = event.key === '+' || event.key === '=' ? 0.5 : event.key === '-' ? 2 : undefined;
    if (move === undefined && factor === undefined) return;
    event.preventDefault();
    onView(move === undefined ? zoom(view, factor!) : pan(view, ...move));
  };
  const drag = (event: PointerEvent<SVGSVGElement>): void => {
    const began = press.current;
    if (began === null) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [x, y] = [event.clientX - began.x, event.clientY - began.y];
    if (!began.moved && Math.hypot(x, y) < clickPixels) return;
    if (!began.moved) event.currentTarget.setPointerCapture(event.pointerId);
    began.moved = true;
    onView(pan(began.view, -x / box.width, y / box.height));
  };
  const choose = (feature: Feature): void => {
    if (press.current?.moved !== true) onChoose(feature);
  };
  return (
    <div className="dm-map">
      <svg
        viewBox={`0 0 ${canvas.width} ${canvas.height}`} tabIndex={0} role="application" aria-label={`${t('map')}。${t('keys')}`} onKeyDown={key}
        onPointerDown={(event) => { press.current = { x: event.clientX, y: event.clientY, view, moved: false }; }} onPointerMove={drag} onPointerUp={() => { const was = press.current; setTimeout(() => { if (press.current === was) press.current = null; }); }} onPointerCancel={() => { press.current = null; }}
      >
        {layers.map((layer) => (
          <g key={layer.id} opacity={layer.opacity}>
            {layer.features.map((feature) => {
              const { path, points, area } = drawn(view, feature.geometry);
              const colour = layer.colourOf(feature);
              return (
                <g key={feature.id} className={feature.id === chosen ? 'dm-chosen' : undefined} onClick={() => choose(feature)}>
                  <title>{`${layer.title}${between().named}${feature.label}`}</title>
                  {path !== '' && <path d={path} fill={area ? colour : 'none'} fillRule="evenodd" stroke={area ? '#fff' : colour} strokeWidth={area ? 0.8 : 3} />}
                  {points.map(([x, y], i) => <circle key={i} cx={x} cy={y} r="5" fill={colour} stroke="#fff" strokeWidth="1.2" />)}
                </g>
              );
            })}
          </g>
        ))}
      </svg>
      <div className="dm-tools">
        <Button onClick={() => onView(zoom(view, 0.5))}>{t('nearer')}</Button>
        <Button onClick={() => onView(zoom(view, 2))}>{t('farther')}</Button>
        <Button onClick={onWhole}>{t('whole')}</Button>
        {(['west', 'north', 'south', 'east'] as const).map((way) => <Button key={way} aria-label={t(way)} title={t(way)} onClick={() => onView(pan(view, ...moves[{ west: 'ArrowLeft', north: 'ArrowUp', south: 'ArrowDown', east: 'ArrowRight' }[way]]!))}>{{ west: '←', north: '↑', south: '↓', east: '→' }[way]}</Button>)}
        <small>{t('scale', { n: numberWords(metresAcross(view) / 1000, 2) })}</small>
      </div>
    </div>
  );
}
