import { z } from 'zod';
import { defineKind, textSchema } from '#engines/content';
import type { Hall } from '../hall.ts';
import type { CertificateType } from '../items/item-definition.ts';
import type { LicenceChange } from './licence-changes.ts';

const basis = z.string().trim().min(4).max(300);

/** 证照变更依据: the legal bases that a change of a licence usually rests on; its id is the change (`revoke`). */
export const licenceChangeSchema = z.strictObject({
  name: textSchema,
  bases: z.array(basis).min(1).max(20),
  /** Of `annul`: what it rests on when a later check found a promise false (告知承诺不实). */
  falsePromise: basis.optional(),
});

export const licenceChangeKind = defineKind({ kind: 'licence-change', schema: licenceChangeSchema });

/** What an official is offered: the laws of this kind of licence first, then those of every licence. */
export const basesOf = ({ content }: Pick<Hall, 'content'>, type: CertificateType | undefined, change: LicenceChange): string[] => [
  ...new Set([...(type?.changeBases?.[change] ?? []), ...(content.find(licenceChangeKind, change)?.value.bases ?? [])]),
];

/** The basis of an annulment after a false promise. */
export function falsePromiseBasis({ content }: Pick<Hall, 'content'>): string {
  const annul = content.find(licenceChangeKind, 'annul')?.value;
  return annul?.falsePromise ?? annul?.bases[0] ?? '';
}
