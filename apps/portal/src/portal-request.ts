import type { FileAnswer } from '@yiwang/ui/form-logic/form.ts';

export type Locale = 'zh' | 'en';

/** 身份: somebody for whom the reader may act: herself, her company, a principal who gave her a mandate. */
export interface PortalParty {
  id: string;
  name: string;
  kind: 'person' | 'company';
  /** How she came to it: 本人, 法定代表人, 授权. */
  standing: 'self' | 'representative' | 'mandate';
}

export interface PortalActor {
  kind: 'anonymous' | 'citizen' | 'officer';
  name: string;
  /** For whom she acts now; null when nobody has signed in. */
  actingFor: PortalParty | null;
  parties: readonly PortalParty[];
}

/** What the server hands to the portal: one request of a browser, already parsed. */
export interface PortalRequest {
  method: 'GET' | 'POST';
  /** Path without query: `/items/x`. */
  path: string;
  query: Readonly<Record<string, string | string[] | undefined>>;
  /** Of a POST, urlencoded or multipart; files are stored already and stand here by field name. */
  body?: { fields: Readonly<Record<string, string | string[] | undefined>>; files: Readonly<Record<string, FileAnswer[] | undefined>> };
  locale: Locale;
  /** 适老模式. */
  elder: boolean;
  actor: PortalActor;
  /** Put into every form as `csrf`; the server refuses a POST without it before the portal sees it. */
  csrf: string;
  /** Digits of the division that the reader chose. */
  division?: string;
  now: Date;
  /** `https://example.gov.cn`: for links that leave the page, such as in a QR code. */
  origin: string;
}

export interface PortalResponse {
  status: number;
  headers: Record<string, string | string[]>;
  body: string;
  /** 切换身份: the server makes the session act for this party before it answers. */
  actFor?: string;
}
