import { defineErrors } from '#kernel/errors';

/** Refusals of the engine `documents`. */
export const errors = defineErrors('documents', {
  unreadable: { status: 422, zh: '文件无法按 OFD 读取：{reason}', en: 'The file cannot be read as OFD: {reason}' },
  tooLarge: { status: 413, zh: '文件超出限制：{reason}', en: 'The file exceeds a limit: {reason}' },
  unsafe: { status: 422, zh: '文件包不安全，拒绝读取：{reason}', en: 'The package is unsafe and was refused: {reason}' },
  missingValue: {
    status: 422,
    zh: '模板“{template}”的表达式“{expression}”无法求值：{reason}',
    en: 'The expression "{expression}" of template "{template}" cannot be evaluated: {reason}',
  },
  badImage: { status: 422, zh: '图片“{name}”不是可用的 PNG 或 JPEG', en: 'The picture "{name}" is no usable PNG or JPEG' },
  noSuchPage: { status: 422, zh: '文件没有第 {page} 页', en: 'The document has no page {page}' },
  wholeProtected: {
    status: 409,
    zh: '文件已被整体保护（签名覆盖了 Signatures.xml），不能再加盖印章',
    en: 'The document is protected as a whole (a signature covers Signatures.xml) and takes no further seal',
  },
  tooManyPages: { status: 422, zh: '文件超过 {max} 页', en: 'The document has more than {max} pages' },
  doesNotFit: { status: 422, zh: '模板“{template}”的内容块“{block}”放不进一页', en: 'Block "{block}" of template "{template}" does not fit on a page' },
});
