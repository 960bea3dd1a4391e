import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('assessment', {
  notFound: { status: 404, zh: '没有这项内容，或不在您的管理范围', en: 'There is no such thing, or it is outside your scope' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It has been changed by somebody else (version {version} now): reload and try again' },
  notNow: { status: 409, zh: '评估处于“{state}”阶段，不能进行该操作', en: 'Not at this stage of the assessment ({state})' },
  subjectUnknown: { status: 422, zh: '未找到统一社会信用代码为“{code}”的被评估单位', en: 'There is no subject with the credit code "{code}"' },
  notForSubject: { status: 422, zh: '该问卷不适用于这类被评估对象', en: 'This questionnaire is not for such a subject' },
  ownSubject: { status: 403, zh: '不能评估本单位', en: 'Nobody assesses her own body' },
  itemUnknown: { status: 422, zh: '问卷没有题目“{item}”', en: 'The questionnaire has no item "{item}"' },
  incomplete: { status: 422, zh: '还有 {count} 题未填写，第一题：{item}', en: '{count} items are missing, the first: {item}' },
  evidenceMissing: { status: 422, zh: '题目“{item}”须附证明材料', en: 'Item "{item}" needs evidence' },
  notSubject: { status: 403, zh: '只有被评估单位可以填报和整改', en: 'Only the assessed body answers and mends' },
  notAssessor: { status: 403, zh: '只有该评估的评估单位可以评定', en: 'Only the body that assesses judges' },
  openFindings: { status: 409, zh: '还有 {count} 个不符合项未验证', en: '{count} findings are not verified yet' },
  dueInPast: { status: 422, zh: '期限不能早于今天', en: 'The day is in the past' },
  noCertificate: { status: 409, zh: '没有有效证书', en: 'There is no certificate in force' },
  organisationUnknown: { status: 422, zh: '没有机构“{organisation}”', en: 'There is no body "{organisation}"' },
});
