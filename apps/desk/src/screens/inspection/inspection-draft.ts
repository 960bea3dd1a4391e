import type { Answers } from '@yiwang/ui/form-logic/form.ts';

/** 核查草稿: what the inspector has filled in, on this phone, until the server has it. */
export interface InspectionDraft {
  answers: Answers;
  place: string;
  decision: string;
  opinion: string;
  keptAt: string;
}

const key = (taskId: string): string => `yiwang.inspection.${taskId}`;

export function keptDraft(taskId: string): InspectionDraft | null {
  try {
    return JSON.parse(localStorage.getItem(key(taskId)) ?? 'null') as InspectionDraft | null;
  } catch {
    return null;
  }
}

/** False when the phone has no room or forbids it. */
export function keepDraft(taskId: string, draft: InspectionDraft): boolean {
  try {
    localStorage.setItem(key(taskId), JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export const dropDraft = (taskId: string): void => localStorage.removeItem(key(taskId));
