import { defineErrors } from '#kernel/errors';

/** Refusals of the content engine; what is wrong inside a pack are `ContentProblem`s, carried by `packsRefused`. */
export const errors = defineErrors('content', {
  notLoaded: { status: 503, zh: '内容尚未载入', en: 'Content is not loaded yet' },
  packsRefused: { status: 422, zh: '内容包有 {count} 处问题，未予载入：{first}', en: 'The packs have {count} problems and were not loaded: {first}' },
  unknownKind: { status: 500, zh: '未登记的定义类型“{kind}”', en: 'Unknown kind "{kind}"' },
  unknownDefinition: { status: 404, zh: '没有{kind}“{id}”', en: 'There is no {kind} "{id}"' },
  unknownVersion: { status: 404, zh: '没有{kind}“{id}”的第 {version} 版', en: 'There is no version {version} of {kind} "{id}"' },
  notInForce: { status: 404, zh: '{kind}“{id}”在 {on} 未生效', en: '{kind} "{id}" is not in force on {on}' },
  alreadyPublished: { status: 409, zh: '{kind}“{id}”第 {version} 版已由他人发布', en: 'Version {version} of {kind} "{id}" has been published by somebody else' },
  publishedPackMissing: { status: 422, zh: '在线发布内容包尚未启用', en: 'The pack of published content is not loaded' },
  calendarUnknown: {
    status: 422, zh: '工作日历只公布到 {knownFrom} 至 {knownUntil}，{date} 是否工作日尚不可知',
    en: 'The working-day calendar is known from {knownFrom} to {knownUntil}; {date} is not known',
  },
  calendarInvalid: { status: 422, zh: '工作日历有误：{why}', en: 'The working-day calendar is wrong: {why}' },
  dateInvalid: { status: 422, zh: '“{date}”不是有效日期', en: '"{date}" is not a date' },
  daysInvalid: { status: 422, zh: '工作日数须为 0 至 {daysMax} 的整数', en: 'The number of working days must be an integer from 0 to {daysMax}' },
});
