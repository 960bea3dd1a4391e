import type { AnyKind } from '#engines/content';
import { dataElementKind, registerStandardKind } from './data-element-kind.ts';
import { qualityRulesKind } from './quality-rules-kind.ts';

export const qualityKinds: AnyKind[] = [dataElementKind, registerStandardKind, qualityRulesKind];
