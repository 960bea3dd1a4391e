/**
 * Brings the web font only to machines that have no Chinese font: there two different characters are drawn as the same
 * empty box. Also for pages with rare characters (生僻字 beyond the first plane), which few systems can draw.
 */
export function fontsIfNeeded(): void {
  const href = document.documentElement.dataset['fonts'];
  if (href === undefined || (draws() && !/[\u{20000}-\u{323af}]/u.test(document.body.textContent ?? ''))) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = href;
  document.head.append(link);
}

function draws(): boolean {
  const pen = Object.assign(document.createElement('canvas'), { width: 48, height: 24 }).getContext('2d', { willReadFrequently: true });
  if (!pen) return true;
  pen.font = '20px sans-serif';
  pen.fillText('网', 2, 20);
  pen.fillText('通', 26, 20);
  const ink = (x: number): string => pen.getImageData(x, 0, 22, 24).data.join();
  return ink(1) !== ink(25);
}
