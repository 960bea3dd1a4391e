import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('search', {
  queryInvalid: { status: 422, zh: '检索条件有误：{why}', en: 'The query is not right: {why}' },
});
