import { defineWords, type Say } from '../../words/define-words.ts';

/** Words of the life of one register. */
export const lifeWords = defineWords('registerLife', {
  sub: ['{{owner}} · 目录代码 {{code}}', '{{owner}} · entry {{code}}'],
  gathered: ['归集', 'Gathered'],
  standard: ['贯标字段', 'Fields on a standard'],
  noStandard: ['未注明标准', 'No standard named'],
  quality: ['质量', 'Quality'],
  catalogued: ['编目', 'Catalogued'],
  served: ['服务', 'Served'],
  called: ['调用', 'Calls'],
  grants: ['有效授权 {{n}} 项', '{{n}} grants in force'],
  grantsHead: ['授权', 'Grants'],
  source: ['数据源', 'Source'],
  at: ['时间', 'Time'],
  read: ['读取', 'Read'],
  created: ['新增', 'New'],
  changed: ['变更', 'Changed'],
  refused: ['退回', 'Sent back'],
  state: ['状态', 'State'],
  rows: ['记录', 'Records'],
  service: ['数据服务', 'Service'],
  consumers: ['使用单位', 'Used by'],
  noRuns: ['还没有归集记录', 'Nothing was gathered yet'],
  noServices: ['还没有数据服务', 'No services yet'],
  toCollection: ['数据归集', 'Collection'],
  toQuality: ['质量稽核', 'Quality'],
  toEntry: ['目录条目', 'Entry'],
  r_waiting: ['排队', 'Waiting'],
  r_running: ['运行中', 'Running'],
  r_done: ['完成', 'Done'],
  r_empty: ['无变化', 'Nothing moved'],
  r_failed: ['失败', 'Failed'],
  m_verify: ['核验', 'Verification'],
  m_query: ['查询', 'Query'],
  m_batch: ['批量', 'Batch'],
  m_changes: ['变更订阅', 'Changes'],
  m_file: ['文件', 'File'],
  m_proxy: ['接口', 'Interface'],
  m_peer: ['级联', 'Another level'],
  v_content: ['随内容更新', 'With the content'],
  v_published: ['发布', 'Published'],
  v_registered: ['登记', 'Registered'],
  v_changed: ['变更', 'Changed'],
  v_withdrawn: ['撤销', 'Withdrawn'],
  v_graded: ['确认级别', 'Graded'],
  v_mounted: ['挂接', 'Mounted'],
  v_unmounted: ['解除挂接', 'Unmounted'],
});

type T = Say<(typeof lifeWords)['phrases']>;
type Key = keyof (typeof lifeWords)['phrases'];
const known = (key: string): key is Key => key in lifeWords.phrases;
const said = (t: T, key: string, word: string): string => (known(key) ? t(key) : word);
export const runIn = (t: T, state: string): string => said(t, `r_${state}`, state);
export const modeIn = (t: T, mode: string): string => said(t, `m_${mode}`, mode);
export const changeIn = (t: T, change: string): string => said(t, `v_${change}`, change);
