import type { OrganisationDefinition } from '#engines/access';
import type { Documents } from '#engines/documents';
import type { Files } from '#engines/files';
import type { Ledger } from '#engines/ledger';
import type { Signing, Trust } from '#engines/signing';

export interface Seals {
  signing: Signing;
  documents: Documents<Trust>;
  files: Files;
  ledger: Ledger;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
}
