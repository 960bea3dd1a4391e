import { defineWords } from '../../words/define-words.ts';

/** Words of applying at once and of mounting 挂接. */
export const resourceWords = defineWords('dataResource', {
  atOnce: ['即时申请', 'Apply at once'],
  atOnceNote: ['无条件共享：提交后立即授权，无须提供部门答复', 'Shared without condition: granted at once'],
  service: ['服务', 'Service'],
  noService: ['该目录还没有挂接服务，请提出数据需求', 'No service stands on this entry: ask for it as a demand'],
  fields: ['需要的数据项（只选必需的）', 'Fields (only what is needed)'],
  purpose: ['使用目的', 'Purpose'],
  basis: ['法律依据', 'Legal basis'],
  until: ['使用期限', 'Until'],
  reference: ['业务编号（可空）', 'Case or item (may be empty)'],
  send: ['提交申请', 'Apply'],
  granted: ['已授权，可在“数据共享 · 数据服务”中试调用', 'Granted: try it under Data sharing, Services'],
  toServices: ['去试调用', 'Try it'],
  mount: ['挂接资源', 'Mount'],
  mountTitle: ['挂接库表、接口、文件', 'Mount a table, an interface, a file'],
  kind: ['类型', 'Kind'],
  table: ['库表（登记簿）', 'Table (register)'],
  interface: ['接口（数据服务）', 'Interface (service)'],
  file: ['文件', 'File'],
  target: ['挂接对象', 'What is mounted'],
  choose: ['请选择', 'Choose'],
  chooseFile: ['选择文件', 'Choose a file'],
  title: ['名称', 'Title'],
  end: ['解除挂接', 'Unmount'],
});
