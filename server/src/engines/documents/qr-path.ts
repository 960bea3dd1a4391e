import { create } from 'qrcode';
import { short } from './layout.ts';

/** A QR code (GB/T 18284) as one path of dark runs, `size` millimetres wide, without quiet zone. Level M. */
export const qrPath = (text: string, x: number, y: number, size: number): string => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const step = size / modules.size;
  const parts: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    const top = short(y + row * step);
    const bottom = short(y + (row + 1) * step);
    for (let column = 0; column < modules.size; ) {
      let end = column;
      while (end < modules.size && modules.data[row * modules.size + end] === 1) end += 1;
      if (end === column) column += 1;
      else {
        const left = short(x + column * step);
        const right = short(x + end * step);
        parts.push(`M ${left} ${top} L ${right} ${top} L ${right} ${bottom} L ${left} ${bottom} C`);
        column = end;
      }
    }
  }
  return parts.join(' ');
};
