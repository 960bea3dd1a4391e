import type { ContentReader } from '#engines/content';
import { collectionHostsKind } from './hosts-kind.ts';

/** Whether a host stands on one of the lists that officials publish. */
export const mayReach = (content: Pick<ContentReader, 'list'>) => (host: string): boolean => content.list(collectionHostsKind).some((d) => d.value.hosts.includes(host));
