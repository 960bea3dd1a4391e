import { contract } from '@yiwang/server/kernel/contract';
import { z } from 'zod';

const words = z.string();
const instant = z.string();
const cursor = z.string().optional();
const done = z.object({ ok: z.literal(true) });

const sealState = z.enum(['applied', 'made', 'active', 'suspended', 'cancelled']);
const seal = z.object({
  id: z.uuid(),
  name: words,
  type: words,
  organisation: words,
  state: sealState,
  stateWords: words,
  picture: z.string().nullable().describe('address of its picture (PNG or SVG)'),
  serial: z.string(),
  validFrom: words,
  validTo: words,
  algorithm: words,
  uses: z.int(),
  lastUsedAt: instant.nullable(),
  steps: z.array(z.enum(['make', 'activate', 'suspend', 'resume', 'cancel'])),
  version: z.int(),
});

export const listSeals = contract({ name: 'seals.list', method: 'GET', path: '/api/desk/seals', audience: 'officer', permission: 'seals.view', summary: '电子印章', input: z.object({ state: sealState.optional(), text: z.string().max(60).optional(), cursor }), output: z.object({ seals: z.array(seal), next: z.string().nullable() }) });
export const getSeal = contract({
  name: 'seals.get',
  method: 'GET',
  path: '/api/desk/seals/:sealId',
  audience: 'officer',
  permission: 'seals.view',
  summary: '印章与用印记录',
  input: z.object({ sealId: z.uuid() }),
  output: seal.extend({ certificate: z.object({ subject: z.string(), issuer: z.string(), serial: z.string(), notBefore: words, notAfter: words }), log: z.array(z.object({ at: instant, document: words, caseNumber: z.string().nullable(), caseId: z.uuid().nullable(), by: words, digest: z.string(), ok: z.boolean() })), life: z.array(z.object({ at: instant, what: words, by: words, reason: words.nullable() })) }),
});
export const applySeal = contract({ name: 'seals.apply', method: 'POST', path: '/api/desk/seals', audience: 'officer', permission: 'seals.manage', summary: '印章申领', input: z.object({ name: z.string().min(2).max(60), type: z.enum(['official', 'licence', 'acceptance', 'contract', 'finance']), organisation: z.string().max(18), reason: z.string().min(2).max(500) }), output: z.object({ ok: z.literal(true), sealId: z.uuid() }) });
export const stepSeal = contract({ name: 'seals.step', method: 'POST', path: '/api/desk/seals/:sealId/steps', audience: 'officer', permission: 'seals.manage', summary: '印章制作、启用、停用、恢复、注销', input: z.object({ sealId: z.uuid(), version: z.int(), step: z.enum(['make', 'activate', 'suspend', 'resume', 'cancel']), reason: z.string().min(2).max(500) }), output: done });

export const messageFigures = contract({
  name: 'messages.figures',
  method: 'GET',
  path: '/api/desk/messages/figures',
  audience: 'officer',
  permission: 'messages.view',
  summary: '消息发送统计',
  input: z.object({ days: z.int().min(1).max(366).default(30) }),
  output: z.object({
    totals: z.object({ planned: z.int(), sent: z.int(), delivered: z.int(), failed: z.int(), waiting: z.int() }),
    channels: z.array(z.object({ id: z.string(), name: words, sent: z.int(), delivered: z.int(), failed: z.int(), state: words })),
    templates: z.array(z.object({ id: z.string(), name: words, sent: z.int(), failed: z.int() })),
    byDay: z.array(z.object({ day: words, sent: z.int(), failed: z.int() })),
    failures: z.array(z.object({ id: z.uuid(), at: instant, to: words, template: words, channel: words, why: words, attempts: z.int() })),
  }),
});
export const resendMessage = contract({ name: 'messages.resend', method: 'POST', path: '/api/desk/messages/:messageId/resend', audience: 'officer', permission: 'messages.manage', summary: '重发消息', input: z.object({ messageId: z.uuid() }), output: done });
