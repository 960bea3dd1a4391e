import assert from 'node:assert/strict';
import type { Province } from './harness.ts';

export type CkanAnswer = { success: boolean; help: string; result: never; error: { __type: string; message?: string } };

/** As ckanapi's RemoteCKAN sends it: POST, JSON body, agent's own name. */
export async function ckan<R>(province: Pick<Province, 'url'>, action: string, data: object = {}): Promise<R> {
  const answer = await fetch(`${province.url}/api/3/action/${action}`, { method: 'POST', headers: { 'content-type': 'application/json', 'user-agent': 'ckanapi/4.8' }, body: JSON.stringify(data) });
  const body = (await answer.json()) as CkanAnswer;
  assert.equal(body.success, true, `${action}: ${JSON.stringify(body.error)}`);
  return body.result as R;
}
