import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('security', {
  cryptoForbidden: { status: 403, zh: '密码服务仅向已授权的系统和工作人员开放', en: 'The cryptography service is for systems and officials that were given it' },
  notDecrypted: { status: 422, zh: '密文无法解开：不是本单位以此用途加密，或者已被改动', en: 'The ciphertext does not open: not encrypted by this organisation for this purpose, or altered' },
});
