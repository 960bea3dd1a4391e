import { Refusal } from '#kernel/errors';
import { errors } from './errors.ts';

interface Words {
  zh: string;
  en: string;
}

const refusedHere = { zh: '主机拒绝连接', en: 'the host refuses the connection' };
const slow = { zh: '应答超时', en: 'it did not answer in time' };
const broken = { zh: '连接中断', en: 'the connection broke' };
const unnamed = { zh: '找不到这个主机', en: 'there is no such host' };
const untrusted = { zh: '服务器证书不可信', en: "the server's certificate is not trusted" };
const login = { zh: '用户名或者口令不对', en: 'a wrong user or password' };

/** By the code of the network, of TLS or of PostgreSQL. */
const byCode: Readonly<Record<string, Words>> = {
  ECONNREFUSED: refusedHere, EHOSTUNREACH: refusedHere, ENETUNREACH: refusedHere, ENOTFOUND: unnamed, EAI_AGAIN: unnamed, ETIMEDOUT: slow, UND_ERR_CONNECT_TIMEOUT: slow, UND_ERR_HEADERS_TIMEOUT: slow, UND_ERR_BODY_TIMEOUT: slow,
  ECONNRESET: broken, EPIPE: broken, UND_ERR_SOCKET: broken, '57P01': broken, '57P02': broken, '57P03': broken, '25P03': broken, '08006': broken,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted, SELF_SIGNED_CERT_IN_CHAIN: untrusted, UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted, UNABLE_TO_GET_ISSUER_CERT: untrusted, UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  CERT_HAS_EXPIRED: { zh: '服务器证书已过期', en: "the server's certificate has expired" }, ERR_TLS_CERT_ALTNAME_INVALID: { zh: '服务器证书上的名称与主机不符', en: "the server's certificate names another host" },
  '28P01': login, '28000': login, '3D000': { zh: '没有这个数据库', en: 'there is no such database' }, '42P01': { zh: '没有这张表', en: 'there is no such table' }, '3F000': { zh: '没有这张表', en: 'there is no such table' }, '42703': { zh: '没有这一列', en: 'there is no such column' },
  '25006': { zh: '读取时要写入数据，归集只读', en: 'reading it would write, and we only read' }, '42501': { zh: '该用户没有读这张表的权限', en: 'the user may not read the table' }, '57014': { zh: '查询超时', en: 'the query took too long' }, '55P03': { zh: '等待表锁超时', en: 'the table stayed locked' }, '53300': { zh: '连接数已满', en: 'it takes no more connections' },
  ERR_ENCODING_INVALID_ENCODED_DATA: { zh: '应答不是合法的 UTF-8', en: 'its answer is no valid UTF-8' },
};
const byWords: readonly [RegExp, Words][] = [
  [/SASL|password/i, login], [/redirect/i, { zh: '应答要求转到别处', en: 'its answer leads elsewhere' }], [/does not support SSL/i, { zh: '服务器不支持加密连接', en: 'the server does not encrypt connections' }], [/timeout|timed out/i, slow], [/terminated|closed/i, broken],
];

/** 对方没有正常应答: why, as officials read it; what we have no words for, in the other side's own. */
export function failed(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const causes = [error, (error as { cause?: unknown }).cause].filter((e) => e instanceof Error);
  const code = causes.map((e) => byCode[(e as { code?: string }).code ?? '']).find((words) => words !== undefined);
  if (code !== undefined) return errors.sourceFailed({ why: code });
  if (error instanceof SyntaxError) return errors.sourceFailed({ why: { zh: '应答不是合法的 JSON', en: 'its answer is no valid JSON' } });
  const message = causes.map((e) => e.message).join(' ').slice(0, 200);
  return errors.sourceFailed({ why: byWords.find(([words]) => words.test(message))?.[1] ?? message });
}
