import { icons, type IconName } from '@yiwang/ui/icons/icons.ts';

/** What the desk draws beside the shared icons; same grid and line. */
const deskIcons = {
  inbox: 'M3.5 13 6.500 5h11l3 8v6h-17v-6Zm0 0h5l1.500 3h4l1.500-3h5',
  cases: 'M4 6.500h6l2 2h8v11H4v-13Zm4 6.500h8m-8 3h5',
  counter: 'M3 20h18M4.500 20v-7h15v7M12 10a3 3 0 1 1 0-6 3 3 0 0 1 0 6Zm-5 3c.3-2 2.200-3 5-3s4.700 1 5 3',
  clipboard: 'M8 5H5.500v15.500h13V5H16M9 3.500h6v3H9v-3Zm-.500 9.500 2.500 2.500 4.500-5',
  list: 'M8.500 6H20M8.500 12H20M8.500 18H20M4 6h.1M4 12h.1M4 18h.1',
  database: 'M12 9c4.400 0 8-1.300 8-3s-3.600-3-8-3-8 1.300-8 3 3.600 3 8 3Zm8-3v12c0 1.700-3.600 3-8 3s-8-1.300-8-3V6m16 6c0 1.700-3.600 3-8 3s-8-1.300-8-3',
  tree: 'M9 3.500h6v5H9v-5ZM3 15.500h6v5H3v-5Zm12 0h6v5h-6v-5ZM12 8.500V12m-6 3.500V12h12v3.500',
  radar: 'M12 21a9 9 0 1 1 9-9M12 16.500a4.500 4.500 0 1 1 4.500-4.500M12 12l6.500-6.500M12 12h.1',
  seal: 'M9.500 12.500c.6-2.200-1.500-3.300-1.500-5.500a4 4 0 0 1 8 0c0 2.200-2.100 3.300-1.500 5.500H18l1.500 4h-15l1.500-4h3.500ZM5 20.500h14',
  log: 'M6 3h12v18H6V3Zm3 5h6m-6 4h6m-6 4h3',
  key: 'M14.500 14a5 5 0 1 1 4-8 5 5 0 0 1-4 8Zm-3.200-1.300L4 20v.500h3.500V18H10l2.500-2.500M16 8.500h.1',
  ledger: 'M8.500 8.500h-5v-5h5v5Zm12 0h-5v-5h5v5Zm-6 12h-5v-5h5v5ZM8.500 6h7M6 8.500l5 7m7-7-5 7',
  mail: 'M3.500 5.500h17v13h-17v-13Zm0 1 8.500 7 8.500-7',
  text: 'M3 18 8 6l5 12M4.700 14h6.600M15 18l3-7.500 3 7.500m-5-2.500h4',
  globe: 'M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18Zm-9-9h18M12 3c3 3 3.500 6 3.500 9s-.5 6-3.500 9c-3-3-3.500-6-3.500-9s.5-6 3.500-9Z',
  down: 'm6 9 6 6 6-6',
  close: 'm6 6 12 12M18 6 6 18',
  out: 'M14 4h6v16h-6M10 8l-4 4 4 4m-4-4h9',
  plus: 'M12 5v14M5 12h14',
  pin: 'M12 21s-7-6-7-11.500a7 7 0 0 1 14 0C19 15 12 21 12 21Zm0-9a2.500 2.500 0 1 1 0-5 2.500 2.500 0 0 1 0 5Z',
  camera: 'M3.500 8h4L9 5.500h6L16.500 8h4v11.500h-17V8ZM12 17a3.500 3.500 0 1 1 0-7 3.500 3.500 0 0 1 0 7Z',
  refresh: 'M20 11a8 8 0 0 0-14.500-4L4 9m0-4.500V9h4.500M4 13a8 8 0 0 0 14.500 4l1.500-2m0 4.500V15h-4.500',
  calendar: 'M4 6h16v14.500H4V6Zm0 4.500h16M8 3.500V8m8-4.500V8',
  fork: 'M6 4v6c0 3 2 4 6 4s6 1 6 4v2M6 10v10M3.500 6.500 6 4l2.500 2.500m7 11L18 20l2.500-2.500',
} as const;

export type DeskIcon = IconName | keyof typeof deskIcons;

/** An icon beside words; it says nothing to a screen reader. */
export function Icon({ name, size = 18 }: { name: DeskIcon; size?: number }) {
  return (
    <svg className="dk-icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.75" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={name in icons ? icons[name as IconName] : deskIcons[name as keyof typeof deskIcons]} />
    </svg>
  );
}
