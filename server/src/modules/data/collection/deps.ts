import type { ContentReader } from '#engines/content';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { FieldCrypto, Records } from '#engines/records';
import type { Http } from '#kernel/http';
import type { Clock } from '#kernel/clock';
import type { Ids } from '#kernel/ids';

export interface Collection {
  records: Pick<Records, 'definition' | 'loadLines'>;
  files: Files;
  jobs: Jobs;
  http: Pick<Http, 'read' | 'write'>;
  content: Pick<ContentReader, 'list' | 'find'>;
  crypto: FieldCrypto;
  clock: Clock;
  ids: Ids;
  organisation: (creditCode: string) => { name: string; division: string } | undefined;
}
