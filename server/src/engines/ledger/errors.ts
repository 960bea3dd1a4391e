import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('ledger', {
  unwritable: { status: 422, zh: '存证内容无法写入：{why}', en: 'This cannot be written to the ledger: {why}' },
  entryNotFound: { status: 404, zh: '没有找到该存证条目', en: 'This ledger entry is not there' },
  notYetSequenced: { status: 409, zh: '该条目正在写入存证链，请稍后再试', en: 'This entry is being written to the ledger: try again in a moment' },
  noSuchSize: { status: 422, zh: '存证树没有这样的长度：{size}', en: 'The ledger has no such size: {size}' },
});
