import { defineWords } from '../../words/define-words.ts';

export const matchWords = defineWords('dataMatch', {
  title: ['事项材料与数据匹配', 'Materials and sources'], sub: ['数据能够替代的材料，发布文件后不再要求群众提交', 'What data can replace is no longer asked for once a document says so'], rate: ['免提交率', 'Materials freed'], state: ['状态', 'State'], none: ['没有这类材料', 'None'],
  s_unmatched: ['未匹配', 'Unmatched'], s_proposed: ['已匹配，待归集', 'Matched, no data yet'], s_ready: ['可免提交', 'Ready to be freed'], s_free: ['已发文免提交', 'Freed'], s_spared: ['事项自行获取', 'Fetched by the item'], material: ['材料', 'Material'], item: ['事项', 'Service item'], source: ['数据来源', 'Source'],
  byItem: ['办理时由系统获取', 'fetched while the case is handled'], decide: ['发布免提交文件', 'Issue the document'], number: ['文号', 'Number'], docTitle: ['名称', 'Title'], free: ['对列出的 {{n}} 项免提交', 'Free the {{n}} listed'],
  match: ['匹配', 'Match'], rematch: ['重新匹配', 'Match anew'], matchTitle: ['确认数据来源', 'The source of a material'], findEntry: ['检索目录：名称、信息项、代码', 'Find in the catalogue: name, item, code'], candidates: ['候选来源', 'Candidates'], noCandidate: ['没有候选，请按名称检索', 'No candidate: search by name'],
  purchases: ['社会数据统采共用', 'Joint procurement of data'], purchasesSub: ['统一采购一次，各部门按用途申请共用', 'Bought once, used by each body for its purpose'], noPurchases: ['尚无采购合同', 'No contracts yet'], inForce: ['合同有效', 'In force'], over: ['合同已到期或未开始', 'Not in force'], supplier: ['供应商', 'Supplier'], contract: ['合同编号', 'Contract'],
  amount: ['金额', 'Amount'], amountYuan: ['金额（元）', 'Amount (yuan)'], yuan: ['{{n}} 元', '¥{{n}}'], buyer: ['采购部门', 'Bought by'], term: ['合同期限', 'Term'], startsOn: ['起始日期', 'From'], endsOn: ['截止日期', 'Until'], scope: ['数据范围', 'Scope'], u_asked: ['待审核', 'Asked'], u_granted: ['同意共用', 'Granted'], u_refused: ['不同意', 'Refused'],
  grant: ['同意', 'Grant'], refuse: ['不同意', 'Refuse'], purpose: ['使用目的', 'Purpose'], ask: ['申请共用', 'Ask to use it'], newPurchase: ['登记采购合同', 'Register a contract'],
});
