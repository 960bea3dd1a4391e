import type { Font } from 'fontkit';
import { errors } from './errors.ts';
import { openContainer, type ContainerLimits } from './ofd-container.ts';
import { pageBox, readPackage, type OfdDocument, type OfdPackage, type OfdPage } from './ofd-package.ts';
import { findPath } from './ofd-path.ts';
import { attribute, child, children, numbers, textOf, type Element } from './read-xml.ts';
import { clipsOf, colorOf, svgPath, transformOf } from './render-path.ts';
import { renderFont, textMarkup, type RenderFont } from './render-text.ts';
import { findSealPicture } from './seal-picture.ts';

const depthMax = 12;
const objectsMax = 200_000;

/**
 * Draws every page as an SVG of its own, in millimetres: text, paths, pictures, templates, annotations and the
 * impressions of seals. Embedded fonts are drawn as outlines; others are named for the browser. The SVG holds no
 * script and no outside link. Throws documents.unreadable, documents.unsafe and documents.tooLarge.
 */
export const renderSvg = (bytes: Uint8Array, limits?: Partial<ContainerLimits>): string[] => renderPackage(readPackage(openContainer(bytes, limits)), 0);

const renderPackage = (pack: OfdPackage, nesting: number): string[] => {
  let objects = 0;
  const count = (): void => {
    objects += 1;
    if (objects > objectsMax) throw errors.tooLarge({ reason: `${objectsMax} objects` });
  };
  return pack.documents.flatMap((document, d) => {
    const fonts = new Map<string, RenderFont>();
    const stamps = stampsOf(pack, document);
    return document.pages.map((page, p) => renderPage({ pack, document, fonts, count, nesting, prefix: `o${nesting}-${d}-${p}`, defs: new Map(), clips: 0 }, page, stamps.get(page.id) ?? []));
  });
};

interface Drawing {
  pack: OfdPackage;
  document: OfdDocument;
  fonts: Map<string, RenderFont>;
  count(): void;
  nesting: number;
  prefix: string;
  defs: Map<string, string>;
  clips: number;
}

const renderPage = (drawing: Drawing, page: OfdPage, stamps: readonly StampImpression[]): string => {
  const { pack, document } = drawing;
  const content = pack.xml(page.path);
  const templates = children(content, 'Template').flatMap((template) => {
    const found = document.templates.get(attribute(template, 'TemplateID') ?? '');
    return found === undefined ? [] : [{ path: found.path, zOrder: attribute(template, 'ZOrder') ?? found.zOrder }];
  });
  const draw = (zOrder: boolean): string => templates.filter((template) => (template.zOrder === 'Foreground') === zOrder).map(({ path }) => layersOf(drawing, pack.xml(path))).join('');
  let body = draw(false) + layersOf(drawing, content) + draw(true);
  const annotations = document.annotations.get(page.id);
  if (annotations !== undefined) body += annotationsOf(drawing, pack.xml(annotations));
  body += stamps.map((stamp) => stampMarkup(drawing, stamp)).join('');
  const [x, y, width, height] = pageBox(pack, page);
  const defs = drawing.defs.size === 0 ? '' : `<defs>${[...drawing.defs.values()].join('')}</defs>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${width} ${height}" width="${width}mm" height="${height}mm">${defs}<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#fff"/>${body}</svg>`;
};

const order = ['Background', 'Body', 'Foreground'];

const layersOf = (drawing: Drawing, page: Element): string => {
  const layers = children(child(page, 'Content') ?? page, 'Layer').map((layer) => ({ layer, rank: order.indexOf(attribute(layer, 'Type') ?? 'Body') }));
  layers.sort((a, b) => a.rank - b.rank);
  return layers.map(({ layer }) => objectsOf(drawing, layer, attribute(layer, 'DrawParam'), 0)).join('');
};

const annotationsOf = (drawing: Drawing, list: Element): string =>
  children(list, 'Annot')
    .filter((annotation) => attribute(annotation, 'Visible') !== 'false')
    .map((annotation) => {
      const appearance = child(annotation, 'Appearance');
      if (appearance === undefined) return '';
      const [x = 0, y = 0] = numbers(attribute(appearance, 'Boundary'), 4) ?? [];
      return `<g transform="translate(${x} ${y})">${objectsOf(drawing, appearance, undefined, 0)}</g>`;
    })
    .join('');

const objectsOf = (drawing: Drawing, group: Element, drawParam: string | undefined, depth: number): string => {
  if (depth > depthMax) return '';
  return children(group).map((object) => objectMarkup(drawing, object, attribute(object, 'DrawParam') ?? drawParam, depth)).join('');
};

