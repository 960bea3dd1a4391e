import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { services } from '../../api/contracts.ts';

export type DeskCase = OutputOf<typeof services.getDeskCase>;
export type DeskTask = DeskCase['tasks'][number];
export type Material = DeskCase['materials'][number];
