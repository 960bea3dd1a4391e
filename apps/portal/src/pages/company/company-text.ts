/** 企业服务: words that its pages share. */
export const companyText = {
  zh: { title: '企业数据服务', only: '请先切换为企业身份，再办理本页事项。', switch: '切换身份', yes: '是', send: '提交', colon: '：', comma: '、', stale: '内容已有更新，请核对后再次提交。', more: '查看更多', system: '系统', menu: { sharing: '政企数据共享', assessments: '数据安全评估', market: '数据交易', trades: '我的数据交易', products: '我的数据资产和产品', keys: '系统公钥' } },
  en: { title: 'Data services for companies', only: 'Act for your company to use this page.', switch: 'Act for somebody else', yes: 'Yes', send: 'Send', colon: ': ', comma: ', ', stale: 'It was changed meanwhile: check it and send again.', more: 'Show more', system: 'the system', menu: { sharing: 'Sharing data with government', assessments: 'Data-security assessments', market: 'Data market', trades: 'My data trades', products: 'My data assets and products', keys: 'Keys of your systems' } },
};
