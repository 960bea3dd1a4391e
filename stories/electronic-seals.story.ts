import assert from 'node:assert/strict';
import { unzipSync, zipSync } from 'fflate';
import * as seals from '../server/src/modules/capabilities/seals/contract.ts';
import * as services from '../server/src/modules/services/contract.ts';
import { concludeFoodLicence } from './food-licence-granted.ts';
import { story, type Persona, type Province } from './harness.ts';
import { refused, refusedWith } from './refused.ts';
import { ownerOf, plan } from './restaurant.ts';

const bureau = '11220102YW00020340';
const years = 365 * 86_400_000;

const bytesOf = async (who: Persona, at: string): Promise<Uint8Array> => {
  const answer = await who.get(at);
  assert.equal(answer.status, 200, at);
  return new Uint8Array(await answer.arrayBuffer());
};

/** An OFD with one of its parts written over. */
function alter(ofd: Uint8Array, part: RegExp, edit: (text: string) => string): Uint8Array {
  const parts = unzipSync(ofd);
  const name = Object.keys(parts).find((n) => part.test(n));
  assert.ok(name, `${String(part)} in ${Object.keys(parts).join(' ')}`);
  const before = new TextDecoder().decode(parts[name]);
  const after = edit(before);
  assert.notEqual(after, before, 'something was altered');
  return zipSync({ ...parts, [name]: new TextEncoder().encode(after) });
}

const checked = (province: Province, ofd: Uint8Array) => province.visitor.call(seals.verifyDocument, { document: Buffer.from(ofd).toString('base64') });