const objectMarkup = (drawing: Drawing, object: Element, drawParam: string | undefined, depth: number): string => {
  drawing.count();
  if (object.localName === 'PageBlock') return objectsOf(drawing, object, drawParam, depth + 1);
  if (attribute(object, 'Visible') === 'false') return '';
  const inner = innerMarkup(drawing, object, drawParam, depth);
  if (inner === '') return '';
  const [x = 0, y = 0] = numbers(attribute(object, 'Boundary'), 4) ?? [];
  const matrix = transformOf(object);
  const alpha = Number(attribute(object, 'Alpha') ?? 255);
  let markup = matrix === undefined ? inner : `<g transform="${matrix}">${inner}</g>`;
  for (const clip of clipsOf(object)) {
    const id = `${drawing.prefix}-c${(drawing.clips += 1)}`;
    drawing.defs.set(id, `<clipPath id="${id}">${clip}</clipPath>`);
    markup = `<g clip-path="url(#${id})">${markup}</g>`;
  }
  return `<g${x === 0 && y === 0 ? '' : ` transform="translate(${x} ${y})"`}${alpha < 255 && alpha >= 0 ? ` opacity="${(alpha / 255).toFixed(3)}"` : ''}>${markup}</g>`;
};

const innerMarkup = (drawing: Drawing, object: Element, drawParam: string | undefined, depth: number): string => {
  switch (object.localName) {
    case 'TextObject': {
      const fill = attribute(object, 'Fill') === 'false' ? 'fill="none"' : paint('fill', colorOf(child(object, 'FillColor') ?? paramOf(drawing, drawParam, 'FillColor')) ?? { color: '#000', opacity: 1 });
      const glyphs = textMarkup(object, fontOf(drawing, attribute(object, 'Font') ?? ''), (font, glyph) => outlineUse(drawing, font, glyph));
      return glyphs === '' ? '' : `<g ${fill}>${glyphs}</g>`;
    }
    case 'PathObject':
      return pathMarkup(drawing, object, drawParam);
    case 'ImageObject':
      return imageMarkup(drawing, attribute(object, 'ResourceID') ?? '', object);
    case 'CompositeObject': {
      const unit = drawing.document.resources.composites.get(attribute(object, 'ResourceID') ?? '');
      const content = child(unit, 'Content');
      return content === undefined ? '' : objectsOf(drawing, content, drawParam, depth + 1);
    }
    default:
      return '';
  }
};

const paint = (kind: 'fill' | 'stroke', color: { color: string; opacity: number }): string => `${kind}="${color.color}"${color.opacity < 1 ? ` ${kind}-opacity="${color.opacity.toFixed(3)}"` : ''}`;

/** A drawing parameter (绘制参数) by id, through its `Relative` parents. */
const paramOf = (drawing: Drawing, id: string | undefined, name: string, depth = 0): Element | undefined => {
  const parameter = id === undefined ? undefined : drawing.document.resources.drawParams.get(id);
  if (parameter === undefined || depth > depthMax) return undefined;
  return child(parameter, name) ?? paramOf(drawing, attribute(parameter, 'Relative'), name, depth + 1);
};

const pathMarkup = (drawing: Drawing, object: Element, drawParam: string | undefined): string => {
  const data = svgPath(child(object, 'AbbreviatedData')?.textContent ?? '');
  if (data === '') return '';
  const parameter = drawParam === undefined ? undefined : drawing.document.resources.drawParams.get(drawParam);
  const own = (name: string): string | undefined => attribute(object, name) ?? attribute(parameter, name);
  const fill = attribute(object, 'Fill') === 'true' ? paint('fill', colorOf(child(object, 'FillColor') ?? paramOf(drawing, drawParam, 'FillColor')) ?? { color: '#000', opacity: 1 }) : 'fill="none"';
  if (attribute(object, 'Stroke') === 'false') return `<path d="${data}" ${fill}${attribute(object, 'Rule') === 'Even-Odd' ? ' fill-rule="evenodd"' : ''}/>`;
  const width = Number(own('LineWidth') ?? 0.353);
  const dashes = numbers(own('DashPattern'))?.join(' ');
  const stroke = paint('stroke', colorOf(child(object, 'StrokeColor') ?? paramOf(drawing, drawParam, 'StrokeColor')) ?? { color: '#000', opacity: 1 });
  const cap = { Round: 'round', Square: 'square' }[own('Cap') ?? ''];
  const join = { Round: 'round', Bevel: 'bevel' }[own('Join') ?? ''];
  return `<path d="${data}" ${fill} ${stroke} stroke-width="${Number.isFinite(width) ? width : 0.353}"${dashes === undefined ? '' : ` stroke-dasharray="${dashes}"`}${cap === undefined ? '' : ` stroke-linecap="${cap}"`}${join === undefined ? '' : ` stroke-linejoin="${join}"`}/>`;
};

