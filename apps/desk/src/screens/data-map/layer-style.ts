import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { spatial } from '../../api/contracts.ts';
import { numberWords } from '../../words/when.ts';

export type Layer = OutputOf<typeof spatial.listLayers>['layers'][number];
export type Feature = OutputOf<typeof spatial.listFeatures>['features'][number];

/** 图层样式: one colour, or colours by a property; how much shows through. */
export interface LayerStyle {
  colour: string;
  property: string;
  opacity: number;
}

export const palette = ['#0f4ca3', '#0a8a5a', '#b76a00', '#8a2f8f', '#b3251e', '#00798c', '#5b6b80', '#6b5b00'] as const;
const classesMax = 5;
export interface Legend { label: string; colour: string }
const shades = ['#dbe7f7', '#a9c6ec', '#6a9bdb', '#2f6dbf', '#0b3a7d'] as const;
const others = '#9aa7b8';

const isNumber = (layer: Layer, property: string): boolean => ['integer', 'number'].includes(layer.properties.find((p) => p.id === property)?.type ?? '');

/** Colours of a layer's features as they stand in sight, and what they mean. */
export function paint(layer: Layer, style: LayerStyle, features: readonly Feature[], none: string, rest: string): { colourOf: (feature: Feature) => string; legend: Legend[] } {
  if (style.property === '') return { colourOf: () => style.colour, legend: [] };
  const value = (f: Feature) => f.properties[style.property];
  if (isNumber(layer, style.property)) {
    const sorted = features.map(value).filter((v) => typeof v === 'number').toSorted((a, b) => a - b);
    const bounds = [...new Set(Array.from({ length: classesMax - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / classesMax)]).flatMap((b) => (b === undefined || b <= sorted[0]! ? [] : [b])))];
    const classOf = (v: number): number => bounds.filter((b) => v >= b).length;
    const ends = [sorted[0], ...bounds, sorted.at(-1)];
    return {
      colourOf: (f) => { const v = value(f); return typeof v === 'number' ? shades[classOf(v)]! : others; },
      legend: sorted.length === 0 ? [] : Array.from({ length: bounds.length + 1 }, (_, i) => ({ label: `${numberWords(ends[i] ?? 0, 2)} – ${numberWords(ends[i + 1] ?? 0, 2)}`, colour: shades[i]! })),
    };
  }
  const counts = Map.groupBy(features, (f) => String(value(f) ?? ''));
  const names = [...counts].toSorted((a, b) => b[1].length - a[1].length).map(([name]) => name);
  const colours = new Map(names.slice(0, palette.length).map((name, i) => [name, palette[i]!]));
  return {
    colourOf: (f) => colours.get(String(value(f) ?? '')) ?? others,
    legend: [...[...colours].map(([name, colour]) => ({ label: name === '' ? none : name, colour })), ...(names.length > palette.length ? [{ label: rest, colour: others }] : [])],
  };
}
