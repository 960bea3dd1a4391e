/** Icons on a grid of 24, drawn with a round line of 1.75: paths only, coloured by `currentColor`. Own drawings. */
export const icons = {
  search: 'M10.5 18a7.5 7.5 0 1 1 0-15 7.5 7.5 0 0 1 0 15Zm5.3-2.2L21 21',
  check: 'm4.5 12.5 5 5 10-11',
  info: 'M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18Zm0-10v6m0-9.6v.1',
  warning: 'M12 4 2.8 20h18.4L12 4Zm0 6v5m0 2.4v.1',
  clock: 'M12 21a9 9 0 1 1 0-18 9 9 0 0 1 0 18Zm0-14v5l3.5 2',
  lock: 'M6 11h12v9H6v-9Zm2.5 0V8a3.5 3.5 0 0 1 7 0v3',
  document: 'M6 3h8l4 4v14H6V3Zm8 0v4h4M9 12h6m-6 4h6',
  person: 'M12 12a4 4 0 1 1 0-8 4 4 0 0 1 0 8Zm-8 9c0-4 3.6-6 8-6s8 2 8 6',
  company: 'M4 21V5l8-2v18m0-12 8 2v10M2.5 21h19M7 8h2m-2 4h2m-2 4h2m7-2h1m-1 3h1',
  building: 'M3 9.5 12 4l9 5.5M5 10v8m4.5-8v8m5-8v8m4.5-8v8M3 20.5h18',
  sound: 'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5H4Zm11.5-1a5 5 0 0 1 0 7m2.5-9.5a8.5 8.5 0 0 1 0 12',
  stop: 'M7 7h10v10H7z',
  menu: 'M4 7h16M4 12h16M4 17h16',
  arrow: 'M5 12h13m-5.5-6 6 6-6 6',
  back: 'M19 12H6m5.5-6-6 6 6 6',
  download: 'M12 4v11m-5-4.5 5 5 5-5M5 20h14',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7v-6Z',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 14.8a2.8 2.8 0 1 1 0-5.6 2.8 2.8 0 0 1 0 5.6Z',
  star: 'm12 3.5 2.6 5.5 6 .8-4.4 4.1 1.1 6L12 17l-5.3 2.9 1.1-6L3.4 9.8l6-.8L12 3.5Z',
  phone: 'M7 3h10v18H7V3Zm4 15h2',
  bell: 'M6 17V11a6 6 0 0 1 12 0v6l1.5 1.5h-15L6 17Zm4 3.5h4',
  plate: 'M3.5 11h17M12 11V7.5m-8 3.5a8 8 0 0 1 16 0M4 15h16m-14 3.5h12',
  baby: 'M12 13a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9Zm-1-9c0-1 .8-1.5 1.5-1.5M5 21c.5-4 3-6 7-6s6.5 2 7 6',
  home: 'm3 11.5 9-8 9 8M6 10v10.5h12V10m-8 10.5V14h4v6.5',
  cap: 'm2 9.5 10-5 10 5-10 5-10-5Zm4.5 2.5v5c3 2.5 8 2.5 11 0v-5M22 9.5v6',
  elder: 'M10 8a2.5 2.5 0 1 1 0-5 2.5 2.5 0 0 1 0 5Zm-3 13 2-6-1.5-5.5h4L14 13l3 1m-5 7-1-5m6.5-2v7',
  heart: 'M12 20S3.5 15 3.5 9A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 8.5 2c0 6-8.5 11-8.5 11Z',
  car: 'M4 17v-4.5l2-5.5h12l2 5.5V17m-16 0h16m-16 0v2.5h2.5V17m11 0v2.5H20V17M4.5 12.5h15M7.5 14.8h.1m8.8 0h.1',
  spark: 'M12 3v5m0 8v5m9-9h-5M8 12H3m14.5-5.5-3 3m-5 5-3 3m11 0-3-3m-5-5-3-3',
  shield: 'M12 3 5 5.5V11c0 4.5 3 8 7 10 4-2 7-5.5 7-10V5.5L12 3Zm-3.2 8.8 2.4 2.4 4.2-4.7',
  qr: 'M4 4h6v6H4V4Zm10 0h6v6h-6V4ZM4 14h6v6H4v-6Zm10 0h2.5v2.5H14V14Zm3.5 3.5H20V20h-2.5v-2.5Z',
  upload: 'M12 16V5m-5 4.5 5-5 5 5M5 20h14',
  swap: 'M4 8h14m-4-4 4 4-4 4M20 16H6m4-4-4 4 4 4',
} as const;
export type IconName = keyof typeof icons;

/** An icon as markup, for pages that are made without components. */
export const iconMarkup = (name: IconName, size = 24): string =>
  `<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="${icons[name]}"/></svg>`;
