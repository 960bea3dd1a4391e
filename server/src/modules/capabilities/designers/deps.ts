import type { OrganisationDefinition } from '#engines/access';
import type { Content, Publishing, WorkingCalendar } from '#engines/content';
import type { Ledger } from '#engines/ledger';
import type { Process } from '#engines/process';
import type { Rules } from '#engines/rules';

export interface Designers {
  content: Content;
  publishing: Publishing;
  process: Process;
  rules: Rules;
  ledger: Ledger;
  calendar: () => Pick<WorkingCalendar, 'addWorkingDays'>;
  organisation: (creditCode: string) => OrganisationDefinition | undefined;
  /** Functions that a process may name in `yw:action`. */
  actions: () => readonly string[];
}
