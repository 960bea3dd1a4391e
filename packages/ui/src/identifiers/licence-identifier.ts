import { mod37And36 } from './check-characters.ts';

const root = '1.2.156.3005.2.';

/** 电子证照标识 (GB/T 36904-2018) taken apart. */
export interface LicenceIdentifier {
  /** 证照类型代码: 21 characters. */
  type: string;
  /** 证照颁发机构代码: a credit code; older data has shorter ones. */
  issuer: string;
  serial: string;
  /** Three digits from 001. */
  version: string;
}

/** Undefined where the form or the check character (MOD 37,36) is wrong. */
export function readLicenceIdentifier(text: string): LicenceIdentifier | undefined {
  if (!text.startsWith(root)) return undefined;
  const match = /^([0-9A-Z]{21})\.([0-9A-Z]{1,18})\.([0-9A-Z]{1,64})\.(\d{3})\.([0-9A-Z])$/.exec(text.slice(root.length));
  if (!match) return undefined;
  const [, type, issuer, serial, version, check] = match as unknown as [string, string, string, string, string, string];
  return mod37And36(type + issuer + serial + version) === check ? { type, issuer, serial, version } : undefined;
}

export function writeLicenceIdentifier({ type, issuer, serial, version }: LicenceIdentifier): string {
  const check = mod37And36(type + issuer + serial + version);
  if (check === undefined) throw new Error('licence identifier: digits and upper-case letters only');
  return `${root}${type}.${issuer}.${serial}.${version}.${check}`;
}
