import { useQueries, keepPreviousData } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { call } from '../../api/call.ts';
import { spatial } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Answered, Nothing } from '../../pieces/answered.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { numberWords, todayInChina } from '../../words/when.ts';
import './data-map.css';
import { FeatureFacts } from './feature-facts.tsx';
import { LayerList } from './layer-list.tsx';
import { paint, palette, type Layer, type LayerStyle, type Legend } from './layer-style.ts';
import { MapCanvas, type DrawnLayer } from './map-canvas.tsx';
import { boxOf, fit, type View } from './map-view.ts';
import { mapWords } from './map-words.ts';

const featuresMax = 1000;
const listed = 20;
const quietMs = 300;

/** 图层地图: layers of the spatial library with style and attributes, as they stand on a day. */
export default function DataMap() {
  const t = useWords(mapWords);
  const found = useRead(spatial.listLayers, {});
  return (
    <Answered of={found}>
      {({ layers, system }) => (
        <>
          <PageHead title={t('title')} sub={t('sub', { system })} />
          {layers.length === 0 ? <Panel><Nothing>{t('noLayers')}</Nothing></Panel> : <Layers layers={layers} />}
        </>
      )}
    </Answered>
  );
}

const wholeOf = (layers: readonly Layer[]): View => fit(layers.flatMap((l) => (l.extent === null ? [] : [l.extent])).concat(layers.every((l) => l.extent === null) ? [[121.6, 40.8, 131.3, 46.3]] : []));
const widthOf = ({ extent }: Layer): number => (extent === null ? 0 : extent[2]! - extent[0]!);
/** What is opened with: the layer that reaches furthest. */
const firstOf = (layers: readonly Layer[]): Layer | undefined => layers.filter((l) => l.count > 0).toSorted((a, b) => widthOf(b) - widthOf(a))[0];

function Layers({ layers }: { layers: readonly Layer[] }) {
  const t = useWords(mapWords);
  const first = firstOf(layers);
  const [shown, setShown] = useState<string[]>(first === undefined ? [] : [first.id]);
  const [styles, setStyles] = useState<Record<string, LayerStyle>>(Object.fromEntries(layers.map((l, i) => [l.id, { colour: palette[i % palette.length]!, property: '', opacity: 0.8 }])));
  const [view, setView] = useState<View>(() => wholeOf(first === undefined ? layers : [first]));
  const [box, setBox] = useState(boxOf(view));
  const [on, setOn] = useState(todayInChina());
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setBox(boxOf(view)), quietMs);
    return () => clearTimeout(timer);
  }, [view]);
  const visible = layers.filter((l) => shown.includes(l.id));
  const answers = useQueries({
    queries: visible.map((l) => ({
      queryKey: [spatial.listFeatures.name, l.id, box, on], placeholderData: keepPreviousData,
      queryFn: ({ signal }: { signal: AbortSignal }) => call(spatial.listFeatures, { layer: l.id, box, limit: featuresMax, ...(on === '' ? {} : { on }) }, { signal }),
    })),
  });
  const legends: Record<string, Legend[]> = {};
  const drawnLayers = visible.map((layer, at): DrawnLayer => {
    const features = (answers[at]?.data?.features ?? []).filter((f) => f.layer === layer.id);
    const { colourOf, legend } = paint(layer, styles[layer.id]!, features, t('none'), t('rest'));
    legends[layer.id] = legend;
    return { id: layer.id, title: layer.title, opacity: styles[layer.id]!.opacity, features, colourOf };
  });
  const features = drawnLayers.flatMap((l) => l.features.map((feature) => ({ feature, layer: l.title })));
  const picked = features.find((one) => one.feature.id === chosen)?.feature;
  const toggle = (id: string): void => {
    const next = shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id];
    setShown(next);
    // the first layer shown is looked at
    const only = next.length === 1 ? layers.find((l) => l.id === next[0]) : undefined;
    if (only !== undefined) setView(wholeOf([only]));
  };
  return (
    <>
      <div className="dm-columns">
        <Panel title={t('layers')}>
          <TextInput label={t('on')} type="date" value={on} onChange={setOn} />
          <LayerList layers={layers} shown={shown} styles={styles} legends={legends} onToggle={toggle} onStyle={(id, style) => setStyles({ ...styles, [id]: style })} />
        </Panel>
        <Panel title={t('map')} extra={<small>{t('keys')}</small>}>
          {answers.some((a) => a.data?.next != null) && <p className="dk-note dk-note--soon">{t('more', { n: featuresMax })}</p>}
          {answers.some((a) => a.error !== null) && <Answered of={answers.find((a) => a.error !== null)!}>{() => null}</Answered>}
          <MapCanvas view={view} layers={drawnLayers} chosen={chosen} onView={setView} onWhole={() => setView(wholeOf(visible.length === 0 ? layers : visible))} onChoose={(feature) => setChosen(feature.id)} />
        </Panel>
        <FeatureFacts feature={picked} layer={layers.find((l) => l.id === picked?.layer)} />
      </div>
      <Panel title={t('inSight')} flush extra={features.length > listed && <small>{t('firstOf', { n: listed, all: numberWords(features.length) })}</small>}>
        <DataTable
          label={t('inSight')} rows={features.slice(0, listed)} rowId={(row) => row.feature.id} empty={t('nothing')}
          columns={[
            { id: 'name', title: t('name'), lead: true, cell: (row) => <button type="button" className="dm-pick" aria-pressed={row.feature.id === chosen} onClick={() => setChosen(row.feature.id)}>{row.feature.label}</button> },
            { id: 'layer', title: t('layer'), cell: (row) => row.layer },
            { id: 'key', title: t('key'), cell: (row) => <span className="dk-code">{row.feature.key}</span> },
            { id: 'source', title: t('source'), cell: (row) => row.feature.source },
          ]}
        />
      </Panel>
    </>
  );
}
