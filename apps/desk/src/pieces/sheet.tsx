import { useEffect, useRef } from 'react';

const elements = new Set(['svg', 'defs', 'g', 'path', 'rect', 'text', 'tspan', 'image', 'use', 'clipPath', 'linearGradient', 'radialGradient', 'stop', 'pattern', 'mask', 'title']);

/** Leaves of a drawing what can only be seen: no script, no handler, no style sheet, nothing from elsewhere. */
// the lists live while they are walked: copies
function onlyDrawing(node: Element): void {
  for (const child of Array.from(node.children)) {
    if (!elements.has(child.localName)) child.remove();
    else onlyDrawing(child);
  }
  for (const { name, value } of Array.from(node.attributes)) {
    const elsewhere = /href$/i.test(name) && !/^(#|data:image\/(png|jpe?g|gif|bmp|webp);)/i.test(value);
    if (/^on/i.test(name) || elsewhere || (name === 'style' && /url\(/i.test(value))) node.removeAttribute(name);
  }
}

/**
 * One drawn page, in the page and not as a picture, so that its texts find the web font on machines without a Chinese
 * one. In a shadow tree: the names inside one page are not those of the next.
 */
export function Sheet({ svg, label }: { svg: string; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place.current === null) return;
    const root = place.current.shadowRoot ?? place.current.attachShadow({ mode: 'open' });
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    if (drawing.localName !== 'svg') return root.replaceChildren();
    onlyDrawing(drawing);
    drawing.setAttribute('style', 'display: block; width: 100%; height: auto');
    root.replaceChildren(document.importNode(drawing, true));
  }, [svg]);
  return <div className="dk-sheet" role="img" aria-label={label} ref={place} />;
}
