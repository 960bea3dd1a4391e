import { stateWords, type ActionRow, type CaseState } from '#engines/cases';
import type { Json } from '#engines/process';
import type { Locale } from '#kernel/i18n';

export interface TimelineEntry {
  at: string;
  kind: string;
  title: string;
  by: string;
  organisation: string | null;
  opinion: string | null;
}

interface Words {
  zh: string;
  en: string;
}

type Told = (data: Record<string, Json>) => Words | undefined;

const fixed = (zh: string, en: string): Told => () => ({ zh, en });
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const moves: Record<CaseState, Words> = {
  submitted: { zh: '材料补正后重新提交审核', en: 'Back for acceptance after the supplement' },
  supplement: { zh: '请您补正材料', en: 'You are asked to supplement' },
  accepted: { zh: '予以受理', en: 'Accepted' },
  suspended: { zh: '进入特别程序，办理时限中止计算', en: 'Special procedure: the clock stands' },
  granted: { zh: '准予，已办结', en: 'Granted and concluded' },
  refused: { zh: '不予许可，已办结', en: 'Refused and concluded' },
  notAccepted: { zh: '不予受理', en: 'Not accepted' },
  withdrawn: { zh: '已撤回申请', en: 'Withdrawn' },
  terminated: { zh: '办理已终止', en: 'Terminated' },
};

/** Decisions after which a step is not done: the applicant, or whoever is inspected, has something to put right first. */
const sentBack = new Set(['supplement', 'rectify']);

/** What an applicant is told of a case's actions; steps inside the departments, rules and retries are not among it. */
const told: Record<string, Told> = {
  submitted: fixed('提交申请', 'Application submitted'),
  moved: ({ from, state, overdue }) => (overdue === true && state === 'withdrawn' ? deemed : from === 'suspended' && state === 'accepted' ? { zh: '特别程序结束，恢复计时', en: 'Special procedure over: the clock runs again' } : moves[text(state) as CaseState]),
  supplementAnswered: fixed('已提交补正材料', 'Supplement handed in'),
  decided: ({ step, decision }) => (text(step) === '' || sentBack.has(text(decision)) ? undefined : { zh: `完成“${text(step)}”`, en: `Step done: ${text(step)}` }),
  documentMade: ({ name }) => ({ zh: `出具《${text(name)}》`, en: `Document issued: ${text(name)}` }),
  issued: ({ number }) => (text(number) === '' ? { zh: '已制发结果文书', en: 'Result issued' } : { zh: `已制发证照，编号 ${text(number)}`, en: `Licence issued, number ${text(number)}` }),
  handedOut: fixed('结果已送达', 'Result handed out'),
  laterMaterialGiven: fixed('已补交容缺材料', 'Deferred material handed in'),
  laterMaterialSettled: ({ settle, name }) => (settle === 'again' ? { zh: `补交的“${text(name)}”需要重新提交`, en: `To be handed in again: ${text(name)}` } : { zh: `补交的“${text(name)}”已确认`, en: `Confirmed: ${text(name)}` }),
  licenceChanged: ({ zh, en }) => ({ zh: `证照${text(zh)}`, en: `Licence: ${text(en)}` }),
  promiseFalse: fixed('核查发现承诺不实，您可以陈述、申辩', 'A promise was found false: you may state your case'),
};

/** Reasons that the applicant has a right to read (行政许可法 32, 38): those of the decision, not what examiners note on the way. */
const deemed: Words = { zh: '逾期未补正，视为撤回申请，已退件', en: 'Not supplemented in time: taken as withdrawn, papers returned' };

const reasoned = new Set(['supplement', 'notAccepted', 'refused', 'suspended', 'withdrawn', 'terminated']);

/** Acts after the decision whose reason she has a right to read as well. */
const reasonedActs = new Set(['laterMaterialSettled', 'licenceChanged', 'promiseFalse']);

export interface TimelineReader {
  locale: Locale;
  /** A step or a document, as the reader calls it. */
  name?: ((zh: string) => string) | undefined;
  organisation: (code: string) => string;
  /** The item of a child case, put before what was done there. */
  childName?: ((caseId: string) => string | undefined) | undefined;
}

const inWords = (data: Record<string, Json>, { name }: TimelineReader): Record<string, Json> => (name === undefined ? data : { ...data, ...(typeof data['step'] === 'string' ? { step: name(data['step']) } : {}), ...(typeof data['name'] === 'string' ? { name: name(data['name']) } : {}) });

/** 办理过程 for the applicant, in words. */
export const applicantTimeline = (actions: readonly ActionRow[], reader: TimelineReader): TimelineEntry[] =>
  actions.flatMap((action) => {
    const words = told[action.kind]?.(inWords(action.data, reader));
    if (words === undefined) return [];
    const child = reader.childName?.(action.case_id);
    // a child's own submission is the parent's, and so is every move that it only follows
    if (child !== undefined && (action.kind === 'submitted' || followsParent(action, actions, reader))) return [];
    const organisation = action.organisation === null ? null : reader.organisation(action.organisation);
    const title = words[reader.locale];
    return [{
      at: action.at.toISOString(), kind: action.kind, title: child === undefined ? title : reader.locale === 'zh' ? `${child}：${title}` : `${child}: ${title}`,
      by: byWords(action, organisation, reader.locale), organisation,
      opinion: ((action.kind === 'moved' && reasoned.has(text(action.data['state']))) || reasonedActs.has(action.kind)) && text(action.data['reason']) !== '' ? text(action.data['reason']) : null,
    }];
  });

const followsMs = 5 * 60_000;

/** 同步: the one window moves the whole matter; its departments' cases follow at once. */
const followsParent = (action: ActionRow, actions: readonly ActionRow[], { childName }: TimelineReader): boolean =>
  action.kind === 'moved' && actions.some((a) => a.kind === 'moved' && childName?.(a.case_id) === undefined && a.data['state'] === action.data['state'] && Math.abs(action.at.getTime() - a.at.getTime()) < followsMs && a.data['state'] !== 'granted' && a.data['state'] !== 'refused');

/** Officials act in their department's name. */
function byWords(action: ActionRow, organisation: string | null, locale: Locale): string {
  if (action.actor_kind === 'citizen') return locale === 'zh' ? '申请人' : 'Applicant';
  return organisation ?? (locale === 'zh' ? '系统' : 'System');
}

/** 公开进度: state changes alone, nobody named. */
export const publicStep = (step: { kind: string; state: string | null }, locale: Locale): string =>
  told[step.kind]?.(step.state === null ? {} : { state: step.state })?.[locale] ?? (step.state === null ? step.kind : stateWords[step.state as CaseState][locale]);
