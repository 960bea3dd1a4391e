/**
 * Kinds of content about what a government is made of: 行政区划, 机构, 岗位角色, 工作人员, and the demonstration
 * tables of people and companies that seed an example province.
 */
import { z } from 'zod';
import { defineKind, textSchema, type AnyKind, type Reference } from '#engines/content';

const divisionId = z.string().regex(/^\d{2}(\d{2}(\d{2}(\d{3}(\d{3})?)?)?)?$/);
const creditCode = z.string().regex(/^[0-9A-HJ-NPQRTUWXY]{18}$/);
const spaced = z.string().transform((text) => text.split(' ').filter((part) => part !== ''));
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

/** 行政区划: id = significant digits (22, 2201, 220102 …), code = the same padded to 12 digits. Levels: 1 省 2 市 3 县 4 乡 5 村. */
export const divisionSchema = z.strictObject({
  id: divisionId,
  code: z.string().regex(/^\d{12}$/),
  name: z.string().min(1).max(100),
  level: z.coerce.number().int().min(1).max(5),
  parent: divisionId.optional(),
  /** Retired code that this one follows; codes are never reused (行政区划代码管理办法). */
  predecessor: divisionId.optional(),
});
export type DivisionDefinition = z.infer<typeof divisionSchema>;
export const divisionKind = defineKind({
  kind: 'division', table: true, schema: divisionSchema,
  references: (d): Reference[] => (d.parent === undefined ? [] : [{ kind: 'division', id: d.parent, path: 'parent' }]),
});

/** 机构: id = unified social credit code (GB 32100). */
export const organisationSchema = z.strictObject({
  id: creditCode,
  name: z.string().min(1).max(100),
  shortName: z.string().min(1).max(40),
  englishName: z.string().min(1).max(200),
  division: divisionId,
  /** 1 省 2 市 3 县 4 乡 */
  level: z.coerce.number().int().min(1).max(5),
  parent: creditCode.optional(),
  /** 机构性质: 政府, 部门, 派出机关, 事业单位, 政务服务中心. */
  nature: z.enum(['government', 'department', 'township', 'institution', 'hall']),
  /** What it does, the same word for the same department at every level: `market-regulation`, `health` … */
  function: z.string().regex(/^[a-z][a-z-]{1,40}$/),
  address: z.string().optional(),
  phone: z.string().optional(),
  /** 演示: the credit code, address and telephone are generated. */
  demonstration: flag,
});
export type OrganisationDefinition = z.infer<typeof organisationSchema>;
export const organisationKind = defineKind({
  kind: 'organisation', table: true, schema: organisationSchema,
  references: (o): Reference[] => [
    { kind: 'division', id: o.division, path: 'division' },
    ...(o.parent === undefined ? [] : [{ kind: 'organisation', id: o.parent, path: 'parent' }]),
  ],
});

/** 角色: a named list of permissions (`cases.accept`); an officer holds roles by post. */
export const roleSchema = z.strictObject({
  id: z.string(),
  name: textSchema,
  description: textSchema.optional(),
  permissions: z.array(z.string().regex(/^[a-z][a-z-]*\.[a-zA-Z][a-zA-Z-]*$/)).min(1).max(200),
  /** 三员分立: roles that one person may not hold together with this one. */
  excludes: z.array(z.string()).default([]),
  /** How far the role sees below and beside its organisation. */
  scope: z.enum(['organisation', 'organisation-and-below', 'division', 'division-and-below']).default('organisation'),
});
export type RoleDefinition = z.infer<typeof roleSchema>;
export const roleKind = defineKind({
  kind: 'role', schema: roleSchema, versioned: false,
  references: (r): Reference[] => r.excludes.map((id, i) => ({ kind: 'role', id, path: ['excludes', i] })),
});

const post = z.object({ organisation: creditCode, title: z.string().min(1), roles: z.array(z.string()).min(1) });

