import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('seals', {
  organisationUnknown: { status: 422, zh: '没有找到该单位', en: 'There is no such organisation' },
  notOfd: { status: 422, zh: '只能对 OFD 版式文件盖章', en: 'Only OFD documents can be sealed' },
});
