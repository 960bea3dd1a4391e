import { z } from 'zod';
import { defineKind } from '#engines/content';

const word = z.string().min(1).max(30);

/** 同义词: what people say for what the items are called; words that the segmenter must keep whole; words that say nothing. */
export const synonymsSchema = z.strictObject({
  /** Each group means one thing; the order does not matter. */
  groups: z.array(z.array(word).min(2).max(30)).max(5000).default([]),
  /** 专用词: kept whole by the segmenter, beside those of the groups. */
  words: z.array(word).max(20_000).default([]),
  /** 停用词: 我要, 怎么, 办理 … */
  stopWords: z.array(word).max(500).default([]),
});
export type Synonyms = z.infer<typeof synonymsSchema>;

export const synonymsKind = defineKind({ kind: 'synonyms', schema: synonymsSchema, versioned: false });
