/** A picture in place of an uploaded photo, seal or signature. */
export function picture(name: string): string {
  if (name.includes('seal')) {
    const text = decodeURIComponent(name.split('/').at(-1) ?? '').slice(0, 22);
    const letters = [...text].map((letter, at, all) => `<text transform="rotate(${-130 + (260 * at) / Math.max(1, all.length - 1)} 100 100)" x="100" y="34" text-anchor="middle" font-size="17" fill="#c8201a">${letter}</text>`);
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200" font-family="serif"><circle cx="100" cy="100" r="92" fill="none" stroke="#c8201a" stroke-width="5"/><path fill="#c8201a" d="m100 66 8 25h26l-21 15 8 25-21-15-21 15 8-25-21-15h26z"/>${letters.join('')}</svg>`;
  }
  return '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420"><rect width="640" height="420" fill="#dfe7ef"/><path d="M0 420V280l150-120 130 110 90-70 270 220z" fill="#9fb4c9"/><circle cx="500" cy="110" r="46" fill="#f5d489"/></svg>';
}

export const pagesOfDocument = (): string[] => [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" font-family="\'Noto Sans SC\', sans-serif"><rect width="210" height="297" fill="#fff"/><text x="105" y="40" text-anchor="middle" font-size="11" font-weight="bold">受理通知书</text><text x="105" y="52" text-anchor="middle" font-size="4.2">南关市监受字〔2026〕第 0117 号</text><g font-size="5"><text x="24" y="76">长春市南关区云杉餐饮管理有限公司：</text><text x="34" y="88">你单位于 2026 年 11 月 20 日提出的食品经营许可申请，经审查，申请材料</text><text x="24" y="98">齐全、符合法定形式，根据《中华人民共和国行政许可法》第三十二条第一款</text><text x="24" y="108">第（五）项的规定，予以受理。</text></g><circle cx="150" cy="150" r="19" fill="none" stroke="#c8201a" stroke-width="1"/><text x="150" y="170" text-anchor="middle" font-size="5">2026 年 11 月 20 日</text></svg>',
];
