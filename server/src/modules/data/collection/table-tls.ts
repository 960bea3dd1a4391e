import { X509Certificate } from 'node:crypto';
import type { ConnectionOptions } from 'node:tls';
import type { Settings } from './collection-queries.ts';
import { errors } from './errors.ts';

const certificates = (pem: string): string[] => pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];

/** Refuses authorities that are no certificates, and such of a connection that is not encrypted. */
export function checkAuthorities({ tls, ca }: Settings): void {
  if (ca === undefined || ca === '') return;
  if (tls !== true) throw errors.settingsInvalid({ why: { zh: '写了证书颁发机构，须启用 TLS', en: 'an authority is given, but TLS is not switched on' } });
  const found = certificates(ca);
  if (found.length === 0) throw errors.settingsInvalid({ why: { zh: '颁发机构证书不是 PEM', en: 'the certificate of the authority is no PEM' } });
  for (const one of found) {
    try {
      if (!new X509Certificate(one).ca) throw new Error('no authority');
    } catch {
      throw errors.settingsInvalid({ why: { zh: '颁发机构证书无效，或不是颁发机构的证书', en: 'the certificate is not valid, or is no authority\'s' } });
    }
  }
}

/** An encrypted connection whose server must be who its certificate says: name and authority are always checked. */
export const tlsOf = (s: Settings): false | ConnectionOptions =>
  s.tls === true ? { host: s.host!, minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(s.ca === undefined || s.ca === '' ? {} : { ca: certificates(s.ca) }) } : false;
