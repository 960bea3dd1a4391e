/** 同意 as it is kept. */
export interface ConsentRow {
  id: string;
  party_id: string;
  organisation: string;
  organisation_name: string;
  register: string;
  fields: string[];
  purpose: string;
  valid_until: Date;
  given_at: Date;
  withdrawn_at: Date | null;
  version: number;
}

/** 同意为基础的授权: a grant with this purpose code reads only those who consented, and not a moment longer. */
export const consentPurpose = 'consent';
