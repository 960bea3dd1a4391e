import assert from 'node:assert/strict';
import { ProblemError } from '../server/src/kernel/contract/index.ts';

/** What was asked is refused in so many words: the code that every channel shows for it. */
export async function refused(code: string, asked: Promise<unknown>): Promise<void> {
  await assert.rejects(asked, (error: unknown) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.problem.code, code, error.problem.title);
    assert.match(error.problem.title, /\p{Script=Han}/u, 'words that the person can read');
    return true;
  });
}

/** As `refused`, with the status where several codes would do. */
export async function refusedWith(status: number, asked: Promise<unknown>): Promise<void> {
  await assert.rejects(asked, (error: unknown) => {
    assert.ok(error instanceof ProblemError, String(error));
    assert.equal(error.problem.status, status, `${error.problem.code}: ${error.problem.title}`);
    return true;
  });
}
