import { currentLanguage } from '../../words/start-words.ts';

/** Palette, menus and context pad of bpmn-js in Chinese. Longest first, so that a phrase wins over its parts. */
const phrases: Record<string, string> = {
  'Activate hand tool': '抓手', 'Activate lasso tool': '框选', 'Activate create/remove space tool': '增减间距', 'Activate global connect tool': '连线工具',
  'Create start event': '开始', 'Create end event': '结束', 'Create intermediate/boundary event': '中间或边界事件', 'Create gateway': '网关', 'Create task': '环节', 'Create expanded sub-process': '展开的子流程',
  'Create data object reference': '数据对象', 'Create data store reference': '数据存储', 'Create pool/participant': '泳池', 'Create group': '分组', 'Append task': '追加环节', 'Append end event': '追加结束', 'Append gateway': '追加网关',
  'Append intermediate/boundary event': '追加中间或边界事件', 'Append receive task': '追加等待环节', 'Append message intermediate catch event': '追加消息等待', 'Append timer intermediate catch event': '追加定时等待',
  'Append signal intermediate catch event': '追加信号等待', 'Append conditional intermediate catch event': '追加条件等待', 'Append compensation activity': '追加补偿环节', 'Add text annotation': '添加注释', 'Change element': '更改类型',
  'Connect to other element': '连到其他环节', 'Connect using association': '以关联线相连', 'Connect using data input association': '以数据线相连', Delete: '删除', 'Align elements': '对齐', 'Align elements left': '左对齐', 'Align elements right': '右对齐',
  'Align elements center': '水平居中', 'Align elements top': '上对齐', 'Align elements bottom': '下对齐', 'Align elements middle': '垂直居中', 'Distribute elements horizontally': '水平均布', 'Distribute elements vertically': '垂直均布',
  'Add lane above': '上方加泳道', 'Add lane below': '下方加泳道', 'Divide into two lanes': '分成两条泳道', 'Divide into three lanes': '分成三条泳道', 'Parallel multi-instance': '多人同时', 'Sequential multi-instance': '多人依次', Loop: '循环（不执行）',
  'Toggle non-interrupting': '是否中断', 'Search in diagram': '在图中查找', 'Participant multiplicity': '多个参与方', Collection: '集合', 'Open {element}': '打开 {element}', Search: '查找', 'No matching elements found': '没有找到',
  'Sequence flow': '连线', 'Default flow': '默认连线', 'Conditional flow': '条件连线', 'Start event': '开始', 'End event': '结束', 'Task': '环节（人工）', 'User task': '办理环节', 'Service task': '系统环节', 'Business rule task': '决策环节', 'Script task': '计算环节',
  'Send task': '发送环节', 'Receive task': '等待环节', 'Manual task': '人工环节', 'Call activity': '调用流程', 'Sub-process': '子流程', 'Sub-process (collapsed)': '子流程（收起）', 'Sub-process (expanded)': '子流程（展开）', 'Ad-hoc sub-process': '临时子流程（不执行）',
  'Ad-hoc sub-process (collapsed)': '临时子流程（不执行）', 'Ad-hoc sub-process (expanded)': '临时子流程（不执行）', 'Event sub-process': '事件子流程（不执行）', Transaction: '事务（不执行）', 'Exclusive gateway': '排他网关（择一）', 'Parallel gateway': '并行网关（同时）',
  'Inclusive gateway': '包容网关（择多）', 'Complex gateway': '复杂网关（不执行）', 'Event-based gateway': '事件网关', 'Message start event': '消息开始', 'Timer start event': '定时开始', 'Conditional start event': '条件开始（不执行）', 'Signal start event': '信号开始',
  'Intermediate throw event': '中间事件', 'Message intermediate catch event': '等待消息', 'Message intermediate throw event': '发出消息', 'Timer intermediate catch event': '定时等待', 'Escalation intermediate throw event': '升级',
  'Conditional intermediate catch event': '条件等待（不执行）', 'Link intermediate catch event': '链接入', 'Link intermediate throw event': '链接出', 'Compensation intermediate throw event': '补偿（不执行）', 'Signal intermediate catch event': '等待信号',
  'Signal intermediate throw event': '发出信号', 'Message end event': '发出消息并结束', 'Escalation end event': '升级并结束', 'Error end event': '出错结束', 'Cancel end event': '取消结束（不执行）', 'Compensation end event': '补偿结束（不执行）', 'Signal end event': '信号结束',
  'Terminate end event': '全部终止', 'Message boundary event': '消息边界', 'Timer boundary event': '定时边界', 'Escalation boundary event': '升级边界', 'Conditional boundary event': '条件边界（不执行）', 'Error boundary event': '出错边界', 'Cancel boundary event': '取消边界（不执行）',
  'Signal boundary event': '信号边界', 'Compensation boundary event': '补偿边界（不执行）', 'Message boundary event (non-interrupting)': '消息边界（不中断）', 'Timer boundary event (non-interrupting)': '定时边界（不中断）',
  'Escalation boundary event (non-interrupting)': '升级边界（不中断）', 'Conditional boundary event (non-interrupting)': '条件边界（不执行）', 'Signal boundary event (non-interrupting)': '信号边界（不中断）', 'Expanded pool/participant': '泳池', 'Empty pool/participant': '空泳池',
  'Empty pool/participant (removes content)': '空泳池（移去内容）', 'Data object reference': '数据对象', 'Data store reference': '数据存储', Group: '分组', 'Text annotation': '注释', 'Diagram search': '查找', 'Toggle open mode': '展开或收起',
};

const translate = (template: string, replacements: Record<string, string> = {}): string => {
  const phrase = currentLanguage() === 'zh' ? (phrases[template] ?? template) : template;
  return phrase.replace(/\{(\w+)\}/g, (_, key: string) => replacements[key] ?? `{${key}}`);
};

/** A module of bpmn-js in place of its own `translate`. */
export const bpmnTranslate = { translate: ['value', translate] as const };
