import { plural } from '../../plural.ts';

/** 授权运营: words of an operator's agreements, questions and meter. */
const zh = {
  title: '公共数据授权运营', lead: '本单位的授权运营协议、在安全空间的查询、用量与结算。数据不出安全空间，结果经审核后方可取走。', none: '本单位还没有授权运营协议。', apply: '申请授权运营', offers: '可申请的数据',
  rowsOf: (n: number) => `${n} 行`,
  active: '有效', withdrawn: '已撤回', over: '已到期', because: (reason: string) => `撤回理由：${reason}`,
  number: '协议编号', scene: '应用场景', purpose: '用途', data: '授权数据', grade: '数据级别', gradeOf: (n: number) => `第 ${n} 级`, price: '计价', prices: { free: '无偿', cost: '成本补偿', market: '市场化定价' }, signed: '签订时间', until: '有效期至', duties: '安全义务',
  meter: '用量', month: '月份', show: '查看', questions: '查询次数', released: '准予出域', rows: '出域行数', took: '计算用时', milliseconds: (n: string) => `${n} 毫秒`, open: '本月未结束，月底后结算',
  settlements: '结算单', noSettlements: '还没有结算单', amount: (yuan: string) => `${yuan} 元`, made: (at: string) => `${at} 出具`, digest: (d: string) => `校验摘要 ${d}`,
  asked: '我的查询', noQuestions: '还没有查询', ask: '提出查询', states: { tried: '未提交', waiting: '待审核', released: '准予出域', withheld: '不予出域' }, at: (at: string) => `${at} 提出`, result: (n: number) => `结果 ${n} 行`, suppressed: (n: number) => `抑制 ${n} 个过小分组`,
  opinion: '审核意见', take: '取结果', takeTitle: '出域结果', takeLead: (id: string) => `出域编号 ${id}，每行都带有此编号。结果只能用于协议约定的用途。`, save: '下载表格（CSV）', noRows: '结果没有行', digestOf: (d: string) => `校验摘要：${d}`,
  askTitle: '在安全空间提出查询', askLead: '只能使用授权范围内的列；已脱敏的列只能列出，不能用于条件和分组。提交后由数据主管部门审核，审核前看不到结果。', limits: (least: number, rows: number, day: number) => `少于 ${least} 条的分组不出结果，每次至多 ${rows} 行，每日 ${day} 次。`,
  form: '结果形式', figures: '汇总', detail: '明细', group: (n: number) => `分组列 ${n}`, by: (n: number) => `分组列 ${n} 的分段`, whole: '按值', year: '按年', month_: '按月', first: (n: number) => `前 ${n} 位`, nothing: '不分组', measure: '指标', count: '行数', of: '指标的列', fns: { filled: '有值行数', distinct: '不同值数', sum: '合计', average: '平均', min: '最小', max: '最大', median: '中位数' },
  columns: '明细的列', masked: '脱敏', where: '条件的列', op: '条件', ops: { '=': '等于', '!=': '不等于', '>=': '不小于', '<=': '不大于', starts: '开头是' }, value: '值', valueHint: '日期写作 2026-01-31；代码按登记簿的代码填写', noCondition: '没有条件', send: '提交查询', detailMissing: '请至少选一列', sent: '查询已提交，审核后可在此取结果。', choose: '请选择', tables: '可用的列',
};

const en: typeof zh = {
  title: 'Authorised operation of public data', lead: 'Your agreements, questions in the safe space, what you used and its settlement. Data stays inside; results are taken after a review.', none: 'You have no agreement yet.', apply: 'Apply for an agreement', offers: 'Data on offer',
  rowsOf: (n) => plural(n, 'row'),
  active: 'In force', withdrawn: 'Withdrawn', over: 'Over', because: (reason) => `Withdrawn because: ${reason}`,
  number: 'Number', scene: 'Scene', purpose: 'Purpose', data: 'Data', grade: 'Grade', gradeOf: (n) => `Grade ${n}`, price: 'Price', prices: { free: 'Free', cost: 'At cost', market: 'Market price' }, signed: 'Signed', until: 'Valid until', duties: 'Duties',
  meter: 'Use', month: 'Month', show: 'Show', questions: 'Questions', released: 'Released', rows: 'Rows that left', took: 'Computing', milliseconds: (n) => `${n} ms`, open: 'The month is not over: it is settled then',
  settlements: 'Settlements', noSettlements: 'No settlements yet', amount: (yuan) => `${yuan} yuan`, made: (at) => `Made ${at}`, digest: (d) => `Digest ${d}`,
  asked: 'My questions', noQuestions: 'No questions yet', ask: 'Ask a question', states: { tried: 'Not submitted', waiting: 'To be reviewed', released: 'Released', withheld: 'Withheld' }, at: (at) => `Asked ${at}`, result: (n) => `Result: ${plural(n, 'row')}`, suppressed: (n) => `${plural(n, 'small group')} held back`,
  opinion: 'Review', take: 'Take the result', takeTitle: 'Released result', takeLead: (id) => `Export number ${id}, in every row. It is for the purpose of the agreement only.`, save: 'Download the table (CSV)', noRows: 'The result has no rows', digestOf: (d) => `Digest: ${d}`,
  askTitle: 'Ask in the safe space', askLead: 'Columns on offer only; masked ones are listed, never filtered or grouped by. The data bureau reviews the result; you see nothing of it before.', limits: (least, rows, day) => `No groups of fewer than ${least}, ${rows} rows each, ${day} questions a day.`,
  form: 'Result', figures: 'Figures', detail: 'Rows', group: (n) => `Grouping column ${n}`, by: (n) => `Portions of column ${n}`, whole: 'By value', year: 'By year', month_: 'By month', first: (n) => `First ${n} characters`, nothing: 'No grouping', measure: 'Figure', count: 'Rows', of: 'Column of the figure', fns: { filled: 'Filled', distinct: 'Different values', sum: 'Sum', average: 'Average', min: 'Least', max: 'Greatest', median: 'Median' },
  columns: 'Columns of the rows', masked: 'masked', where: 'Column of the condition', op: 'Condition', ops: { '=': 'is', '!=': 'is not', '>=': 'at least', '<=': 'at most', starts: 'begins with' }, value: 'Value', valueHint: 'Days as 2026-01-31; codes as the register has them', noCondition: 'No condition', send: 'Submit the question', detailMissing: 'Choose a column at least', sent: 'Submitted: after the review the result is taken here.', choose: 'Choose', tables: 'Columns on offer',
};

export const operationsText = { zh, en };
