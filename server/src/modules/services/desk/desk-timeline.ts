import { stateWords, type ActionRow, type CaseState } from '#engines/cases';
import type { Context } from '#kernel/context';
import { nameWords } from '../content-names.ts';
import { actionTitle } from './action-words.ts';
import { organisationName } from './desk-summary.ts';
import type { Hall } from '../hall.ts';

export interface DeskTimelineEntry {
  at: string;
  kind: string;
  title: string;
  by: string;
  organisation: string | null;
  opinion: string | null;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const placeWords = { zh: '核查地点：', en: 'Place: ' };

/** 全程留痕 as officials see it: every action, who did it, in her own words. */
export const deskTimeline = (hall: Hall, ctx: Context, actions: readonly ActionRow[]): DeskTimelineEntry[] =>
  actions.map((a) => {
    const state = text(a.data['state']);
    const step = text(a.data['step']) || text(a.data['name']);
    const title = a.kind === 'moved' && state in stateWords ? stateWords[state as CaseState][ctx.locale] : actionTitle(a.kind, ctx.locale);
    const place = text(a.data['place']);
    const said = text(a.data['opinion']) || text(a.data['reason']);
    const opinion = [place === '' ? '' : placeWords[ctx.locale] + place, said].filter((part) => part !== '').join('\n');
    return {
      at: a.at.toISOString(), kind: a.kind, title: step === '' ? title : `${title} · ${nameWords(hall.content, step, ctx.locale)}`, by: a.actor_name,
      organisation: a.organisation === null ? null : organisationName(hall, a.organisation), opinion: opinion === '' ? null : opinion,
    };
  });

/** 办理意见, the newest first. */
export const notesIn = (actions: readonly ActionRow[]): { at: string; by: string; text: string }[] =>
  actions.flatMap((a) => {
    const said = a.kind === 'moved' || a.kind.startsWith('clock') ? '' : text(a.data['opinion']) || text(a.data['reason']) || text(a.data['note']);
    return said === '' ? [] : [{ at: a.at.toISOString(), by: a.actor_name, text: said }];
  }).toReversed();
