import { defineWords } from '../../words/define-words.ts';

/** Words of an entry's registration, change and withdrawal; of the coordination group, of issued lists, of import. */
export const entryWords = defineWords('catalogueEntry', {
  format: ['信息资源格式', 'Format'], f_database: ['数据库', 'Database'], f_spreadsheet: ['电子表格', 'Spreadsheet'], f_document: ['电子文件', 'Document'], f_spatial: ['空间数据', 'Spatial data'], f_media: ['图像、音视频', 'Pictures, sound, film'], f_stream: ['流数据', 'Stream'],
  severalHint: ['多个用顿号或空格分开', 'Several: separated by spaces'],
  relatedCodes: ['关联资源代码', 'Codes of related resources'],
  classified: ['类、项、目、细目', 'Class, section, group, detail'],
  published: ['发布日期', 'Published on'],
  change: ['变更', 'Change'], changeTitle: ['目录变更', 'Change of an entry'], changeSub: ['{{code}}；部门审核、数据主管部门审核后生效', '{{code}}; it counts once both reviews have passed it'],
  withdraw: ['注销', 'Withdraw'], withdrawNote: ['部门审核、数据主管部门审核后注销；此前仍可检索和申请', 'Withdrawn once both reviews have passed it; until then it is found and asked for'],
  element: ['数据元', 'Data element'],
  unlisted: ['目录外需求', 'Data not in the catalogue'], findBody: ['查找提供部门（名称）', 'Find the body by name'], wanted: ['需要的数据', 'What is wanted'],
  coordination: ['共享协调', 'Coordination'], coordinationSub: ['争议由数据共享协调机制决定，决定的落实在此跟踪；各部门的责任人、联络员', 'Disputes and what was decided, until it is fulfilled; who answers for each body'],
  open: ['协调中', 'In dispute'], decided: ['已决定', 'Decided'], fulfilled: ['已落实', 'Fulfilled'], overdue: ['超期未答复、未交付', 'Overdue'], disputes: ['争议与决定', 'Disputes and decisions'], noDisputes: ['没有争议', 'No dispute'], answer: ['提供部门答复', 'The provider’s answer'],
  liaisons: ['责任人与联络员', 'Who answers for each body'], noLiaisons: ['还没有登记', 'None registered yet'], body: ['部门', 'Body'], responsible: ['责任人', 'Responsible'], post: ['职务', 'Post'], liaison: ['联络员', 'Liaison'], phone: ['电话', 'Phone'], setLiaison: ['登记本部门联络员', 'Register ours'],
  opened: ['全文', 'Full text'], issuer: ['发布机关', 'Issued by'], issuedOn: ['发布日期', 'Issued on'], rowsOf: ['{{n}} 项', '{{n}} rows'],
  import: ['导入目录表', 'Import workbook'], importNote: ['省级目录表（XLSX），每行一个信息项；合格的逐条进入登记审核，不合格的逐行说明', 'The provincial workbook (XLSX), a row an item; sound entries go to review, others are told row by row'], importSend: ['导入', 'Import'], imported: ['{{n}} 条已进入登记审核', '{{n}} entries went to review'], refusedRows: ['未导入的行', 'Rows not taken'], row: ['行', 'Row'], why: ['原因', 'Why'], tooLarge: ['文件超过 6 MB', 'The file is larger than 6 MB'],
  decisions: ['已发布的免提交决定', 'Decisions issued'], noDecisions: ['还没有发布', 'None yet'], digest: ['校验摘要', 'Digest'],
});