/** `organisation|title|role role; …` */
const otherPosts = z.string().transform((text, ctx) => text.split(';').map((part) => {
  const [organisation = '', title = '', roles = ''] = part.split('|').map((s) => s.trim());
  const parsed = post.safeParse({ organisation, title, roles: roles.split(' ') });
  if (parsed.success) return parsed.data;
  ctx.addIssue({ code: 'custom', params: { zh: `兼职“${part}”应为“机构|职务|角色 角色”`, en: `post "${part}" must be "organisation|title|role role"` } });
  return z.NEVER;
}));

/** 工作人员: a row has the main post (organisation, title, roles) and perhaps others. */
export const officerSchema = z.strictObject({
  id: z.string(),
  name: z.string().min(1).max(50),
  sex: z.enum(['1', '2']),
  organisation: creditCode,
  title: z.string().min(1).max(60),
  roles: spaced,
  otherPosts: otherPosts.optional(),
  phone: z.string().optional(),
});
export type OfficerDefinition = z.infer<typeof officerSchema>;
export const officerKind = defineKind({
  kind: 'officer', table: true, schema: officerSchema,
  references: (o): Reference[] => [
    { kind: 'organisation', id: o.organisation, path: 'organisation' },
    ...o.roles.map((id): Reference => ({ kind: 'role', id, path: 'roles' })),
    ...(o.otherPosts ?? []).flatMap((p): Reference[] => [
      { kind: 'organisation', id: p.organisation, path: 'otherPosts' },
      ...p.roles.map((id): Reference => ({ kind: 'role', id, path: 'otherPosts' })),
    ]),
  ],
});

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** 演示自然人: invented; seeds the base register of people. Relatives are named by row id. */
export const demonstrationPersonSchema = z.strictObject({
  id: z.string(),
  name: z.string().min(1).max(50),
  sex: z.enum(['1', '2']),
  birthDate: day,
  identityNumber: z.string().regex(/^\d{17}[\dX]$/),
  ethnicGroup: z.string(),
  marriage: z.string(),
  education: z.string().optional(),
  occupation: z.string(),
  spouse: z.string().optional(),
  father: z.string().optional(),
  mother: z.string().optional(),
  marriedOn: day.optional(),
  /** 预产期 of a child that is on its way. */
  expectedBirth: day.optional(),
  /** 户籍所在村（社区）. */
  division: divisionId,
  address: z.string(),
  phone: z.string().optional(),
});
export type DemonstrationPerson = z.infer<typeof demonstrationPersonSchema>;
export const demonstrationPersonKind = defineKind({
  kind: 'demonstration-person', table: true, schema: demonstrationPersonSchema,
  references: (p): Reference[] => [
    { kind: 'division', id: p.division, path: 'division' },
    ...(['spouse', 'father', 'mother'] as const).flatMap((path): Reference[] => {
      const id = p[path];
      return id === undefined ? [] : [{ kind: 'demonstration-person', id, path }];
    }),
  ],
});

/** 演示市场主体: invented; id = credit code. */
export const demonstrationCompanySchema = z.strictObject({
  id: creditCode,
  name: z.string().min(1).max(100),
  /** Code of list `company-type`. */
  type: z.string(),
  /** Row id of a demonstration person. */
  legalRepresentative: z.string(),
  division: divisionId,
  address: z.string(),
  /** Code of list `industry` (two digits). */
  industry: z.string().regex(/^\d{2}$/),
  scope: z.string(),
  /** 万元 */
  capitalTenThousandYuan: z.coerce.number().nonnegative(),
  establishedOn: day,
  /** Code of list `company-state`. */
  state: z.string(),
  registrar: creditCode,
  phone: z.string().optional(),
});
export type DemonstrationCompany = z.infer<typeof demonstrationCompanySchema>;
export const demonstrationCompanyKind = defineKind({
  kind: 'demonstration-company', table: true, schema: demonstrationCompanySchema,
  references: (c): Reference[] => [
    { kind: 'demonstration-person', id: c.legalRepresentative, path: 'legalRepresentative' },
    { kind: 'division', id: c.division, path: 'division' },
    { kind: 'organisation', id: c.registrar, path: 'registrar' },
  ],
});

/** All of them, in the order in which they refer to one another. */
export const accessKinds: readonly AnyKind[] = [divisionKind, organisationKind, roleKind, officerKind, demonstrationPersonKind, demonstrationCompanyKind];
