import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('jobs', {
  deadLetterNotFound: { status: 404, zh: '没有找到这条失败任务，可能已被重新执行或删除', en: 'This failed job is not there: it may have been run again or discarded' },
});
