import type { Context } from '#kernel/context';
import type { DraftView } from './contract-application.ts';
import { loadDraft } from './draft-state.ts';
import { draftViewOf } from './draft-view.ts';
import type { Hall } from '../hall.ts';

/** 打开草稿, on any device, in the form as it is today. */
export const getDraft = async (hall: Hall, ctx: Context, input: { draftId: string }): Promise<DraftView> => draftViewOf(hall, await loadDraft(hall, ctx, input.draftId));
