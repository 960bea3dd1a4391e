import type { Analysis } from '#engines/analysis';
import type { ContentReader } from '#engines/content';
import type { Files } from '#engines/files';
import type { Jobs } from '#engines/jobs';
import type { FieldCrypto, Records } from '#engines/records';
import type { Http } from '#kernel/http';
import type { Clock } from '#kernel/clock';
import type { Ids } from '#kernel/ids';
import type { Context } from '#kernel/context';

/** What the resource catalogue knows of a department: entries that it published, and 归集率 over them (0 to 1, null where none is to be gathered). */
export interface CatalogueRate {
  organisation: string;
  name: string;
  entries: number;
  gathering: number | null;
}

export interface Collection {
  analysis: Pick<Analysis, 'readParquet'>;
  records: Pick<Records, 'definition' | 'loadLines'> & {
    /** 数源: fields that a body may hand in, by its name; undefined where that is all of them. */
    fieldsOf(register: string, body: string): ReadonlySet<string> | undefined;
  };
  files: Files;
  jobs: Jobs;
  http: Pick<Http, 'read' | 'write'>;
  content: Pick<ContentReader, 'list' | 'find'>;
  crypto: FieldCrypto;
  clock: Clock;
  ids: Ids;
  organisation: (creditCode: string) => { name: string; division: string } | undefined;
  /** A load changed something: volume and freshness of catalogue entries are read anew. */
  loaded: (ctx: Context) => Promise<void>;
  catalogueRates: (ctx: Context) => Promise<CatalogueRate[]>;
}
