import { createHash } from 'node:crypto';

/** 亮证码: what the QR code carries: the record's id and eight characters that only the real identifier gives. */
export function verificationCode(recordId: string, identifier: string): string {
  const check = createHash('sm3').update(`licence:${recordId}:${identifier}`).digest('base64url').slice(0, 8);
  return `${recordId.replaceAll('-', '')}.${check}`;
}

export function readVerificationCode(code: string): { recordId: string; check: string } | undefined {
  const parts = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})\.([\w-]{8})$/.exec(code);
  if (parts === null) return undefined;
  return { recordId: parts.slice(1, 6).join('-'), check: parts[6]! };
}
