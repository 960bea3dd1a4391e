import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('data', {
  notForYou: { status: 403, zh: '数据核验仅向部门系统和有权限的工作人员开放', en: 'Verification is for departments’ systems and officials with the permission' },
  keyInvalid: { status: 422, zh: '核验须以登记簿的标识字段为条件：{fields}', en: 'Verification goes by an identifier of the register: {fields}' },
  fieldInvalid: { status: 422, zh: '登记簿“{register}”没有可核验的字段“{field}”', en: 'Register "{register}" has no field "{field}" to verify' },
});
