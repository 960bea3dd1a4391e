import assert from 'node:assert/strict';
import { readCertificate } from '../server/src/engines/signing/index.ts';
import * as catalogue from '../server/src/modules/data/catalogue/contract.ts';
import * as collection from '../server/src/modules/data/collection/contract.ts';
import * as libraries from '../server/src/modules/data/libraries/contract.ts';
import * as quality from '../server/src/modules/data/quality/contract.ts';
import * as sharing from '../server/src/modules/data/sharing/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { exchangeMachine, type ExchangeMachine } from './exchange-machine.ts';
import type { Persona, Province } from './harness.ts';
import { machineOf } from './machine.ts';

/** The province's data administrator; the bureau whose system calls. */
export const administrator = 'o087';
export const caller = '11220102YW0002050M';

/** A department hands a file in: its report when the run is over. */
export async function handIn(province: Province, steward: Persona, register: string, csv: string, name = '数据月报') {
  const source = await steward.call(collection.makeSource, { register, kind: 'file', name });
  const answer = await fetch(`${province.url}/api/desk/collection/sources/${source.id}/file?name=${encodeURIComponent(`${name}.csv`)}`, { method: 'POST', headers: { cookie: steward.cookie, 'content-type': 'application/octet-stream' }, body: csv });
  const { runId } = (await answer.json()) as { runId: string };
  assert.equal(answer.status, 200, runId);
  await province.settle();
  return steward.call(collection.getRun, { runId });
}

export async function measure(province: Province, officer: Persona, register: string) {
  const { runId } = await officer.call(quality.startRun, { register });
  await province.settle();
  const run = await officer.call(quality.getRun, { runId });
  assert.deepEqual([run.state, run.problem, run.rules.filter((r) => r.refused !== null)], ['done', null, []], register);
  return run;
}

/** A department's system with a key of its own; grants are given by the province's data administrator. */
export async function callerMachine(province: Province): Promise<ExchangeMachine> {
  const { certificate } = (await (await fetch(`${province.url}/exchange/v1/directory`)).json()) as { certificate: string };
  const machine = await exchangeMachine(province.url, () => province.clock.now(), readCertificate(Buffer.from(certificate, 'base64')).publicKey);
  await (await machineOf(province, caller))(sharing.registerKey, { name: '数据应用系统', ...(await machine.offer(caller)) });
  return machine;
}

export async function grantTo(province: Province, officer: Persona, service: string, fields: string[]): Promise<string> {
  const validTo = new Date(province.clock.now().getTime() + 30 * 86_400_000).toISOString();
  return (await officer.call(sharing.grantService, { service, organisation: caller, purposeCode: 'case-handling', purpose: '业务应用使用数据', legalBasis: '《政务数据共享条例》', fields, validTo })).id;
}

/** Rows of a batch service under a grant, to the end. */
export async function batchOf(machine: ExchangeMachine, register: string, grant: string): Promise<Record<string, unknown>[]> {
  const answer = await machine.call('GET', `/exchange/v1/${register}.batch`, { grant });
  assert.equal(answer.status, 200, answer.text);
  return answer.text.trim().split('\n').map((l) => JSON.parse(l) as { data?: Record<string, unknown>; end?: unknown }).flatMap((l) => (l.data === undefined ? [] : [l.data]));
}

export const ask = (who: Persona, libraryId: string, questionId: string, more: { division?: string; only?: string } = {}) => who.call(libraries.askLibrary, { libraryId, questionId, ...more });

/** What every library must show: its owner, sources, standard fields, volume, services, and its registers in the catalogue with a mount. */
export async function inspectLibrary(officer: Persona, libraryId: string) {
  const library = await officer.call(libraries.getLibrary, { libraryId });
  assert.ok(library.sources.length > 0 && library.questions.length > 0 && library.ownerName !== library.owner, libraryId);
  for (const register of library.registers) {
    assert.ok(register.fields >= 4 && register.rules >= 3, `${register.id}: fields and rules`);
    const found = await officer.call(catalogue.searchEntries, { text: register.title, limit: 10 });
    assert.ok(found.entries.some((e) => e.title.includes(register.title) || register.title.includes(e.title)), `${register.title} is in the catalogue: ${found.entries.map((e) => e.title).join(' ')}`);
  }
  return library;
}

/** Decides the task of a case out of her own work list: a data steward has no business with the case pages of others. */
export async function decideFromList(who: Persona, caseId: string, decision: string, opinion: string): Promise<void> {
  const { tasks } = await who.call(services.workList, { limit: 100 });
  const task = tasks.find((t) => t.caseId === caseId);
  assert.ok(task, `${who.name} has something to decide of ${caseId}`);
  await who.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion });
}
