import { currentLanguage } from '../../words/start-words.ts';

/** Menus of dmn-js in Chinese. */
const phrases: Record<string, string> = {
  'Add rule': '新增规则', 'Add rule above': '上方加规则', 'Add rule below': '下方加规则', 'Remove rule': '删除规则', 'Copy rule': '复制规则', 'Cut rule': '剪切规则', 'Paste rule above': '粘贴到上方', 'Paste rule below': '粘贴到下方', 'Add input': '新增条件', 'Add output': '新增结论',
  'Add input column left': '左侧加条件', 'Add input column right': '右侧加条件', 'Remove input column': '删除条件', 'Copy input column': '复制条件', 'Cut input column': '剪切条件', 'Paste input column left': '粘贴到左侧', 'Paste input column right': '粘贴到右侧',
  'Add output column left': '左侧加结论', 'Add output column right': '右侧加结论', 'Remove output column': '删除结论', 'Copy output column': '复制结论', 'Cut output column': '剪切结论', 'Paste output column left': '粘贴到左侧', 'Paste output column right': '粘贴到右侧',
  'Hit policy': '命中策略', 'Hit Policy': '命中策略', 'Hit policy:': '命中策略：', 'Hit Policy:': '命中策略：', 'Aggregation': '汇总', 'Aggregate:': '汇总：', Unique: '唯一', First: '首个', Priority: '优先', Any: '任一', Collect: '收集', 'Rule order': '规则顺序', 'Output order': '结论顺序', 'Collect (Sum)': '收集（求和）', 'Collect (Min)': '收集（最小）', 'Collect (Max)': '收集（最大）', 'Collect (Count)': '收集（计数）',
  When: '当', Then: '则', And: '且', Annotation: '备注', Annotations: '备注', 'Decision name': '决策名称', 'Decision name: ': '决策名称：', 'View DRD': '查看决策图', 'Input expression': '条件表达式', 'Input label': '条件名称', 'Output label': '结论名称', 'Output name': '结论变量', Expression: '表达式', 'Expression:': '表达式：', 'Input label:': '条件名称：', 'Output label:': '结论名称：',
  'Type': '类型', 'Type:': '类型：', Values: '取值', 'Predefined values': '可选值', 'Add values': '添加取值', 'Add predefined values': '添加可选值', 'Clear predefined values': '清除可选值', 'Edit input': '编辑条件', 'Edit output': '编辑结论', Delete: '删除', Edit: '编辑', 'Add cell description': '添加说明', 'Remove description': '删除说明', 'Add description': '添加说明', 'Change cell expression language': '更改表达式语言',
  string: '文本', boolean: '是否', number: '数字', date: '日期', time: '时间', 'date and time': '日期时间', any: '任意', Yes: '是', No: '否', 'Test': '检验', Between: '介于', Before: '早于', After: '晚于', Exact: '等于', Comparison: '比较', Range: '范围', Value: '值', 'Start value': '起始值', 'End value': '结束值', Input: '条件', Output: '结论',
};
const translate = (template: string, replacements: Record<string, string> = {}): string => (currentLanguage() === 'zh' ? (phrases[template] ?? template) : template).replace(/\{(\w+)\}/g, (_, key: string) => replacements[key] ?? `{${key}}`);

/** A module of dmn-js in place of its own `translate`. */
export const dmnTranslate = { translate: ['value', translate] as const };
