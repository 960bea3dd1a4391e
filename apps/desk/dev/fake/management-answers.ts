import type { FakeAnswer } from './answers.ts';

export const managementAnswers: FakeAnswer[] = [];
