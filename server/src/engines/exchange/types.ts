/**
 * Terms.
 * - service 数据服务: what one organisation offers to others: verification, query, batch, changes, a file, or an interface of its own.
 * - grant 授权: that an organisation (or one machine of it) may use a service: purpose, legal basis, fields, masks, rate, quota, end.
 * - member 成员: a machine that calls, or another house; key 密钥: its SM2 public key, with validity.
 * - session 会话密钥: a short-lived HMAC-SM3 key that an SM2-signed request asked for.
 * - call 调用: one use of a service, in the log before its answer ends. topic 主题: a register's changes, numbered.
 */
import type { Text } from '#kernel/i18n';
import type { Context } from '#kernel/context';

export const modes = ['verify', 'query', 'batch', 'changes', 'file', 'proxy', 'peer'] as const;
export type Mode = (typeof modes)[number];

/** 上游接口: an HTTP interface of a department behind the gateway. */
export interface Upstream {
  /** Base address; the rest of a call's path goes behind it. */
  readonly url: string;
  /** Until the answer's head, and between parts of it, in milliseconds. */
  readonly timeoutMs: number;
  readonly connections: number;
  /** Calls under way at once; more are refused, so that a slow provider holds nobody else's. */
  readonly inFlightMax: number;
  readonly methods: readonly string[];
  /** Name of the member of the answer that holds the records; the answer itself when absent. */
  readonly items?: string | undefined;
}

export interface Service {
  readonly id: string;
  readonly version: number;
  readonly title: Text;
  readonly mode: Mode;
  /** Credit code of the organisation that answers for it; null where content names an authority only. */
  readonly provider: string | null;
  readonly register?: string | undefined;
  /** Fields on offer; empty: whatever the upstream gives. */
  readonly fields: readonly string[];
  readonly upstream?: Upstream | undefined;
  readonly fileId?: string | undefined;
  /** For mode peer: whose service it is in truth. */
  readonly peer?: { readonly house: string; readonly service: string } | undefined;
  readonly sla?: { readonly answerMs: number; readonly availability: number } | undefined;
  readonly state: 'active' | 'suspended';
  readonly origin: 'register' | 'content' | 'desk';
}

export interface Grant {
  readonly id: string;
  readonly service: string;
  /** Credit code of who may call. */
  readonly organisation: string;
  /** Only this machine of it; any when null. */
  readonly memberId: string | null;
  /** Short name of the purpose that each call repeats. */
  readonly purposeCode: string;
  readonly purpose: string;
  readonly legalBasis: string;
  readonly fields: readonly string[];
  /** Mask rule by field; `none` shows it. A field that is not named follows the register's own rule. */
  readonly masks: Readonly<Record<string, string>>;
  /** 按行授权: only rows whose division begins with these digits; all rows when null. */
  readonly division: string | null;
  readonly ratePerSecond: number;
  readonly dailyQuota: number;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly caseId: string | null;
  readonly endedAt: Date | null;
  readonly endReason: string | null;
  readonly by: string;
  readonly at: Date;
}

export interface Member {
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly kind: 'machine' | 'peer';
  readonly endedAt: Date | null;
}

export interface Key {
  readonly id: string;
  readonly member: Member;
  /** 04‖X‖Y */
  readonly publicKey: Uint8Array;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly endedAt: Date | null;
}

export interface Session {
  readonly id: string;
  readonly key: Key;
  readonly secret: Uint8Array;
  readonly validTo: Date;
}

/** Values of one record, by field. */
export type Values = Readonly<Record<string, unknown>>;

export interface SourceRecord {
  readonly id: string;
  readonly version: number;
  readonly endedOn: string | null;
  readonly data: Values;
}

export interface SourceRegister {
  readonly id: string;
  readonly title: Text;
  readonly category: string;
  /** Whether its rows belong to divisions, by a field that can be asked for. */
  readonly divided?: boolean | undefined;
  readonly fields: readonly { readonly id: string; readonly identifier: boolean; readonly comparable: boolean }[];
}

/** Why a machine reads, as the person whose data it is will see it. */
export interface ReadFor {
  readonly fields: readonly string[];
  /** Only rows of this division; whose row it is is asked without looking at it. */
  readonly division?: string | null | undefined;
  readonly purpose: { readonly duty: string; readonly text: string } | { readonly caseId: string; readonly text: string };
}

/** What the exchange needs of the registers; looks at personal data are logged by them before they answer. */
export interface RegisterSource {
  find(register: string): SourceRegister | undefined;
  list(): SourceRegister[];
  lookUp(ctx: Context, register: string, by: Values, read: ReadFor): Promise<SourceRecord[]>;
  page(ctx: Context, register: string, page: { cursor: string | undefined; limit: number }, read: ReadFor): Promise<{ records: SourceRecord[]; next: string | null }>;
  /**
   * One action on a record: what it set; undefined when the register no longer has it, null when it is none of the reader's business (another
   * division, no consent). Where it brought the record into what is read for (a division, standing again) the whole record; where it took it
   * out, nothing of it.
   */
  action(ctx: Context, register: string, recordId: string, version: number, read: ReadFor): Promise<{ data: Values; effectiveOn: string; moved?: 'entered' | 'left' | undefined } | undefined | null>;
  /** Purposes for which each person is asked: only services that read a register's records can keep to that. */
  byConsent?(purposeCode: string): boolean;
  /** `rule` undefined: the register's own. */
  mask(register: string | undefined, field: string, value: unknown, rule: string | undefined): unknown;
}

/** 密码: handed in by the house. */
export interface Cryptography {
  sm3(...parts: Uint8Array[]): Buffer;
  hmac(key: Uint8Array, message: Uint8Array): Uint8Array;
  /** SM2 with the default user id; signature raw or DER; false for anything malformed. */
  verify(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean;
  /** SM2 ciphertext, DER{x, y, C3, C2}. */
  encryptTo(publicKey: Uint8Array, secret: Uint8Array): Uint8Array;
  /** 04‖X‖Y of a SubjectPublicKeyInfo; undefined when it is none of an SM2 key. */
  publicKeyOf(spki: Uint8Array): Uint8Array | undefined;
  seal(bytes: Uint8Array): Uint8Array;
  open(sealed: Uint8Array): Uint8Array;
}

/** The house as others see it: answers and the directory are signed with this key. */
export interface HouseKey {
  readonly name: string;
  readonly keyId: string;
  readonly certificate: Uint8Array;
  /** Of the certificate, 04‖X‖Y: other houses register it as this house's key. */
  readonly publicKey: Uint8Array;
  /** SM2, raw r‖s. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}
