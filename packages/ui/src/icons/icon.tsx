/** @jsxImportSource preact */
import type { JSX } from 'preact';
import { emblemMarkup } from './emblem.ts';
import { icons, type IconName } from './icons.ts';

/** An icon beside words; screen readers pass over it. */
export const Icon = ({ name, size = 24 }: { name: IconName; size?: number }): JSX.Element => (
  <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
    <path d={icons[name]} />
  </svg>
);

export const Emblem = ({ size = 40 }: { size?: number }): JSX.Element => <span class="yw-emblem" dangerouslySetInnerHTML={{ __html: emblemMarkup(size) }} />;
