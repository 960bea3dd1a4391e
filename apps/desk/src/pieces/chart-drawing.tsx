import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use as register } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import { currentLanguage } from '../words/start-words.ts';
import type { ChartProps } from './chart.tsx';

register([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

/** 3.4万, 1.2亿; 34K in English. */
const compactIn = (language: string): Intl.NumberFormat => new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'zh-CN', { notation: 'compact', maximumFractionDigits: 1 });

const colours = ['#0f4ca3', '#0a8a5a', '#b76a00', '#b3251e', '#5b6b80'];

export default function ChartDrawing({ label, categories, series, height = 14, horizontal = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (box.current === null) return undefined;
    const chart = init(box.current, null, { renderer: 'svg' });
    const compact = compactIn(currentLanguage());
    const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8;
    const names = { type: 'category' as const, data: categories, axisTick: { show: false }, axisLine: { lineStyle: { color: '#c3cedb' } }, axisLabel: { color: '#475569', fontSize: size, hideOverlap: true }, ...(horizontal ? { inverse: true } : {}) };
    const numbers = { type: 'value' as const, minInterval: 1, splitLine: { lineStyle: { color: '#e6ecf3' } }, axisLabel: { color: '#475569', fontSize: size, hideOverlap: true, formatter: (n: number) => compact.format(n) } };
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      color: colours,
      tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
      legend: series.length > 1 ? { right: 0, top: 0, itemWidth: 14, itemHeight: 8, textStyle: { color: '#475569', fontSize: size } } : undefined,
      grid: { left: 8, right: 12, top: series.length > 1 ? 34 : 12, bottom: 4, containLabel: true },
      xAxis: horizontal ? numbers : names,
      yAxis: horizontal ? names : numbers,
      series: series.map((one) => ({ name: one.name, type: one.kind ?? 'bar', data: one.values, barMaxWidth: 22, symbolSize: 6, smooth: false, ...(one.colour === undefined ? {} : { itemStyle: { color: one.colour } }) })),
    });
    const fit = new ResizeObserver(() => chart.resize());
    fit.observe(box.current);
    return () => {
      fit.disconnect();
      chart.dispose();
    };
  }, [categories, series, horizontal]);
  return <div ref={box} role="img" aria-label={label} style={{ height: `${height}rem` }} />;
}
