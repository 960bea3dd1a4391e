import { Facts, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { instantWords, numberWords } from '../../words/when.ts';
import type { Feature, Layer } from './layer-style.ts';
import { mapWords } from './map-words.ts';

/** 要素属性 by their titles and units. */
export function FeatureFacts({ feature, layer }: { feature: Feature | undefined; layer: Layer | undefined }) {
  const t = useWords(mapWords);
  if (feature === undefined || layer === undefined) return <Panel title={t('feature')}><p className="dk-soft">{t('pick')}</p></Panel>;
  const said = (value: string | number | boolean, unit: string | null): string => (typeof value === 'boolean' ? t(value ? 'yes' : 'no') : `${typeof value === 'number' && unit !== null ? numberWords(value, 2) : value}${unit === null ? '' : ` ${unit}`}`);
  const period = [feature.beginsOn === null ? '' : t('from', { day: feature.beginsOn }), feature.endsOn === null ? '' : t('until', { day: feature.endsOn })].filter((part) => part !== '').join(between().things);
  return (
    <Panel title={feature.label}>
      <Facts columns={1} facts={[
        [t('layer'), layer.title],
        ...layer.properties.flatMap((p) => { const value = feature.properties[p.id]; return value === undefined ? [] : [[p.title, said(value, p.unit)] as const]; }),
        [t('period'), period === '' ? t('always') : period], [t('source'), feature.source], [t('updated'), instantWords(feature.updatedAt)],
      ]} />
      {layer.note !== null && <p className="dk-soft">{layer.note}</p>}
    </Panel>
  );
}
