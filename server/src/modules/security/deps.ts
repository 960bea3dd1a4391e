import type { Ledger } from '#engines/ledger';
import type { Signing } from '#engines/signing';

export interface Security {
  signing: Signing;
  ledger: Ledger;
  /** Name of a body by its credit code. */
  organisationName: (code: string) => string | undefined;
}
