import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('sharing', {
  entryUnknown: { status: 404, zh: '没有这个目录条目', en: 'There is no such entry' },
  serviceUnknown: { status: 422, zh: '该条目没有挂接服务“{service}”', en: 'Service "{service}" does not stand on this entry' },
  conditional: { status: 409, zh: '该数据为有条件共享，须由提供部门答复，请就该条目提出数据需求', en: 'This data is shared on condition: ask for it as a demand, its provider answers' },
  notShared: { status: 409, zh: '该数据不予共享（{basis}），可就此提出异议', en: 'This data is not shared ({basis}); you may object' },
  notYours: { status: 403, zh: '只能以本部门名义申请', en: 'Only for your own body' },
  ownData: { status: 409, zh: '这是本部门自己的数据，无需申请', en: 'These are your own data' },
});
