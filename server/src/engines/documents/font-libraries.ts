import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Libraries of 12 MiB that a house at rest does without: loaded by the first document that needs them. */
export const fontkit = (): typeof import('fontkit') => require('fontkit') as typeof import('fontkit');
export const pdfkit = (): typeof import('pdfkit') => require('pdfkit') as typeof import('pdfkit');
