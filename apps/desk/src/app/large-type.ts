import { useSyncExternalStore } from 'react';

const key = 'yiwang.desk.large';
const listeners = new Set<() => void>();
const isLarge = (): boolean => localStorage.getItem(key) === '1';
const show = (): void => void document.documentElement.classList.toggle('dk-large', isLarge());
show();

/** 大字模式: larger type, larger targets, stronger lines; kept in this browser. */
export function useLargeType(): [boolean, () => void] {
  const large = useSyncExternalStore((listener) => (listeners.add(listener), () => listeners.delete(listener)), isLarge);
  return [
    large,
    () => {
      localStorage.setItem(key, large ? '0' : '1');
      show();
      for (const listener of listeners) listener();
    },
  ];
}
