import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('trading', {
  notFound: { status: 404, zh: '没有这条记录，或者您无权查看', en: 'There is no such thing, or you may not see it' },
  companyOnly: { status: 403, zh: '请以企业身份办理', en: 'Act for your company to do this' },
  stale: { status: 409, zh: '内容已被他人更新（当前版本 {version}），请刷新后重试', en: 'It was changed meanwhile (now version {version}): reload and try again' },
  notNow: { status: 409, zh: '当前状态（{state}）不能这样办理', en: 'That cannot be done now ({state})' },
  noticeOver: { status: 409, zh: '不在公示期内，不能提出异议', en: 'The notice is over: no objection can be made' },
  ownAsset: { status: 403, zh: '不能对自己的资产、产品提出异议、投诉或者下单', en: 'Not on one’s own asset or product' },
  objected: { status: 409, zh: '您已提出过异议', en: 'You have objected already' },
  agreementMissing: { status: 422, zh: '没有有效的公共数据授权运营协议“{number}”', en: 'There is no agreement of authorised operation "{number}" in force' },
  noOperateRight: { status: 422, zh: '该资产没有登记数据产品经营权，不能上架产品', en: 'The right to operate products is not registered for this asset' },
  notCompliant: { status: 422, zh: '合规审查未通过：{checks}', en: 'Not compliant: {checks}' },
  untilPast: { status: 422, zh: '使用期限（{until}）应在今天之后', en: 'The last day ({until}) lies in the past' },
  priceMissing: { status: 422, zh: '请给出价格', en: 'A price is needed' },
  deliveryInvalid: { status: 422, zh: '交付方式有误：服务或者文件二选一，服务须已登记且由本企业提供', en: 'Delivery is a registered service of your own, or a file' },
  machineMissing: { status: 422, zh: '接口类产品由系统调用：请先登记本单位系统的公钥，再下单', en: 'A service is called by a system: register the key of yours first, then order' },
  signed: { status: 409, zh: '您已签署', en: 'You have signed already' },
  periodOpen: { status: 422, zh: '账期 {period} 尚未结束，不能结算', en: 'Period {period} is not over yet' },
  settled: { status: 409, zh: '账期 {period} 已经结算', en: 'Period {period} was settled already' },
  noSeal: { status: 409, zh: '“{name}”没有启用的电子印章，合同不能签章', en: '"{name}" has no seal in force: the contract cannot be sealed' },
  noMarket: { status: 409, zh: '本地没有公布数据交易规则', en: 'No rules of the market are published here' },
});
