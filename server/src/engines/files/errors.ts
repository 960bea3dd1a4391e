import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('files', {
  tooLarge: { status: 413, zh: '文件超过大小限制（最大 {maxMegabytes} MB）', en: 'The file is too large (at most {maxMegabytes} MB)' },
  empty: { status: 422, zh: '文件是空的', en: 'The file is empty' },
  nameInvalid: { status: 422, zh: '文件名无效', en: "The file's name is not valid" },
  typeRefused: { status: 422, zh: '不接受这种类型的文件（{found}），可上传：{accepted}', en: 'Files of this type ({found}) are not accepted; accepted are: {accepted}' },
  typeMismatch: { status: 422, zh: '文件内容（{found}）与其名称或声明的类型（{claimed}）不符', en: 'The content of the file ({found}) is not what its name or type says ({claimed})' },
  notFound: { status: 404, zh: '没有找到该文件，或您无权查看', en: 'The file is not there, or is not yours to see' },
  gone: { status: 409, zh: '上传的文件已失效，请重新上传', en: 'The upload has expired: please upload it again' },
  uploadUnknown: { status: 404, zh: '没有这次上传，或已超过一天，请重新上传', en: 'There is no such upload, or it is older than a day: begin again' },
  uploadsMany: { status: 429, zh: '未完成的上传或分段过多（最多 {max}），请先完成或稍后再试', en: 'Too many unfinished uploads or parts ({max} at the most): finish some or try later' },
  offsetMismatch: { status: 409, zh: '服务器已收到 {received} 字节，请从此处续传', en: 'The server has {received} bytes: go on from there' },
  damaged: { status: 500, zh: '文件已损坏，无法读取', en: 'The file is damaged and cannot be read' },
});
