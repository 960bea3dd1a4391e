import { z } from 'zod';
import { contract } from '../../../kernel/contract/index.ts';
import { cursor, day, instant, limit, version, words } from '../contract-types.ts';

/** 证照 as its issuer lists it: the holder masked. */
export const deskLicence = z.object({
  recordId: z.uuid(),
  version,
  name: words,
  number: z.string(),
  identifier: z.string(),
  edition: z.int().describe('版本号 of the licence, from 1'),
  holder: words,
  issuer: words,
  issuedOn: day,
  validTo: day.nullable(),
  state: z.string().describe('code of the national list licence-state, as kept'),
  stateWords: words,
  valid: z.boolean().describe('in force today'),
});

export const licenceChange = z.enum(['amend', 'cancel', 'annul', 'revoke', 'suspend', 'resume']);

export const listDeskLicences = contract({
  name: 'services.listDeskLicences',
  method: 'GET',
  path: '/api/desk/licences',
  audience: 'officer',
  permission: 'documents.view',
  summary: '本机关颁发的证照',
  input: z.object({ number: z.string().max(60).optional(), state: z.enum(['valid', 'cancelled', 'revoked', 'annulled', 'replaced', 'suspended']).optional(), cursor, limit }),
  output: z.object({ licences: z.array(deskLicence), next: z.string().nullable() }),
});

export const getDeskLicence = contract({
  name: 'services.getDeskLicence',
  method: 'GET',
  path: '/api/desk/licences/:recordId',
  audience: 'officer',
  permission: 'documents.view',
  summary: '证照管理：照面、状态、变更记录（查看留痕）',
  input: z.object({ recordId: z.uuid() }),
  output: deskLicence.extend({
    caseId: z.uuid().nullable(),
    caseNumber: z.string().nullable(),
    fields: z.array(z.object({ name: z.string(), label: words, value: z.string() })),
    changes: z.array(licenceChange).describe('what this official may do to it now'),
    bases: z.partialRecord(licenceChange, z.array(words)).describe('legal bases that each of these changes usually rests on, from content'),
    history: z.array(z.object({ at: instant, by: words, what: words })),
  }),
  errors: ['services.licenceUnknown', 'services.notYourLicence'],
});

/** 变更、注销、撤销、吊销、挂起、恢复: by who issued it, with reason and legal basis; a change of its face makes a new version. */
export const changeLicence = contract({
  name: 'services.changeLicence',
  method: 'POST',
  path: '/api/desk/licences/:recordId/changes',
  audience: 'officer',
  permission: 'licences.manage',
  summary: '证照变更、注销、撤销、吊销、挂起、恢复',
  input: z.object({
    recordId: z.uuid(),
    version,
    change: licenceChange,
    reason: z.string().trim().min(2).max(1000),
    basis: z.string().trim().min(4).max(300).describe('法律依据'),
    fields: z.record(z.string().max(60), z.union([z.string().max(500), z.number()])).optional().describe('with amend: what is new on its face'),
  }),
  output: z.object({ ok: z.literal(true), recordId: z.uuid().describe('the licence that stands now: of a change, its new version'), version, stateWords: words }),
  errors: ['services.licenceUnknown', 'services.notYourLicence', 'services.licenceNotNow', 'services.licenceFieldUnknown', 'services.licenceUnchanged', 'records.stale'],
});
