import { z } from 'zod';
import { defineKind } from '#engines/content';

/** 归集主机名单: hosts of departments' systems to which this house may connect; none where no list names one. */
export const collectionHostsKind = defineKind({
  kind: 'collection-hosts',
  schema: z.strictObject({ title: z.string().max(100), hosts: z.array(z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/)).max(1000) }),
});
