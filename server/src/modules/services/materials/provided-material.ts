/** How the applicant answered one asked-for material. */
export interface ProvidedMaterial {
  way: 'upload' | 'wallet' | 'fetch' | 'promise' | 'later';
  files?: { id: string; name: string; bytes: number }[];
  recordId?: string;
  /** In words: 「食品经营许可证 JY… · 证照库」. */
  source?: string;
  /** The text that was promised (告知承诺). */
  promise?: string;
  at: string;
}

export const materialKey = (itemId: string, materialId: string): string => `${itemId}/${materialId}`;
