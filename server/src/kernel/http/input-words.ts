import type { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

const types: Readonly<Record<string, string>> = { string: '应为文字', number: '应为数字', int: '应为整数', bigint: '应为整数', boolean: '应为是或否', array: '应为列表', object: '应为一组内容', record: '应为一组内容', date: '应为日期' };
const formats: Readonly<Record<string, string>> = { uuid: '编号', url: '网址', email: '电子邮箱', date: '日期', time: '时间', datetime: '时间', base64: '编码', ipv4: 'IP 地址', ipv6: 'IP 地址' };
const amount = (origin: string, most: boolean, limit: unknown): string =>
  origin === 'string' ? `${most ? '至多' : '至少'} ${String(limit)} 个字` : ['array', 'set', 'map'].includes(origin) ? `${most ? '至多' : '至少'} ${String(limit)} 项` : `不能${most ? '大于' : '小于'} ${String(limit)}`;

/** What is wrong with an input, in Chinese; English is the library's own. */
export function inputWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined || issue.input === null ? '不能为空' : (types[issue.expected] ?? '类型不对');
    case 'invalid_value':
      return `只能是 ${issue.values.slice(0, 20).map(String).join('、')}`;
    case 'too_big':
      return amount(issue.origin, true, issue.maximum);
    case 'too_small':
      return amount(issue.origin, false, issue.minimum);
    case 'invalid_format':
      return `不是有效的${formats[issue.format] ?? '格式'}`;
    case 'unrecognized_keys':
      return `没有这样的内容：${issue.keys.slice(0, 20).join('、')}`;
    default:
      return '不合要求';
  }
}
