import type { Ledger } from '#engines/ledger';
import type { Signing } from '#engines/signing';
import type { Text } from '#kernel/i18n';

export interface Security {
  signing: Signing;
  ledger: Ledger;
  /** Name of a body by its credit code. */
  organisationName: (code: string) => string | undefined;
  /** A register and its fields by their titles. */
  register: (id: string) => { title: Text; fields: readonly { id: string; title: Text }[] } | undefined;
}
