import { defineWords } from '../../words/define-words.ts';

export const standardsWords = defineWords('data-standards', {
  title: ['数据标准', 'Data standards'],
  sub: ['数据元、代码表与登记簿的贯标检查', 'Data elements, code lists, and how registers keep to them'],
  find: ['查找数据元', 'Find an element'],
  conformity: ['贯标检查', 'Conformity'],
  register: ['登记簿', 'Register'],
  field: ['字段', 'Field'],
  element: ['数据元', 'Data element'],
  elements: ['数据元目录', 'Data elements'],
  definition: ['定义', 'Definition'],
  representation: ['表示', 'Representation'],
  standard: ['标准', 'Standard'],
  used: ['引用字段', 'Fields'],
  checked: ['检查记录', 'Checked'],
  failed: ['不符合', 'Not conforming'],
  state: ['结论', 'Finding'],
  unmapped: ['未对标', 'No element'],
  keeps: ['符合', 'Conforms'],
  rowsFail: ['数据不符合', 'Rows do not conform'],
  facts: ['{{fields}} 个字段，已对标 {{mapped}} 个，符合 {{conforming}} 个；数据检查：{{at}}', '{{fields}} fields, {{mapped}} mapped, {{conforming}} conform; rows checked: {{at}}'],
  noSnapshot: ['尚无快照', 'no snapshot yet'],
});
