import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('cases', {
  unknown: { status: 404, zh: '没有找到该办件', en: 'There is no such case' },
  stale: { status: 409, zh: '该办件已被他人更新，请刷新后重试', en: 'The case was changed by someone else: reload and try again' },
  notNow: { status: 409, zh: '办件当前状态为“{state}”，不能进行此操作', en: 'The case is "{state}" now: this cannot be done' },
  notYourTask: { status: 403, zh: '该任务不由您办理', en: 'This task is not yours' },
  taskClosed: { status: 409, zh: '该任务已由他人办结', en: 'Somebody else has finished this task' },
  taskUnknown: { status: 404, zh: '没有找到该任务', en: 'There is no such task' },
  actionUnknown: { status: 500, zh: '流程调用了未登记的动作“{action}”', en: 'The process calls an action "{action}" that is not registered' },
});
