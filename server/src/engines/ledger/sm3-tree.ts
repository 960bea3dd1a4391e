import { hash } from 'node:crypto';
import { createTreeHash } from './tree-hash.ts';

/** The tree of the ledger: SM3 (GB/T 32905). */
export const sm3Tree = createTreeHash('SM3', (bytes) => hash('sm3', bytes, 'buffer'));