story(['e-certificate', 'e-seal', 'e-signature'], 'a licence is issued under the department’s seal and verified by everybody; a new seal is applied for, made, used, logged, suspended; a changed document is found out', async (province) => {
  const owner = await ownerOf(province);
  const { caseId, number } = await concludeFoodLicence(province, owner);

  // the licence as its holder has it: shown, downloaded in both formats, verified by a code that changes nothing
  const [mine] = (await owner.call(services.listMyLicences, {})).licences;
  const licence = await owner.call(services.getMyLicence, { recordId: mine!.recordId });
  assert.deepEqual([licence.name, licence.valid, licence.validTo], ['食品经营许可证', true, '2031-11-22']);
  assert.equal(licence.fields.some((f) => f.value.includes('永吉街道吉顺社区91号')), true);
  assert.match(licence.previewSvg[0]!, /^<svg/);
  assert.match(licence.code.svg, /^<svg/);
  const ofd = await bytesOf(owner, licence.ofdUrl);
  assert.equal(new TextDecoder('latin1').decode((await bytesOf(owner, licence.pdfUrl)).subarray(0, 5)), '%PDF-');
  const code = licence.code.text.split('/').at(-1)!;
  const verified = await province.visitor.call(services.verifyLicence, { code });
  assert.deepEqual([verified.valid, verified.steps.every((s) => s.ok), verified.number], [true, true, mine!.number]);
  for (const wrong of ['', 'x', `${code}0`, code.toLowerCase() === code ? code.toUpperCase() : code.toLowerCase(), '../../certificate']) assert.equal((await province.visitor.call(services.verifyLicence, { code: wrong })).found, false, wrong);
  assert.notEqual((await (await province.signIn('p008')).get(licence.ofdUrl)).status, 200, 'somebody else’s licence');
  assert.notEqual((await province.visitor.get(licence.ofdUrl)).status, 200);

  // 免于提交: the next application takes it from her wallet instead of asking for it
  const wallet = await owner.call(services.startDraft, { kind: 'service-item', id: 'signboard-permit', division: '220102' });
  assert.equal(wallet.materials.filter((m) => m.state === 'missing').every((m) => m.name !== '营业执照'), true);

  // the document itself: whole, and signed by a seal that we trust; one character changed, and it is not
  const report = await checked(province, ofd);
  assert.deepEqual([report.verdict, report.trusted, report.signatures.length], ['valid', true, 1]);
  assert.match(report.signatures[0]!.seal!, /南关区市场监督管理局/);
  assert.equal(report.signatures[0]!.steps.every((s) => s.ok), true);
  const forged = await checked(province, alter(ofd, /Content\.xml$/, (xml) => xml.replace('云杉', '天杉').replace(/>(\d)/, (_, d: string) => `>${(Number(d) + 1) % 10}`)));
  assert.equal(forged.verdict, 'invalid');
  assert.equal(forged.signatures[0]!.changed.some((path) => path.endsWith('Content.xml')), true, 'and it says what was changed');
  assert.equal((await checked(province, plan)).verdict, 'unreadable');
  await refused('http.invalid', province.visitor.call(seals.verifyDocument, { document: 'not base64!' }));

  // the keeper of seals: the seal that issued it, and its log
  const keeper = await province.signIn('o018');
  const issuing = (await keeper.call(seals.listSeals, { state: 'active' })).seals;
  assert.equal(issuing.length, 1);
  const [logged] = (await keeper.call(seals.sealUses, { sealId: issuing[0]!.id })).uses;
  assert.deepEqual([logged?.caseId, logged?.digest.length], [caseId, 64]);

  // 申请 → 制作 → 启用; not for another body, not with a name that cannot be written, not on an old version
  const apply = { organisation: bureau, kind: '公章', reason: '机构更名后启用电子公章' };
  await refused('signing.sealForbidden', keeper.call(seals.applySeal, { ...apply, organisation: '11220102YW0001998E' }));
  await refused('seals.organisationUnknown', keeper.call(seals.applySeal, { ...apply, organisation: '11220102YW00020341' }));
  await refused('signing.characterMissing', keeper.call(seals.applySeal, { ...apply, kind: '章\u{1F98A}章' }));
  await refusedWith(403, (await province.signIn('o012')).call(seals.applySeal, apply));
  const once = { idempotencyKey: 'one-seal-only' };
  const applied = await keeper.call(seals.applySeal, apply, once);
  assert.equal((await keeper.call(seals.applySeal, apply, once)).id, applied.id);
  assert.deepEqual([applied.state, applied.code], ['applied', null]);
  const change = (action: 'activate' | 'suspend' | 'cancel', version: number, who = keeper) => who.call(seals.changeSeal, { sealId: applied.id, version, action, reason: '按规定办理' });
  await refused('signing.sealState', change('activate', applied.version));
  const made = await keeper.call(seals.makeSeal, { sealId: applied.id, version: applied.version });
  assert.match(made.code!, /^220102\d{8}$/);
  await refused('signing.sealState', keeper.call(seals.makeSeal, { sealId: applied.id, version: made.version }));

  // 用印: not before it is active; afterwards on the licence itself, beside the seal that is there
  const paper = await keeper.upload('食品经营许可证.ofd', ofd, 'application/ofd');
  const use = (who: Persona, fileId: string, sealId = applied.id) => who.call(seals.signDocument, { fileId, sealId, places: [{ page: 1, x: 20, y: 20, size: 40 }], purpose: '存档副本盖章' });
  await refused('signing.sealState', use(keeper, paper));
  await refused('signing.sealStale', change('activate', made.version - 1));
  const active = await change('activate', made.version);
  await refused('documents.noSuchPage', keeper.call(seals.signDocument, { fileId: paper, sealId: applied.id, places: [{ page: 99, x: 20, y: 20 }], purpose: '存档副本盖章' }));
  await refused('seals.notOfd', use(keeper, await keeper.upload('布局图.pdf', plan, 'application/pdf')));
  const stamped = await bytesOf(keeper, (await use(keeper, paper)).url);
  const both = await checked(province, stamped);
  assert.deepEqual([both.verdict, both.trusted, both.signatures.map((s) => s.state)], ['valid', true, ['valid', 'valid']]);
  assert.equal(both.signatures.some((s) => s.seal === '长春市南关区市场监督管理局公章'), true);
  assert.equal((await checked(province, alter(stamped, /Content\.xml$/, (xml) => xml.replace(/>(\d)/, (_, d: string) => `>${(Number(d) + 1) % 10}`)))).verdict, 'invalid');
  await refusedWith(403, use(await province.signIn('o014'), paper));
  const approver = await province.signIn('o021');
  const theirs = await approver.upload('公文.ofd', ofd, 'application/ofd');
  await refused('signing.sealForbidden', use(approver, theirs));
  await refusedWith(404, use(approver, paper));

  // the log says who sealed what, when, why; the picture is there; the steps of its life
  const [used] = (await keeper.call(seals.sealUses, { sealId: applied.id })).uses;
  assert.deepEqual([used?.by, used?.purpose], ['顾桂诗', '存档副本盖章']);
  const page = await keeper.call(seals.getSeal, { sealId: applied.id });
  assert.match(page.picture!, /^data:image\/png;base64,iVBOR/);
  assert.deepEqual(page.actions.map((a) => [a.state, a.by]), [['applied', '顾桂诗'], ['made', '顾桂诗'], ['active', '顾桂诗']]);

  // 停用 → refused, what was sealed stays good; 注销 is for ever
  const suspended = await change('suspend', active.version);
  await refused('signing.sealState', use(keeper, paper));
  assert.equal((await checked(province, stamped)).verdict, 'valid');
  const cancelled = await change('cancel', suspended.version);
  await refused('signing.sealState', change('activate', cancelled.version));
  assert.equal((await checked(province, stamped)).verdict, 'valid', 'sealed while it was in force');

  // the licence runs out by itself
  province.clock.advance(5.1 * years);
  const old = await province.visitor.call(services.verifyLicence, { code });
  assert.deepEqual([old.found, old.valid, old.number], [true, false, mine!.number], number);
});
