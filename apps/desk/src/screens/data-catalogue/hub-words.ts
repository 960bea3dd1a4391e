import { defineWords } from '../../words/define-words.ts';

export const hubWords = defineWords('dataHub', {
  title: ['数据汇聚共享总览', 'Data hub'], sub: ['目录统一管理、资源统一发布、供需统一对接、数据统一治理、运行统一监测', 'Catalogue, publication, matching, governance and monitoring in one place'],
  catalogue: ['目录条目', 'Catalogue entries'], catalogueNote: ['{{n}} 个部门', '{{n}} bodies'], gathered: ['汇聚数据', 'Records gathered'], gatheredNote: ['{{n}} 个在用数据源', '{{n}} sources in use'],
  published: ['数据服务', 'Services'], publishedNote: ['已挂接 {{mounted}} 条，有效授权 {{grants}} 项', '{{mounted}} entries mounted, {{grants}} grants in force'], matched: ['已落实需求', 'Demands fulfilled'], matchedNote: ['在办 {{open}}，超期 {{overdue}}', '{{open}} open, {{overdue}} overdue'],
  governed: ['质量得分', 'Quality'], governedNote: ['已稽核 {{n}} 个，未结工单 {{tickets}}', '{{n}} measured, {{tickets}} tickets open'], calls: ['服务调用', 'Calls'], callsNote: ['近 30 日', 'last 30 days'], byDay: ['每日调用', 'Calls by day'], late: ['逾期未更新', 'Behind their cycle'],
  lives: ['数据全生命周期', 'The life of every register'], k_: ['全部', 'All'], k_base: ['基础库', 'Base'], k_theme: ['主题库', 'Theme'], k_department: ['部门库', 'Department'], register: ['登记簿', 'Register'], stock: ['存量', 'Stock'],
  stepGather: ['归集（近 30 日）', 'Gathered (30 days)'], stepGovern: ['治理', 'Governed'], stepCatalogue: ['编目', 'Catalogued'], stepServe: ['服务（近 30 日）', 'Served (30 days)'], sources: ['{{n}} 个数据源', '{{n}} sources'], read: ['读取 {{read}} 行，退回 {{refused}} 行', '{{read}} rows read, {{refused}} sent back'],
  unmeasured: ['未稽核', 'Not measured'], score: ['{{n}} 分', '{{n}} points'], tickets: ['{{n}} 张工单', '{{n}} tickets'], services: ['服务 {{services}} 项，授权 {{grants}} 项', '{{services}} services, {{grants}} grants'], called: ['调用 {{n}} 次', '{{n}} calls'],
});
