import { defineWords } from '../../words/define-words.ts';

export const erasureWords = defineWords('erasures', {
  title: ['删除通知', 'Erasure notices'],
  none: ['没有删除通知：授权收回或到期、本人撤回同意或同意到期后，取走过数据的系统在此回执', 'None: when a grant or a consent is withdrawn or over, who took data under it answers here'],
  grant: ['授权终止', 'Grant ended'],
  consent: ['本人同意终止', 'Consent ended'],
  of: ['终止使用的数据', 'What may no longer be used'],
  holder: ['持有副本', 'Who holds a copy'],
  rows: ['取走 {{n}} 行', '{{n}} rows taken'],
  rowsFile: ['取走文件', 'took files'],
  peer: ['其他层级的平台', 'another house'],
  told: ['已催办 {{n}} 次', 'told {{n}} times'],
  due: ['期限', 'By'],
  late: ['已逾期', 'Late'],
  waiting: ['待删除', 'Waiting'],
  erased: ['已删除', 'Deleted'],
  records: ['{{n}} 条', '{{n}} records'],
  confirm: ['确认已删除', 'Confirm deletion'],
  how: ['怎样删除的', 'How it was deleted'],
  howHint: ['如：已从业务库和备份中删除', 'For example: removed from the database and its backups'],
  warn: ['回执写入存证，不能撤回。', 'The receipt goes to the ledger and stays.'],
});
