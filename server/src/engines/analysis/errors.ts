import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('analysis', {
  notInstalled: { status: 501, zh: '本机未安装分析引擎（工作区 @yiwang/duckdb），不能运行统计、质量与比对', en: 'The analytical engine (workspace @yiwang/duckdb) is not installed: no statistics, quality runs or comparisons here' },
  snapshotMissing: { status: 404, zh: '没有分析快照“{snapshot}”，请先生成', en: 'There is no snapshot "{snapshot}": make it first' },
  snapshotInvalid: { status: 422, zh: '分析快照无法生成：{zh}', en: 'The snapshot cannot be made: {en}' },
  fileRefused: { status: 422, zh: '文件无法读取：{zh}', en: 'The file cannot be read: {en}' },
  unknownColumn: { status: 422, zh: '分析快照“{snapshot}”没有列“{column}”', en: 'Snapshot "{snapshot}" has no column "{column}"' },
  queryInvalid: { status: 422, zh: '分析条件有误：{zh}', en: 'The query is not right: {en}' },
  notSetBased: { status: 422, zh: '表达式不能按集合计算：{zh}（“{expression}”）', en: 'The expression cannot be computed over sets: {en} ("{expression}")' },
  sealed: { status: 422, zh: '列“{column}”已加密，只能判断是否为空、是否相等', en: 'Column "{column}" is sealed: it can only be tested for being empty or equal' },
  tooLong: { status: 503, zh: '分析超过 {seconds} 秒，已停止', en: 'The analysis took longer than {seconds} s and was stopped' },
  cancelled: { status: 409, zh: '分析已取消', en: 'The analysis was cancelled' },
  ended: { status: 503, zh: '分析引擎中断，请重试', en: 'The analytical engine ended while it was asked: try again' },
  tooLarge: { status: 503, zh: '分析所需内存超过限额，请缩小范围', en: 'The analysis needs more memory than it may have: ask for less' },
});
