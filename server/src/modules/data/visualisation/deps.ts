import type { Analysis } from '#engines/analysis';
import type { Content } from '#engines/content';
import type { Jobs } from '#engines/jobs';
import type { Places } from '#engines/places';
import type { Records } from '#engines/records';
import type { Rules } from '#engines/rules';

export interface Visualisation {
  analysis: Pick<Analysis, 'query' | 'get' | 'list'>;
  content: Pick<Content, 'find' | 'list'>;
  jobs: Pick<Jobs, 'plan' | 'schedule' | 'handle'>;
  places: Pick<Places, 'layer' | 'list'>;
  records: Pick<Records, 'maskOf' | 'definition'>;
  rules: Pick<Rules, 'namesIn'>;
  divisionOf(organisation: string): string | undefined;
  /** Name of an organisation by its credit code, of a division by its digits. */
  nameOf(code: string): string | undefined;
}
