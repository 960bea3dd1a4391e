import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('data', {
  notForYou: { status: 403, zh: '数据核验仅向部门系统和有权限的工作人员开放', en: 'Verification is for departments’ systems and officials with the permission' },
  keyInvalid: { status: 422, zh: '核验须以登记簿的标识字段为条件：{fields}', en: 'Verification goes by an identifier of the register: {fields}' },
  fieldInvalid: { status: 422, zh: '登记簿“{register}”没有可核验的字段“{field}”', en: 'Register "{register}" has no field "{field}" to verify' },
  maskedColumn: { status: 403, zh: '列“{column}”对您脱敏显示，不能用于条件、分组和极值', en: 'Column "{column}" is masked for you: it is neither a condition nor a group nor an extreme' },
  maskedRange: { status: 422, zh: '字段“{field}”对您脱敏显示，只能按完整的值查找，不能排序或按范围、前几位筛选', en: 'Field "{field}" is masked for you: it is found by its whole value only, neither sorted nor filtered by a range or a beginning' },
});
