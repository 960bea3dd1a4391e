import assert from 'node:assert/strict';
import test from 'node:test';
import { caseStates, nextStates, type ActionRow } from '#engines/cases';
import { applicantTimeline, publicStep } from './timeline.ts';

const action = (kind: string, data: ActionRow['data'] = {}, more: Partial<ActionRow> = {}): ActionRow => ({
  case_id: 'parent', seq: 1, at: new Date('2026-11-23T01:00:00Z'), kind, actor_kind: 'officer', account_id: 'a', actor_name: '张三', organisation: 'code', data, ...more,
});
const told = (...actions: ActionRow[]) => applicantTimeline(actions, { locale: 'zh', organisation: () => '南关区市场监督管理局' });

test('officials act in their department\'s name, the applicant as herself', () => {
  assert.equal(told(action('moved', { from: 'submitted', state: 'accepted' }))[0]?.by, '南关区市场监督管理局');
  assert.equal(told(action('submitted', {}, { actor_kind: 'citizen', organisation: null }))[0]?.by, '申请人');
  assert.equal(told(action('issued', { number: 'JY1' }, { actor_kind: 'system', organisation: null }))[0]?.by, '系统');
});

test('an examiner\'s note is not told; the reason of a refusal or of a supplement is', () => {
  assert.equal(told(action('decided', { step: '审查', opinion: '疑似重复' }))[0]?.opinion, null);
  assert.equal(told(action('moved', { state: 'refused', reason: '布局不符合要求' }))[0]?.opinion, '布局不符合要求');
  assert.equal(told(action('moved', { state: 'supplement', reason: '缺少平面图' }))[0]?.opinion, '缺少平面图');
  assert.equal(told(action('moved', { state: 'granted', reason: '同意' }))[0]?.opinion, null);
});

test('what happens inside the departments is left out', () => {
  assert.deepEqual(told(action('task.claim'), action('ruleRun'), action('incident'), action('circulated'), action('clockStopped'), action('escalated')), []);
});

test('the end of a special procedure is not a second acceptance', () => {
  assert.match(told(action('moved', { from: 'suspended', state: 'accepted' }))[0]!.title, /恢复计时/);
  assert.equal(told(action('moved', { from: 'submitted', state: 'accepted' }))[0]!.title, '予以受理');
});

test('children of a matter stand under their names, without their own submission', () => {
  const entries = applicantTimeline([action('submitted'), action('submitted', {}, { case_id: 'child' }), action('moved', { state: 'granted' }, { case_id: 'child' })], {
    locale: 'en', organisation: () => '', childName: (id) => (id === 'child' ? 'Food business licence' : undefined),
  });
  assert.deepEqual(entries.map((e) => e.title), ['Application submitted', 'Food business licence: Granted and concluded']);
});

test('a move of the whole matter is told once, not once for each department; what one department does stands', () => {
  const move = (state: string, case_id: string, minute: number) => action('moved', { state }, { case_id, at: new Date(Date.UTC(2026, 10, 23, 1, minute)) });
  const entries = applicantTimeline([move('supplement', 'parent', 0), move('supplement', 'child', 0), move('accepted', 'parent', 9), move('accepted', 'child', 9), move('suspended', 'child', 30), move('granted', 'child', 50), move('granted', 'parent', 50)], {
    locale: 'en', organisation: () => '', childName: (id) => (id === 'child' ? 'Sign' : undefined),
  });
  assert.deepEqual(entries.map((e) => e.title), ['You are asked to supplement', 'Accepted', 'Sign: Special procedure: the clock stands', 'Sign: Granted and concluded', 'Granted and concluded']);
});

test('a step that ends in a supplement or in putting right is not told as done', () => {
  assert.deepEqual(told(action('decided', { step: '受理', decision: 'supplement' }), action('decided', { step: '现场核查', decision: 'rectify' })), []);
  assert.equal(told(action('decided', { step: '审查', decision: 'pass' }))[0]?.title, '完成“审查”');
});

test('every move that can follow has words in both languages', () => {
  for (const from of caseStates) {
    for (const state of nextStates[from]) {
      const [entry] = told(action('moved', { from, state }));
      assert.match(entry?.title ?? '', /\p{Script=Han}/u, `${from} → ${state}`);
      assert.match(publicStep({ kind: 'moved', state }, 'en'), /^[A-Z][^\p{Script=Han}]+$/u);
    }
  }
});
