import type { Context } from '#kernel/context';
import { restoreAnswers } from '@yiwang/ui/form-logic/restore-answers.ts';
import type { Answers, Form } from '@yiwang/ui/form-logic/form.ts';
import { deleteDraft, deleteExpired, findDraft, insertDraft, listDrafts, updateDraft, type DraftRow } from './draft-queries.ts';
import { errors } from './errors.ts';

/** What a draft is for: `item:<id>` or `life-event:<id>`. */
export type DraftSubject = `item:${string}` | `life-event:${string}`;

/** 草稿, without its answers. */
export interface DraftEntry {
  id: string;
  formId: string;
  formVersion: number;
  subject: DraftSubject;
  /** Page on which the citizen stopped. */
  page: string | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
  expiresAt: Date;
}

export interface Draft extends DraftEntry {
  answers: Answers;
}

export interface RestoredDraft extends Draft {
  /** Ids of answers that the form of today does not take over; `sectionId.fieldId` in repeated sections. */
  dropped: string[];
}

export interface SaveDraft {
  /** Absent for a new draft; then `version` is absent too. */
  id?: string;
  version?: number;
  formId: string;
  formVersion: number;
  subject: DraftSubject;
  answers: Answers;
  page?: string;
}

export interface Drafts {
  /** Creates a draft, or changes one that still has `version`; refuses `forms.draftStale` else. Each save moves the expiry. */
  save(ctx: Context, draft: SaveDraft): Promise<DraftEntry>;
  get(ctx: Context, id: string): Promise<Draft>;
  /** The draft in the form as it is today: only what is asked unchanged is kept. Nothing is written. */
  restore(ctx: Context, id: string): Promise<RestoredDraft>;
  list(ctx: Context): Promise<DraftEntry[]>;
  /** Gone at once; discarding twice is no fault. */
  discard(ctx: Context, id: string): Promise<void>;
  /** For a schedule, as `system`: removes expired drafts in portions; says how many. */
  expire(ctx: Context): Promise<number>;
}

export interface DraftParts {
  /** Encrypts at rest; `binding` names the draft, so that sealed answers cannot be moved to another. */
  seal(plain: Uint8Array, binding: string): Uint8Array | Promise<Uint8Array>;
  open(sealed: Uint8Array, binding: string): Uint8Array | Promise<Uint8Array>;
  /** The form of one version, or of today; undefined where there is none. */
  findForm(id: string, at: { version: number } | { on: Date }): Form | undefined;
  /** Days until a draft that nobody touches is removed. */
  daysKept?: number;
}

export const draftLimits = { perParty: 50, answersBytes: 500_000, expiredAtOnce: 500 } as const;

export function createDrafts(parts: DraftParts): Drafts {
  const daysKept = parts.daysKept ?? 90;
  const partyOf = (ctx: Context): { partyId: string; accountId: string } => {
    const { partyId, accountId } = ctx.actor;
    if (partyId === null || accountId === null) throw errors.draftNeedsParty();
    return { partyId, accountId };
  };
  const bindingOf = (partyId: string, id: string): string => `forms.draft/${partyId}/${id}`;

  const seal = async (answers: Answers, partyId: string, id: string): Promise<Uint8Array> => {
    const plain = new TextEncoder().encode(JSON.stringify(answers));
    if (plain.length > draftLimits.answersBytes) throw errors.draftTooLarge();
    return parts.seal(plain, bindingOf(partyId, id));
  };

  const get = async (ctx: Context, id: string): Promise<Draft> => {
    const { partyId } = partyOf(ctx);
    const row = await findDraft(ctx.tx, partyId, id, ctx.now);
    if (!row) throw errors.draftUnknown();
    const plain = await parts.open(row.answers, bindingOf(partyId, id));
    return { ...entryOf(row), answers: JSON.parse(new TextDecoder().decode(plain)) as Answers };
  };

  return {
    get,
    async save(ctx, draft) {
      const { partyId, accountId } = partyOf(ctx);
      const id = draft.id ?? ctx.newId();
      const row: DraftRow = {
        id,
        formId: draft.formId,
        formVersion: draft.formVersion,
        subject: draft.subject,
        answers: await seal(draft.answers, partyId, id),
        page: draft.page ?? null,
        version: draft.id === undefined ? 1 : (draft.version ?? 0) + 1,
        createdAt: ctx.now,
        updatedAt: ctx.now,
        expiresAt: new Date(ctx.now.getTime() + daysKept * 86_400_000),
      };
      if (draft.id === undefined) {
        const { perParty } = draftLimits;
        if ((await listDrafts(ctx.tx, partyId, ctx.now, perParty)).length >= perParty) throw errors.draftsTooMany({ max: perParty });
        insertDraft(ctx.tx, partyId, accountId, row);
        return entryOf(row);
      }
      const changed = await updateDraft(ctx.tx, partyId, accountId, row);
      const now = await findDraft(ctx.tx, partyId, id, ctx.now);
      if (!now) throw errors.draftUnknown();
      if (!changed) throw errors.draftStale({ version: now.version });
      return entryOf(now);
    },
    async restore(ctx, id) {
      const draft = await get(ctx, id);
      const today = parts.findForm(draft.formId, { on: ctx.now });
      const before = parts.findForm(draft.formId, { version: draft.formVersion });
      if (!today || !before) return { ...draft, answers: {}, dropped: Object.keys(draft.answers) };
      if (today.version === draft.formVersion) return { ...draft, dropped: [] };
      const { answers, dropped } = restoreAnswers(before, today, draft.answers);
      const page = today.pages.some((it) => it.id === draft.page) ? draft.page : null;
      return { ...draft, answers, dropped, page, formVersion: today.version };
    },
    async list(ctx) {
      const { partyId } = partyOf(ctx);
      return (await listDrafts(ctx.tx, partyId, ctx.now, draftLimits.perParty)).map(entryOf);
    },
    async discard(ctx, id) {
      await deleteDraft(ctx.tx, partyOf(ctx).partyId, id);
    },
    expire: (ctx) => deleteExpired(ctx.tx, ctx.now, draftLimits.expiredAtOnce),
  };
}

const entryOf = ({ id, formId, formVersion, subject, page, version, createdAt, updatedAt, expiresAt }: Omit<DraftRow, 'answers'>): DraftEntry => ({
  id, formId, formVersion, subject: subject as DraftSubject, page, version, createdAt, updatedAt, expiresAt,
});
