import assert from 'node:assert/strict';
import { sm3Tree, verifyReceipt } from '../server/src/engines/ledger/index.ts';
import { readCertificate, sm3, verifyMessage } from '../server/src/engines/signing/index.ts';
import * as identity from '../server/src/modules/capabilities/identity/contract.ts';
import * as messages from '../server/src/modules/capabilities/messages/contract.ts';
import * as security from '../server/src/modules/security/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { stepOf } from './food-licence.ts';
import { story, type Persona } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { division } from './restaurant.ts';

/** 孙秀兰, 82; 赵德厚 lives next door and has a computer. */
const elder = { login: 'p005', name: '孙秀兰', number: '220102194403099023', phone: '14200000005' };
const neighbour = { login: 'p004', name: '赵德厚', number: '220102196512209251' };
const item = 'senior-allowance';

async function decideAt(officer: Persona, caseId: string, step: string, decision: string, opinion = '经审查，符合规定条件'): Promise<void> {
  const task = await stepOf(officer, caseId, step);
  await officer.call(services.decideTask, { taskId: task.id, version: task.taskVersion, decision, opinion });
}

story(['user-centre', 'message-service', 'personal-info-protection', 'trusted-evidence', 'good-bad-review'], '孙秀兰 lets her neighbour apply for her, is told each step, sees who read her data, keeps a proof, and complains', async (province) => {
  const { visitor } = province;
  const her = await province.signIn(elder.login);
  const him = await province.signIn(neighbour.login);

  // user centre: one sign-in is one device in her list; what she ends is over at once, and only hers
  const old = await province.signIn(elder.login);
  const lost = (await old.call(identity.listSessions, {})).sessions.find((s) => s.current)!;
  await refused('access.unknownSession', him.call(identity.revokeSession, { sessionId: lost.id }));
  await her.call(identity.revokeSession, { sessionId: lost.id });
  await refusedWith(401, old.call(services.listMyCases, {}));

  // a mandate for one item; he acts for her in it and in nothing else, until she revokes it
  const me = await her.call(identity.me, {});
  assert.deepEqual([me.name, me.parties.length], [elder.name, 1]);
  assert.equal(me.identityNumber?.includes('19440309'), false, 'not even she is shown the whole number on every page');
  const grant = { agentName: neighbour.name, agentIdentityNumber: neighbour.number, items: [item], validFrom: '2026-11-23', validTo: '2026-12-31' };
  await refused('access.unknownAgent', her.call(identity.grantMandate, { ...grant, agentName: '赵德薄' }));
  await refused('access.mandateDates', her.call(identity.grantMandate, { ...grant, validTo: '2026-11-22' }));
  const { id: mandateId } = await her.call(identity.grantMandate, grant);
  const offered = (await him.call(identity.listMandates, {})).mandates.find((m) => m.id === mandateId);
  assert.deepEqual([offered?.side, offered?.state], ['received', 'offered']);
  const beforeAnswer = (await him.call(identity.me, {})).parties.find((p) => p.mandateId === mandateId);
  assert.equal(beforeAnswer, undefined, 'an offer that he has not taken is no power');
  await refused('access.unknownMandate', (await province.signIn('p008')).call(identity.answerMandate, { mandateId, accept: true, version: offered!.version }));
  await him.call(identity.answerMandate, { mandateId, accept: true, version: offered!.version });
  const hers = (await him.call(identity.me, {})).parties.find((p) => p.mandateId === mandateId);
  assert.ok(hers);
  await him.call(identity.switchParty, { partyId: hers.partyId, mandateId });
  await refused('services.notServed', him.call(services.startDraft, { kind: 'service-item', id: 'real-estate-query', division }));
  let draft = await him.call(services.startDraft, { kind: 'service-item', id: item, division });
  assert.equal(draft.answers['applicantName'], elder.name);
  draft = await him.call(services.saveDraft, { draftId: draft.id, version: draft.version, answers: { ...draft.answers, bankAccount: '6222000033334444', livesAlone: true } });
  assert.deepEqual(draft.problems, []);
  const { caseId, number, entryId } = await him.call(services.submitDraft, { draftId: draft.id, version: draft.version });
  await province.settle();
  await him.call(identity.switchParty, { partyId: (await him.call(identity.me, {})).parties.find((p) => p.by === 'self')!.partyId });
  await refused('cases.unknown', him.call(services.getMyCase, { caseId }));
  assert.deepEqual((await her.call(services.listMyCases, {})).cases.map((c) => c.number), [number]);
  assert.equal((await her.call(services.getMyCase, { caseId })).answers['age'], 82, 'worked out, not asked');

  // messages: in the portal and on the telephone at each step; notices on the telephone she may switch off
  const told = async (): Promise<string[]> => (await her.call(services.listMyMessages, {})).messages.filter((m) => m.caseId === caseId).map((m) => m.title);
  const texts = async (): Promise<string[]> => (await visitor.call(messages.demonstrationPhone, { phone: elder.phone })).messages.filter((m) => m.body.includes(number)).map((m) => m.title);
  assert.deepEqual([await told(), await texts()], [['申请已提交'], ['申请已提交']]);
  const inbox = await her.call(services.listMyMessages, {});
  const read = inbox.messages.find((m) => m.caseId === caseId)!;
  assert.equal(read.body.includes(number), true);
  const code = /查询码 (\w+)/.exec(read.body)![1]!;
  const tracked = await visitor.call(services.trackCase, { number, code });
  assert.equal(JSON.stringify(tracked).includes(elder.name), false, 'who has number and code sees how far it is, not whose it is');
  await refused('cases.unknown', visitor.call(services.trackCase, { number, code: '000000' }));
  await him.call(services.readMessages, { ids: [read.id] }).catch(() => {});
  assert.equal((await her.call(services.listMyMessages, {})).unread, inbox.unread, 'nobody reads her messages for her');
  await her.call(services.readMessages, { ids: [read.id] });
  assert.equal((await her.call(services.listMyMessages, {})).unread, inbox.unread - 1);
  const clerk = await province.signIn('o001');
  await decideAt(clerk, caseId, '受理', 'accept');
  await province.settle();
  assert.deepEqual([(await told()).includes('申请已受理'), (await texts()).includes('申请已受理')], [true, true]);
  await her.call(messages.setPreference, { purpose: 'notice', channel: 'phone', wanted: false });
  const examiner = await province.signIn('o040');
  await decideAt(examiner, caseId, '审查', 'pass');
  const chief = await province.signIn('o042');
  await decideAt(chief, caseId, '审批', 'grant');
  await province.settle();
  const granted = await her.call(services.getMyCase, { caseId });
  assert.equal(granted.state, 'granted');
  assert.equal((await told()).length > 2, true, 'in the portal she is always told');
  assert.equal((await texts()).length, 2, 'and on the telephone no more, as she wished');
  const manager = await province.signIn('o089');
  const statistics = await manager.call(messages.messageStatistics, {});
  assert.equal(statistics.rows.some((r) => r.template === 'case-submitted' && r.channel === 'phone' && r.state === 'delivered' && r.count >= 1), true);
  assert.equal(statistics.rows.some((r) => r.channel === 'phone' && r.state === 'skipped'), true);
  await refusedWith(403, clerk.call(messages.messageStatistics, {}));

  // personal information: masked on lists; each look has who, when, for which case; others cannot open the case
  const listed = (await examiner.call(services.listDeskCases, { text: number })).cases[0] ?? (await examiner.call(services.listDeskCases, {})).cases.find((c) => c.id === caseId);
  assert.equal(listed?.applicant, '孙*兰');
  const looks = (await her.call(services.whoLooked, {})).accesses;
  const look = looks.find((a) => a.who === '姜颖英');
  assert.match(look?.organisation ?? '', /民政局/);
  assert.deepEqual([look?.caseNumber, look?.caseId], [number, caseId]);
  assert.equal(look!.purpose, '办理办件', 'the purpose in words; which case stands beside it');
  assert.equal(granted.lookedAt.some((l) => l.who === '姜颖英'), true, 'and on the page of the case');
  await refused('cases.unknown', him.call(services.getMyCase, { caseId }));
  const elsewhere = await province.signIn('o012');
  await refused('cases.unknown', elsewhere.call(services.getDeskCase, { caseId }));
  assert.equal((await her.call(services.whoLooked, {})).accesses.some((a) => a.who === '陈峰'), false, 'who was refused has seen nothing');
  assert.equal((await him.call(services.whoLooked, {})).accesses.some((a) => a.caseId === caseId), false);
  const privacy = await province.signIn('o059');
  const overview = await privacy.call(security.privacyOverview, {});
  assert.equal(overview.organisations.some((o) => /民政局/.test(o.name) && o.looks > 0), true);
  await refusedWith(403, elsewhere.call(security.privacyOverview, {}));

  // evidence: the receipt verifies without the house; a letter changed in it does not
  const receipt = await her.call(services.caseReceipt, { caseId });
  const { certificates, size } = await visitor.call(security.evidenceState, {});
  const checker = {
    hash: sm3Tree,
    verifySignature: ({ keyId, signature }: { keyId: Uint8Array; signature: Uint8Array }, signed: Uint8Array): boolean => {
      const certificate = certificates.map((c) => Buffer.from(c, 'base64')).find((der) => sm3(der).subarray(0, 4).equals(keyId));
      const key = certificate === undefined ? undefined : readCertificate(certificate).publicKey;
      return key !== undefined && verifyMessage(signed, signature, key);
    },
  };
  const entry = receipt['entry'] as { id: string; kind: string; data: { number: string } };
  assert.deepEqual([entry.id, entry.kind, entry.data.number], [entryId, 'case.receipt', number]);
  assert.equal((await verifyReceipt(receipt, checker)).ok, true);
  assert.equal(size > Number(receipt['leafIndex']), true);
  const forged = { ...receipt, entry: { ...entry, data: { ...entry.data, number: number.replace(/.$/, (c) => (c === 'A' ? 'B' : 'A')) } } };
  assert.deepEqual((await verifyReceipt(forged, checker)).steps.filter((s) => !s.ok).map((s) => s.name), ['inclusion']);
  const anybody = await visitor.call(security.verifyEvidence, { receipt });
  assert.deepEqual([anybody.ok, (await visitor.call(security.verifyEvidence, { receipt: forged })).ok, (await visitor.call(security.verifyEvidence, { receipt: { entry: '<?xml?>' } })).ok], [true, false, false]);
  await refused('cases.unknown', him.call(services.caseReceipt, { caseId }));
  await refused('ledger.entryNotFound', him.call(security.getEvidence, { entryId }));

  // the rating: once, by her alone; a bad one opens its own case; the answer is public, hers, and counted
  const rate = { caseId, stars: 1, tags: ['态度差'], comment: '打了三次电话没有人接' };
  await refusedWith(403, clerk.call(services.rateCase, { ...rate, stars: 5 }));
  await refused('cases.unknown', him.call(services.rateCase, rate));
  await refusedWith(422, her.call(services.rateCase, { ...rate, stars: 6 }));
  const again = { idempotencyKey: 'rated-once' };
  const rated = await her.call(services.rateCase, rate, again);
  assert.ok(rated.followUpCaseId);
  assert.deepEqual(await her.call(services.rateCase, rate, again), rated, 'the same click twice is one rating');
  await refused('services.ratedAlready', her.call(services.rateCase, { ...rate, stars: 5 }));
  await province.settle();
  await refused('cases.notYourTask', decideAt(examiner, rated.followUpCaseId, '核实', 'confirm'));
  await refused('services.opinionMissing', decideAt(chief, rated.followUpCaseId, '核实', 'confirm', ' '));
  await decideAt(chief, rated.followUpCaseId, '核实', 'confirm', '属实：值班电话无人接听');
  await decideAt(chief, rated.followUpCaseId, '整改反馈', 'confirm', '已安排专人值守电话，并向您致歉');
  await province.settle();
  const answered = await her.call(services.getMyCase, { caseId });
  assert.deepEqual([answered.rating?.stars, answered.rating?.reply], [1, '已安排专人值守电话，并向您致歉']);
  const open = await visitor.call(services.publicReviews, { itemId: item });
  assert.deepEqual(open.reviews.map((r) => [r.stars, r.reply]), [[1, '已安排专人值守电话，并向您致歉']]);
  assert.equal(JSON.stringify(open).includes(elder.name), false, 'the public reads no names');
  const board = await chief.call(services.listReviews, { bad: true });
  assert.deepEqual([board.figures.bad, board.figures.corrected], [1, 1]);
  assert.equal((await told()).includes('评价回访'), true);

  // she takes the mandate back: he acts for her no more
  const mandate = (await her.call(identity.listMandates, {})).mandates.find((m) => m.id === mandateId)!;
  await refused('access.stale', her.call(identity.revokeMandate, { mandateId, version: mandate.version + 1 }));
  await her.call(identity.revokeMandate, { mandateId, version: mandate.version });
  await refusedWith(403, him.call(identity.switchParty, { partyId: hers.partyId, mandateId }));
});
