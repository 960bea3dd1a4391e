/** The example province through the real engines in memory: every definition loads and goes together with the others. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { organisationKind } from '#engines/access';
import type { Content } from '#engines/content';
import type { DocumentTemplate } from '#engines/documents';
import type { CompiledForm, Form } from '#engines/forms';
import type { Graph, ProcessDefinition } from '#engines/process';
import type { DecisionDefinition } from '#engines/rules';
import { createCatalogue } from '../src/modules/services/items/catalogue.ts';
import { certificateTypeKind, serviceItemKind, type ServiceItem } from '../src/modules/services/items/item-definition.ts';
import { lifeEventKind } from '../src/modules/services/items/life-event-definition.ts';
import { contentRoot, examplePacks } from './example-content.ts';
import { documents, loadExample, now, operationOf, process, rules } from './example-engines.ts';
import { walkProcess, type Decisions } from './walk-process.ts';

let content: Content;

before(async () => {
  content = await loadExample();
});

const form = (id: string): CompiledForm => content.get<Form, CompiledForm>('form', id).compiled;
const words = (text: unknown): string => (typeof text === 'string' ? text : (text as { zh: string }).zh);

describe('items', () => {
  const bases = () => content.list(serviceItemKind, { where: (d) => !/\.\d/.test(d.id) });

  test('twelve items and more of eight departments and more; codes compose and are unique', () => {
    const all = bases();
    assert.ok(all.length >= 12, `${all.length} items`);
    assert.ok(new Set(all.map((d) => d.value.implementer.departmentKind)).size >= 8);
    assert.equal(new Set(all.map((d) => d.value.basicCode)).size, all.length, 'basic codes are unique');
    const catalogue = createCatalogue(content);
    for (const { id, value } of all) {
      assert.match(catalogue.implementationCode(value, '220102008'), /^[0-9A-HJ-NPQRTUWXY]{18}\d{13}$/, id);
      assert.equal(value.basicCode.slice(2, 4), value.itemType, `${id}: type within the basic code`);
      assert.ok(value.promisedDays <= value.statutoryDays || value.statutoryDays === 0, id);
      assert.ok(value.flow.reduce((sum, s) => sum + s.days, 0) <= value.promisedDays, `${id}: steps fit the promise`);
    }
  });

  test('expressions name only fields of the form', () => {
    for (const { id, value } of bases()) {
      const asked = new Set(form(value.form).steps.map((s) => s.key));
      const known = (expression: string, where: string): void => {
        for (const [root, part] of rules.namesIn(expression)) {
          const name = root === 'answers' ? part : root;
          if (name === undefined || root === 'party' || root === 'case') continue;
          assert.ok(asked.has(name), `${id} ${where}: ${name} is no field of ${value.form}`);
        }
      };
      for (const m of value.materials) {
        if (m.when !== undefined) known(m.when, m.id);
        for (const expression of Object.values(m.register?.by ?? {})) known(expression, m.id);
      }
      for (const expression of Object.values(value.result.fields)) known(expression, 'result');
      const table = value.decision === undefined ? undefined : content.get<DecisionDefinition>('decision', value.decision).value.table;
      for (const input of table?.inputs ?? []) known(input.expression, 'decision');
    }
  });

  test('registers are asked by fields that they have', () => {
    for (const { id, value } of bases()) {
      for (const m of value.materials) {
        const register = m.register && content.get<{ fields: { id: string }[] }>('register', m.register.id).value;
        for (const field of Object.keys(m.register?.by ?? {})) assert.ok(register?.fields.some((f) => f.id === field), `${id} ${m.id}: ${field}`);
      }
    }
  });

  test('a certificate’s fields come from the item, and a template exists for it', () => {
    for (const { id, value } of bases()) {
      if (value.result.certificate === undefined) continue;
      const type = content.get(certificateTypeKind, value.result.certificate).value;
      assert.deepEqual(Object.keys(value.result.fields).filter((f) => !type.fields.some((t) => t.name === f)), [], id);
    }
  });

  test('a licence whose type has a register of its own fills fields of that register', () => {
    for (const { id, value } of bases()) {
      const type = value.result.certificate;
      const register = type === undefined ? undefined : content.find('register', type)?.value as { fields: { id: string; required: boolean }[] } | undefined;
      if (register === undefined || value.result.kind !== 'certificate') continue;
      assert.deepEqual(Object.keys(value.result.fields).filter((f) => !register.fields.some((r) => r.id === f)), [], id);
      const known = new Set([...Object.keys(value.result.fields), 'number', 'holder', 'holderCode', 'division', 'issuer', 'issuerCode', 'issuedOn', 'validTo', 'state']);
      assert.deepEqual(register.fields.filter((r) => r.required && !known.has(r.id)).map((r) => r.id), [], `${id}: what the register requires`);
    }
  });

  test('a life event promises no less time than its items take one after another', () => {
    const catalogue = createCatalogue(content);
    for (const division of ['222401', '220102', '220104']) {
      for (const { id, value } of catalogue.events({ division, on: now })) {
        const days = (item: string): number =>
          catalogue.item(item, { division, on: now }).value.promisedDays + Math.max(0, ...value.items.find((i) => i.item === item)!.after.map(days));
        assert.ok(Math.max(...value.items.map((i) => days(i.item))) <= value.promisedDays, `${id} in ${division}`);
      }
    }
  });

  test('a life event asks about its own guide', () => {
    for (const { id, value } of content.list(lifeEventKind)) {
      const questions = new Set(value.guide.map((q) => q.id));
      for (const i of value.items) for (const [root, q] of rules.namesIn(i.when ?? 'true')) assert.ok(root === 'guide' && questions.has(q!), `${id}: ${root}.${q}`);
      for (const i of value.items) for (const other of Object.values(i.sameAs)) {
        assert.ok(content.get(serviceItemKind, other.item).value.materials.some((m) => m.id === other.material), `${id}: ${other.material}`);
      }
    }
  });
});

describe('province, city, district', () => {
  const own = (item: ServiceItem): unknown => [item.name, item.basicCode, item.itemType, item.bases];

  test('the district promises less time than the city, the city less than the province; what is locked is the same', () => {
    const catalogue = createCatalogue(content);
    const at = (division: string) => catalogue.item('food-business-licence', { division, on: now }).value;
    assert.deepEqual(['222401', '220102', '220104001'].map((d) => at(d).promisedDays), [6, 5, 3]);
    assert.deepEqual(own(at('220104')), own(at('222401')));
    assert.equal(words(at('220104').windows[0]!.name), '朝阳区政务服务中心综合窗口');
    assert.equal(at('220104').materials.length, at('222401').materials.length, 'changes of one material keep the others');
  });

  test('a district cannot change name, basic code, type or legal basis: refused with file and line', async () => {
    const changes = { '220103': 'name: 饭店许可', '220105': 'basicCode: "000131014999"', '220106': 'itemType: "20"', '220112': 'bases: [{ law: 本区规定 }]' };
    const files: Record<string, string> = { 'pack.yaml': 'id: district\nname: 区\nversion: "1"\nparent: jilin\n' };
    for (const [digits, change] of Object.entries(changes)) {
      files[`${digits}.yaml`] = `kind: service-item\nid: food-business-licence.${digits}\nversion: 1\nextends: food-business-licence.2201\ndivision: "${digits}"\n${change}\n`;
    }
    const problems = (await content.check([...examplePacks, files])).filter((p) => p.pack === 'district');
    assert.deepEqual(problems.map((p) => [p.code, p.file, p.line, p.path]), [
      ['locked', '220103.yaml', 6, 'name'], ['locked', '220105.yaml', 6, 'basicCode'], ['locked', '220106.yaml', 6, 'itemType'], ['locked', '220112.yaml', 6, 'bases'],
    ]);
    for (const p of problems) assert.match(p.zh, /锁定/);
  });
});

describe('notices', () => {
  const scope = {
    case: { number: '220102-031-20261123-000001-K', title: '食品经营许可', submittedOn: '2026-11-23', acceptedOn: '2026-11-23', promisedDue: '2026-11-30', trackCode: 'K7Q2M9', division: '220102' },
    item: { name: '食品经营许可', statutoryDays: 10, promisedDays: 5 },
    party: { name: '长春市南关区云杉餐饮管理有限公司', code: '91220102YW9000019E' },
    issuer: { name: '长春市南关区市场监督管理局', code: '11220102YW00020340', seal: 'official' },
    document: { number: '南市监受〔2026〕17号', issuedOn: '2026-11-23', verifyUrl: 'https://portal.example/verify/1' },
    opinion: '材料不全', materials: [{ name: '营业执照', way: '系统核验' }], supplements: [{ name: '布局图', note: '缺少标注' }],
  };
  for (const id of ['receipt', 'acceptance-notice', 'supplement-notice', 'acceptance-refusal', 'refusal-decision', 'service-refusal']) {
    test(`${id} is printed in both languages`, () => {
      const template = content.get<DocumentTemplate>('document-template', id).value;
      for (const locale of ['zh', 'en'] as const) {
        const layout = documents.render(template, scope, locale);
        assert.ok(layout.pages.length >= 1);
      }
    });
  }
});

describe('processes', () => {
  for (const id of ['standard-approval', 'instant-service', 'joint-matter']) {
    test(`${id}: everything has its place in the diagram and an English name`, () => {
      const definition = content.get<ProcessDefinition, Graph>('process', id);
      const xml = readFileSync(path.join(contentRoot, 'national/processes', definition.value.file), 'utf8');
      for (const node of definition.compiled.nodes) {
        assert.match(xml, new RegExp(`BPMNShape [^>]*bpmnElement="${node.id}"`));
        assert.ok(node.name.en, node.id);
      }
      for (const flow of definition.compiled.flows) assert.match(xml, new RegExp(`BPMNEdge [^>]*bpmnElement="${flow.id}"`));
    });
  }

  test('without anybody to countersign the step is passed by; a refusal of one reaches the decision', () => {
    const graph = content.get<ProcessDefinition, Graph>('process', 'standard-approval').compiled;
    const walk = (countersigners: string[], decisions: Decisions) => {
      const variables = { countersign: true, countersigners, answers: {}, case: { joint: false, division: '220102', organisation: 'A' } };
      return walkProcess(process, graph, { evaluate: rules.evaluate, now: now.toISOString(), variables }, decisions, (role, decision) => operationOf(content, role, decision));
    };
    const decisions = { accept: ['accept'], examine: ['pass'], decide: ['refuse'] };
    assert.deepEqual(walk([], decisions).path, ['accept', 'moveAccepted', 'examine', 'decide', 'refuse']);
    const signed = walk(['B', 'C'], { ...decisions, countersign: ['agree', 'disagree'] });
    assert.deepEqual(signed.tasks.filter((t) => t.node === 'countersign').map((t) => t.organisation), ['B', 'C']);
    assert.equal(signed.outcome, 'refused');
  });
});

test('every department of the items exists in a district of the example', () => {
  const functions = new Set(content.list(organisationKind, { where: (d) => d.value.division === '220102' }).map((d) => d.value.function));
  for (const { id, value } of content.list(serviceItemKind)) assert.ok(functions.has(value.implementer.departmentKind), id);
});
