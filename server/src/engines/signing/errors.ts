import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('signing', {
  ciphertextInvalid: { status: 500, zh: '密文已损坏或不属于此处', en: 'The ciphertext is damaged or does not belong here' },
  keyUnknown: { status: 404, zh: '没有密钥 {id}', en: 'There is no key {id}' },
  keyRetired: { status: 409, zh: '密钥 {id} 已停用', en: 'Key {id} is no longer in use' },
  certificateUnknown: { status: 404, zh: '没有证书 {id}', en: 'There is no certificate {id}' },
  certificateUnusable: { status: 409, zh: '证书 {id} 不可用：{reason}', en: 'Certificate {id} cannot be used: {reason}' },
  certificateInvalid: { status: 400, zh: '证书不符合要求：{reason}', en: 'The certificate does not serve: {reason}' },
  authorityMissing: { status: 409, zh: '尚未建立证书认证机构', en: 'There is no certificate authority yet' },
  sealUnknown: { status: 404, zh: '没有印章 {id}', en: 'There is no seal {id}' },
  sealState: { status: 409, zh: '印章 {id} 现为“{state}”，不能{action}', en: 'Seal {id} is {stateEn} and cannot be {actionEn}' },
  sealExpired: { status: 409, zh: '印章 {id} 不在有效期内', en: 'Seal {id} is outside its validity' },
  sealForbidden: { status: 403, zh: '无权使用该单位的印章', en: 'The seal of this organisation is not yours to use' },
  sealStale: { status: 409, zh: '印章已被他人更新（当前版本 {version}），请刷新后重试', en: 'The seal was changed by someone else (now version {version}); reload and try again' },
  divisionInvalid: { status: 400, zh: '登记地应为 6 位行政区划代码', en: 'The place of registration must be a division code of six digits' },
  digestInvalid: { status: 400, zh: '摘要应为 32 字节的 SM3 值', en: 'The digest must be an SM3 value of 32 bytes' },
  propertyInvalid: { status: 400, zh: '原文属性信息应为 1 到 255 个可见的 ASCII 字符', en: 'The property information must be 1 to 255 visible ASCII characters' },
  nameInvalid: { status: 400, zh: '名称应为 1 到 {max} 个字', en: 'The name must have 1 to {max} characters' },
  characterMissing: { status: 400, zh: '字库中没有“{characters}”', en: 'The font has no glyph for “{characters}”' },
  validityInvalid: { status: 400, zh: '有效期应为 {min} 到 {max} 年且不超过签发证书', en: 'The validity must be {min} to {max} years and end before the issuing certificate does' },
});
