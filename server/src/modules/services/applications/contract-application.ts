import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { answers, divisionDigits, done, formDefinition, instant, materialView, version, words } from '../contract-types.ts';

const problem = z.object({ path: z.string(), code: z.string(), message: words });

/** 草稿: an application that waits on the server until it is submitted. */
export const draftView = z.object({
  id: z.uuid(),
  subject: z.object({ kind: z.enum(['service-item', 'life-event']), id: z.string(), name: words }),
  division: z.object({ digits: z.string(), name: words }),
  party: z.object({ id: z.uuid(), name: words, kind: z.enum(['person', 'company']) }),
  form: formDefinition,
  answers,
  /** Fields that government filled: where from, when, whether the applicant may change them. */
  sources: z.record(z.string(), z.object({ register: words, at: instant, locked: z.boolean() })),
  guide: z.record(z.string(), z.unknown()),
  items: z.array(z.object({ id: z.string(), name: words, department: words })),
  materials: z.array(materialView),
  problems: z.array(problem),
  /** Fields dropped because the form has changed since the draft was made. */
  dropped: z.array(z.string()),
  page: z.int(),
  version,
  updatedAt: instant,
  expiresAt: instant,
});
export type DraftView = z.infer<typeof draftView>;

export const startDraft = contract({
  name: 'services.startDraft',
  method: 'POST',
  path: '/api/services/drafts',
  audience: 'anyone',
  summary: '开始申报：建立草稿并预填政府已有的信息',
  gathered: true,
  input: z.object({
    kind: z.enum(['service-item', 'life-event']),
    id: z.string().max(128),
    division: divisionDigits,
    guide: z.record(z.string(), z.unknown()).default({}),
    /** For a window clerk who fills in for somebody in front of her: credit code or identity number. */
    applicant: z.string().max(18).optional(),
  }),
  output: draftView,
  errors: ['services.itemUnknown', 'services.eventUnknown', 'services.notServed'],
});

export const listDrafts = contract({
  name: 'services.listDrafts',
  method: 'GET',
  path: '/api/services/drafts',
  audience: 'anyone',
  summary: '我的草稿',
  input: z.object({}),
  output: z.object({ drafts: z.array(z.object({ id: z.uuid(), name: words, updatedAt: instant, expiresAt: instant })) }),
});

export const getDraft = contract({
  name: 'services.getDraft',
  method: 'GET',
  path: '/api/services/drafts/:draftId',
  audience: 'anyone',
  summary: '打开草稿',
  input: z.object({ draftId: z.uuid() }),
  output: draftView,
  errors: ['forms.draftUnknown'],
});

export const saveDraft = contract({
  name: 'services.saveDraft',
  method: 'PUT',
  path: '/api/services/drafts/:draftId',
  audience: 'anyone',
  summary: '保存草稿',
  input: z.object({ draftId: z.uuid(), version, answers, page: z.int().min(0).max(50).optional() }),
  output: draftView,
  errors: ['forms.draftStale'],
});

export const provideMaterial = contract({
  name: 'services.provideMaterial',
  method: 'POST',
  path: '/api/services/drafts/:draftId/materials',
  audience: 'anyone',
  summary: '提供材料：上传、调用证照、共享获取、告知承诺、容缺后补',
  input: z.object({
    draftId: z.uuid(),
    version,
    itemId: z.string(),
    materialId: z.string(),
    way: z.enum(['upload', 'wallet', 'fetch', 'promise', 'later', 'remove']),
    fileIds: z.array(z.uuid()).max(20).optional(),
    recordId: z.uuid().optional(),
  }),
  output: draftView,
  errors: ['forms.draftStale', 'services.materialUnknown', 'services.wayNotAllowed', 'services.licenceNotYours'],
});

export const discardDraft = contract({
  name: 'services.discardDraft',
  method: 'DELETE',
  path: '/api/services/drafts/:draftId',
  audience: 'anyone',
  summary: '删除草稿',
  input: z.object({ draftId: z.uuid() }),
  output: done,
});

export const submitDraft = contract({
  name: 'services.submitDraft',
  method: 'POST',
  path: '/api/services/drafts/:draftId/submit',
  audience: 'anyone',
  summary: '提交申请：生成办件（一件事同时生成各事项子办件）、启动流程与时钟、上链存证',
  gathered: true,
  input: z.object({ draftId: z.uuid(), version }),
  output: z.object({ caseId: z.uuid(), number: z.string(), children: z.array(z.object({ caseId: z.uuid(), number: z.string(), name: words })), entryId: z.uuid() }),
  errors: ['forms.draftStale', 'forms.answers', 'services.materialMissing'],
});
