import assert from 'node:assert/strict';
import * as data from '../server/src/modules/data/contract.ts';
import * as privacy from '../server/src/modules/data/privacy/contract.ts';
import { openProvince, story, type Persona, type Province } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { joinHouses, openUpper, talk } from './two-houses.ts';

const dataset = { register: 'population', field: 'identityNumber' };

/** The two officers tell each other their houses' keys. */
async function introduce(a: Persona, b: Persona, of: [Province, Province]): Promise<void> {
  const [one, two] = [await a.call(privacy.computingHouse, {}), await b.call(privacy.computingHouse, {})];
  await a.call(privacy.addPeer, { id: two.name, url: of[1].url, publicKey: two.publicKey });
  await b.call(privacy.addPeer, { id: one.name, url: of[0].url, publicKey: one.publicKey });
}

story('privacy-computing', 'two houses agree, sign and count whom both know, and how they fall into groups; neither shows a row, and who stops agreeing gets nothing', async (province, t) => {
  const elsewhere = await openProvince(t);
  const [here, there] = [await province.signIn('o087'), await elsewhere.signIn('o087')];
  await introduce(here, there, [province, elsewhere]);
  const peer = (await there.call(privacy.computingHouse, {})).name;
  await refusedWith(403, (await province.signIn('o001')).call(privacy.listAgreements, {}));

  const terms = { peer, purpose: '核对两地人口重合情况', legalBasis: '《数据安全法》第三十八条', identifier: '公民身份号码', rowsMin: 20, days: 30, runsPerDay: 2, dataset };
  await refused('privacy.invalid', here.call(privacy.proposeAgreement, { ...terms, what: 'count', dataset: { ...dataset, field: 'salary' } }));
  const proposed = await here.call(privacy.proposeAgreement, { ...terms, what: 'grouped', groups: ['男', '女'] });
  // not a letter of it may differ
  const theirs = { ...dataset, group: { field: 'sex', values: ['1', '2'] } };
  await refused('privacy.signatureWrong', there.call(privacy.acceptAgreement, { text: proposed.text.replace('"rowsMin":20', '"rowsMin":21'), signature: proposed.signature, dataset: theirs }));
  await refused('privacy.agreementUnknown', here.call(privacy.startRun, { agreementId: proposed.id }));
  const accepted = await there.call(privacy.acceptAgreement, { text: proposed.text, signature: proposed.signature, dataset: theirs });
  await refused('privacy.signatureWrong', here.call(privacy.confirmAgreement, { agreementId: proposed.id, signature: proposed.signature }));
  await here.call(privacy.confirmAgreement, { agreementId: proposed.id, signature: accepted.signature });

  const run = async () => {
    const { runId } = await here.call(privacy.startRun, { agreementId: proposed.id });
    await province.settle();
    const found = (await here.call(privacy.listAgreements, {})).agreements.find((a) => a.id === proposed.id)!.runs.find((r) => r.id === runId)!;
    const seen = (await there.call(privacy.listAgreements, {})).agreements.find((a) => a.id === proposed.id)!.runs.find((r) => r.id === runId);
    return { found, seen };
  };
  const { found, seen } = await run();
  assert.deepEqual([found.state, found.why], ['done', null]);
  assert.deepEqual(seen?.outcome, found.outcome, 'both keep the same result');
  // both hold the same demonstration people: counted in the clear by other means
  const people: { sex: unknown }[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await here.call(data.browseRegister, { register: 'population', limit: 100, cursor, purpose: '复核联合计算结果' });
    people.push(...page.records.map((r) => ({ sex: r.data['sex'] })));
    if (page.next === null) break;
    cursor = page.next;
  }
  const total = found.outcome!.count!;
  assert.ok(total > 100 && total >= people.length, `${total} of ${people.length}`);
  assert.equal(found.outcome!.groups.reduce((n, g) => n + (g.count ?? 0), 0), total);

  // the day's runs; the other side ends it
  assert.equal((await run()).found.state, 'done');
  await refused('privacy.runsUsed', here.call(privacy.startRun, { agreementId: proposed.id }));
  province.clock.advance(86_400_000);
  elsewhere.clock.advance(86_400_000);
  const [fresh, freshThere] = [await province.signIn('o087'), await elsewhere.signIn('o087')];
  await freshThere.call(privacy.endAgreement, { agreementId: proposed.id });
  const { runId } = await fresh.call(privacy.startRun, { agreementId: proposed.id });
  await province.settle();
  const last = (await fresh.call(privacy.listAgreements, {})).agreements[0]!.runs.find((r) => r.id === runId);
  assert.deepEqual([last?.state, last?.why, last?.outcome], ['refused', 'privacy.peerFailed: privacy.agreementUnknown', null]);

  // at the door: what is no envelope, and what nobody signed
  const knock = async (body: unknown): Promise<{ status: number; code: string }> => {
    const answer = await fetch(`${elsewhere.url}/privacy/v1/ask`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return { status: answer.status, code: ((await answer.json()) as { code: string }).code };
  };
  assert.deepEqual(await knock({ hello: 1 }), { status: 400, code: 'privacy.invalid' });
  assert.deepEqual(await knock({ message: '{}', signature: '' }), { status: 404, code: 'privacy.agreementUnknown' });
});

story('privacy-computing', 'houses that the exchange has joined send each other agreements: proposed here, signed or refused there, ended by either, with nothing carried by hand', async (city, t) => {
  const h = { city, ...(await openUpper(t, city.clock.now())) };
  await joinHouses(h);
  const [here, there] = [await h.city.signIn('o057'), await h.upper.signIn('o087')];
  const peer = (await here.call(privacy.computingHouse, {})).peers[0]!;
  assert.ok(peer.joined && peer.name.startsWith('吉林省'), peer.name);
  const mine = async (who: Persona, id: string) => (await who.call(privacy.listAgreements, {})).agreements.find((a) => a.id === id)!;
  const waiting = async () => (await there.call(privacy.listAgreements, {})).proposals;
  const propose = async (more: Record<string, unknown> = {}) => {
    const made = await here.call(privacy.proposeAgreement, { peer: peer.id, purpose: '核对省市两级人口重合情况', legalBasis: '《数据安全法》第三十八条', what: 'count', identifier: '公民身份号码', rowsMin: 20, days: 30, runsPerDay: 2, dataset, ...more });
    assert.equal(made.sent, true);
    return made.id;
  };

  const id = await propose({ what: 'grouped', groups: ['男', '女'] });
  assert.equal((await mine(here, id)).state, 'proposed');
  await talk(h);
  const [came] = await waiting();
  assert.deepEqual([came?.id, came?.terms.purpose, came?.terms.groups, came?.terms.least], [id, '核对省市两级人口重合情况', ['男', '女'], 5]);
  await refused('privacy.invalid', there.call(privacy.answerProposal, { agreementId: id }));
  await refused('privacy.invalid', there.call(privacy.answerProposal, { agreementId: id, dataset }));
  await refusedWith(403, (await h.upper.signIn('o001')).call(privacy.answerProposal, { agreementId: id, why: '不同意' }));
  const theirs = { ...dataset, group: { field: 'sex', values: ['1', '2'] } };
  await there.call(privacy.answerProposal, { agreementId: id, dataset: theirs });
  await refused('privacy.ended', there.call(privacy.answerProposal, { agreementId: id, why: '改变主意' }));
  await talk(h);
  assert.deepEqual([(await mine(here, id)).state, (await mine(there, id)).state, (await waiting()).length], ['active', 'active', 0]);
  assert.equal((await mine(here, id)).digest, (await mine(there, id)).digest);

  const { runId } = await here.call(privacy.startRun, { agreementId: id });
  await h.city.settle();
  const run = (await mine(here, id)).runs.find((r) => r.id === runId)!;
  assert.deepEqual([run.state, run.why], ['done', null]);
  assert.ok(run.outcome!.count! > 20 && run.outcome!.groups.length === 2);
  assert.deepEqual((await mine(there, id)).runs[0]?.outcome, run.outcome);

  // not signed, with a reason; taken back before anybody answered, while the line was down
  const second = await propose();
  await talk(h);
  await there.call(privacy.answerProposal, { agreementId: second, why: '目的不明确，请补充依据' });
  await talk(h);
  assert.deepEqual([(await mine(here, second)).state, (await mine(here, second)).refusedWhy], ['refused', '目的不明确，请补充依据']);
  await refused('privacy.agreementUnknown', here.call(privacy.startRun, { agreementId: second }));
  h.line.cut = true;
  const third = await propose();
  await talk(h);
  await here.call(privacy.endAgreement, { agreementId: third });
  h.line.cut = false;
  h.city.clock.advance(600_000);
  h.upper.clock.advance(600_000);
  await talk(h);
  assert.deepEqual(await waiting(), [], 'it came and was taken back');
  await refused('privacy.ended', there.call(privacy.answerProposal, { agreementId: third, dataset }));

  // ended there: over here without a word of anybody
  await there.call(privacy.endAgreement, { agreementId: id });
  await talk(h);
  assert.equal((await mine(here, id)).state, 'over');
  await refused('privacy.agreementUnknown', here.call(privacy.startRun, { agreementId: id }));
});
