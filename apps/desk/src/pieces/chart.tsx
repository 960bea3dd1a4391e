import { lazy, Suspense } from 'react';

export interface ChartSeries {
  name: string;
  values: number[];
  kind?: 'bar' | 'line';
  colour?: string;
}

export interface ChartProps {
  label: string;
  categories: string[];
  series: ChartSeries[];
  /** Height in rem. */
  height?: number;
  horizontal?: boolean;
}

const Drawing = lazy(() => import('./chart-drawing.tsx'));

/** A chart that loads its library when it is seen, with its figures as a table for those who cannot see it. */
export function Chart(props: ChartProps) {
  return (
    <figure className="dk-chart">
      <Suspense fallback={<div style={{ height: `${props.height ?? 14}rem` }} />}>
        <Drawing {...props} />
      </Suspense>
      <div className="dk-hidden">
        <table>
          <caption>{props.label}</caption>
          <thead>
            <tr>
              <th />
              {props.series.map((one) => (
                <th key={one.name}>{one.name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {props.categories.map((category, at) => (
              <tr key={category}>
                <th scope="row">{category}</th>
                {props.series.map((one) => (
                  <td key={one.name}>{one.values[at]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}
