import { z } from 'zod';
import { textSchema } from '#engines/content';
import { textIn } from '#kernel/i18n';
import type { CatalogueDeps } from './deps.ts';

/** The part of a service item that the catalogue reads. */
const shape = z.object({
  name: textSchema, form: z.string().optional(), state: z.string().default('published'),
  materials: z.array(z.object({ id: z.string(), name: textSchema, origin: z.string().default('applicant'), register: z.object({ id: z.string() }).optional(), certificate: z.string().optional() })).default([]),
});

export interface ItemMaterial {
  itemId: string;
  item: string;
  materialId: string;
  material: string;
  /** Fetched or taken from the wallet by the item itself. */
  spared: boolean;
  register: string | null;
}

export interface CataloguedItem {
  id: string;
  name: string;
  form: string | null;
  materials: ItemMaterial[];
}

const ofPlace = /\.\d{2,12}$/;

/** Items of the library as they hold for the whole province, with their materials. */
export function cataloguedItems({ content }: Pick<CatalogueDeps, 'content'>): CataloguedItem[] {
  return content.list('service-item').flatMap((d) => {
    const read = shape.safeParse(d.value);
    if (ofPlace.test(d.id) || !read.success || read.data.state !== 'published') return [];
    const item = textIn(read.data.name, 'zh');
    return [{
      id: d.id, name: item, form: read.data.form ?? null,
      materials: read.data.materials.map((m) => ({ itemId: d.id, item, materialId: m.id, material: textIn(m.name, 'zh'), spared: m.register !== undefined || m.certificate !== undefined, register: m.register?.id ?? null })),
    }];
  });
}
