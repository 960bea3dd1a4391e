import type { TemplateInput } from '../template-schema.ts';

/** A licence (证照): landscape, framed, fields, QR, seal over issuer and date. */
export const licenceTemplate: TemplateInput = {
  kind: 'document-template',
  id: 'food-operation-licence',
  version: 1,
  title: '食品经营许可证 {licence.number}',
  page: { orientation: 'landscape', margins: { top: 28, right: 32, bottom: 24, left: 32 } },
  body: { font: 'song', size: '小三', lineHeight: 1.7 },
  blocks: [
    { type: 'frame', style: 'ornate', inset: 10, color: '#b08a3c' },
    { type: 'title', text: '食品经营许可证', size: 48, tracking: 0.3, color: '#1a1a1a', lineHeight: 1.3 },
    { type: 'title', text: '（{copy}）', font: 'kai', size: '小三', after: 6 },
    {
      type: 'fields',
      columns: 2,
      labelWidth: 43,
      separator: '：',
      items: [
        { label: '许可证编号', value: '{licence.number}', required: true },
        { label: '统一社会信用代码', value: '{holder.creditCode}' },
        { label: '经营者名称', value: '{holder.name}', required: true, span: 2 },
        { label: '法定代表人', value: '{holder.representative}' },
        { label: '有效期至', value: '{licence.validTo | date}' },
        { label: '主体业态', value: '{licence.kind}', span: 2 },
        { label: '经营场所', value: '{licence.address}', span: 2 },
        { label: '经营项目', value: '{licence.items}', span: 2 },
      ],
    },
    { type: 'qr', value: '{licence.verifyUrl}', size: 26, at: { x: 36, y: 150 }, caption: '扫码查验真伪' },
    { type: 'issue', issuer: '{issuer.name}', date: '{licence.issuedOn | date}', seal: '{issuer.seal}', sealSize: 42, at: { x: 176, y: 154, width: 80 } },
  ],
};

export const licenceScope = {
  copy: '正本',
  holder: { name: '长春市朝阳区老街坊餐饮服务有限责任公司', creditCode: '91220104MA0Y3K4X5T', representative: '欧阳明月' },
  licence: {
    number: 'JY22201040012345',
    kind: '餐饮服务经营者（中型餐馆）',
    address: '吉林省长春市朝阳区人民大街 1288 号阳光商厦二层 201—206 室',
    items: ['热食类食品制售', '冷食类食品制售（含冷荤）', '生食类食品制售', '糕点类食品制售（不含裱花蛋糕）', '自制饮品制售（不含使用压力容器制作的饮品）'],
    issuedOn: '2026-11-22',
    validTo: '2031-11-21',
    verifyUrl: 'https://portal.example.gov.cn/verify/1.2.156.3005.2.11220104MB1234567X.JY22201040012345.001.0',
  },
  issuer: { name: '长春市朝阳区市场监督管理局', seal: 'cyscj' },
};

/** An official letter (公文) after GB/T 9704-2012: red head, number, red rule, title, text on the 22 × 28 grid, issuer, date, seal. */
export const letterTemplate: TemplateInput = {
  kind: 'document-template',
  id: 'decision-letter',
  version: 1,
  title: '{subject}',
  page: { grid: { characters: 28, lines: 22 } },
  pageNumbers: 'official',
  blocks: [
    { type: 'space', height: 8 },
    { type: 'title', text: '{issuer.name}文件', size: 34, color: '#d7000f', tracking: 0.06, lineHeight: 1.3 },
    { type: 'paragraph', text: '{number}', align: 'center', before: 12, after: 2 },
    { type: 'rule', color: '#d7000f', thickness: 0.7, after: 14 },
    { type: 'title', text: '{subject}', after: 8 },
    { type: 'paragraph', text: '{recipient}：', indent: 0 },
    { type: 'paragraph', each: 'paragraphs', text: '{item}' },
    { type: 'paragraph', each: 'attachments', when: 'attachments', text: '附件：{index}.{item}' },
    { type: 'issue', issuer: '{issuer.name}', date: '{date | date}', seal: '{issuer.seal}', before: 16 },
  ],
};

export const letterScope = {
  issuer: { name: '长春市人民政府办公厅', seal: 'ccbgt' },
  number: '长府办函〔2026〕128号',
  subject: '长春市人民政府办公厅关于同意设立朝阳区“高效办成一件事”综合服务专区的复函',
  recipient: '朝阳区人民政府',
  date: '2026-11-22',
  paragraphs: [
    '你区《关于设立“高效办成一件事”综合服务专区的请示》（朝府〔2026〕96号）收悉。经市政府同意，现函复如下：',
    '一、原则同意你区在区政务服务中心设立“高效办成一件事”综合服务专区，首批进驻开办餐饮店、新生儿出生、企业上市合法合规信息核查等13个“一件事”，实行“前台综合受理、后台分类审批、综合窗口出件”。',
    '二、你区要按照《国务院关于进一步优化政务服务提升行政效能推动“高效办成一件事”的指导意见》（国发〔2024〕3号）要求，统一受理标准、精简申请材料、压缩办理时限，办理材料平均精简60%以上，跑动次数不超过1次。',
    '三、市政务服务和数字化建设管理局要加强业务指导和技术支撑，推动电子证照、电子印章在专区全面应用；有关部门要按职责分工做好系统对接、数据共享和事中事后监管工作。',
    '四、你区要建立健全“好差评”和投诉举报机制，对群众和企业反映的问题，一般事项3个工作日内办结，复杂事项10个工作日内办结并反馈结果；每季度末将运行情况报市政务服务和数字化建设管理局。',
    '五、专区所需经费由你区财政统筹安排，严格执行预算管理有关规定。专区设立后，原有分散窗口应在30日内完成人员、事项、系统和档案的划转，确保平稳过渡、服务不断档。',
    '六、请你区于2026年12月15日前将实施方案报市政府办公厅备案。实施过程中遇到的重大问题，要及时请示报告。',
    '此复。',
  ],
};