const imageMarkup = (drawing: Drawing, id: string, object: Element): string => {
  const file = drawing.document.resources.media.get(id);
  const uri = file === undefined ? undefined : dataUri(drawing.pack.container.read(file));
  if (uri === undefined) return '';
  const [, , width = 1, height = 1] = numbers(attribute(object, 'Boundary'), 4) ?? [];
  const size = attribute(object, 'CTM') === undefined ? `width="${width}" height="${height}"` : 'width="1" height="1"';
  return `<image ${size} preserveAspectRatio="none" href="${uri}"/>`;
};

const kinds: [string, string][] = [
  ['89504e47', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['47494638', 'image/gif'],
  ['424d', 'image/bmp'],
];

const dataUri = (bytes: Uint8Array): string | undefined => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = buffer.subarray(0, 4).toString('hex');
  const type = kinds.find(([magic]) => start.startsWith(magic))?.[1];
  return type === undefined ? undefined : `data:${type};base64,${buffer.toString('base64')}`;
};

const fontOf = (drawing: Drawing, id: string): RenderFont => {
  let known = drawing.fonts.get(id);
  if (known === undefined) {
    const listed = drawing.document.resources.fonts.get(id);
    known = renderFont(listed?.name ?? '', listed?.file === undefined ? undefined : drawing.pack.container.read(listed.file));
    drawing.fonts.set(id, known);
  }
  return known;
};

/** Each outline stands once in the page's defs. */
const outlineUse = (drawing: Drawing, font: Font, glyph: number): string => {
  const index = [...drawing.fonts.values()].findIndex((known) => known.outlines === font);
  const id = `${drawing.prefix}-f${index}g${glyph}`;
  if (!drawing.defs.has(id)) drawing.defs.set(id, `<path id="${id}" d="${font.getGlyph(glyph).path.toSVG()}"/>`);
  return `<use href="#${id}"/>`;
};

interface StampImpression {
  box: number[];
  clip?: number[];
  der: Uint8Array;
}

/** The impressions of all seals by page id; a signature that cannot be read shows none. */
const stampsOf = (pack: OfdPackage, document: OfdDocument): Map<string, StampImpression[]> => {
  const found = new Map<string, StampImpression[]>();
  for (const { path } of document.signatures) {
    if (path === '') continue;
    try {
      const signature = pack.xml(path);
      const info = child(signature, 'SignedInfo');
      const value = findPath(pack.container.has, path, textOf(child(info, 'Seal', 'BaseLoc')) ?? '') ?? findPath(pack.container.has, path, textOf(child(signature, 'SignedValue')) ?? '');
      if (info === undefined || value === undefined) continue;
      for (const stamp of children(info, 'StampAnnot')) {
        const box = numbers(attribute(stamp, 'Boundary'), 4);
        const clip = numbers(attribute(stamp, 'Clip'), 4);
        const page = attribute(stamp, 'PageRef') ?? '';
        if (box !== undefined) found.set(page, [...(found.get(page) ?? []), { box, der: pack.container.read(value), ...(clip === undefined ? {} : { clip }) }]);
      }
    } catch {
      continue;
    }
  }
  return found;
};

const stampMarkup = (drawing: Drawing, { box, clip, der }: StampImpression): string => {
  const picture = findSealPicture(der);
  if (picture === undefined) return '';
  const [x = 0, y = 0, width = 0, height = 0] = box;
  let inner = '';
  const uri = dataUri(picture.data);
  if (uri !== undefined) inner = `<image width="${width}" height="${height}" preserveAspectRatio="none" href="${uri}"/>`;
  else if (picture.type === 'ofd' && drawing.nesting === 0) {
    try {
      const [svg] = renderPackage(readPackage(openContainer(picture.data, { unpackedBytesMax: 16 << 20 })), drawing.nesting + 1);
      inner = (svg ?? '').replace(/ width="[\d.]+mm" height="[\d.]+mm"/, ` width="${width}" height="${height}" preserveAspectRatio="none"`).replace(/<rect [^>]*fill="#fff"\/>/, '');
    } catch {
      inner = '';
    }
  }
  if (inner === '') return '';
  // Seals are printed over the text, which must stay readable: multiply keeps it so.
  const markup = `<g transform="translate(${x} ${y})" style="mix-blend-mode:multiply">${inner}</g>`;
  if (clip === undefined) return markup;
  const id = `${drawing.prefix}-c${(drawing.clips += 1)}`;
  drawing.defs.set(id, `<clipPath id="${id}"><rect x="${x + clip[0]!}" y="${y + clip[1]!}" width="${clip[2]}" height="${clip[3]}"/></clipPath>`);
  return `<g clip-path="url(#${id})">${markup}</g>`;
};
