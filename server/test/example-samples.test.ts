/** Every sample beside an item or a life event, through the real engines in memory: guided, filled in, checked, proposed, handled to its end and printed. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import type { Content } from '#engines/content';
import type { DocumentTemplate } from '#engines/documents';
import { check, compileProjection, projectionFaults, type Answers, type CompiledForm, type Form } from '#engines/forms';
import type { Graph, ProcessDefinition } from '#engines/process';
import type { Decide, DecisionDefinition } from '#engines/rules';
import { creditCodeFault } from '@yiwang/ui/identifiers/credit-code.ts';
import { parse } from 'yaml';
import { createCatalogue } from '../src/modules/services/items/catalogue.ts';
import { certificateTypeKind } from '../src/modules/services/items/item-definition.ts';
import { findMatter, itemsFor, materialsFor, type MatterItem } from '../src/modules/services/applications/matter.ts';
import { contentRoot } from './example-content.ts';
import { documents, loadExample, now, operationOf, process, rules } from './example-engines.ts';
import { walkProcess, type Decisions } from './walk-process.ts';

/** A sample (样例): what is applied for, what officials decide, and what must come of it. */
interface Sample {
  name: string;
  division: string;
  party: { kind: 'person' | 'company'; id: string };
  guide?: Record<string, string>;
  answers: Answers;
  officials?: Record<string, Record<string, string[]>>;
  expect: {
    items: string[];
    problems: string[];
    promisedDays?: Record<string, number>;
    materials?: Record<string, string[]>;
    proposal?: Record<string, Record<string, unknown>>;
    path?: Record<string, string[]>;
    outcome?: Record<string, string>;
  };
}

let content: Content;

before(async () => {
  content = await loadExample();
});

const form = (id: string): CompiledForm => content.get<Form, CompiledForm>('form', id).compiled;

function walkSample(kind: 'service-item' | 'life-event', id: string, sample: Sample): void {
  const { expect, division } = sample;
  const guide = sample.guide ?? {};
  const catalogue = createCatalogue(content);
  const matter = findMatter(catalogue, kind, id, { division, on: now });
  const items = itemsFor(matter, guide, rules);
  assert.deepEqual(items.map((i) => i.id), expect.items, 'items included');

  const shared = form(matter.form);
  const context = { applicant: { kind: sample.party.kind }, item: { id, guide } };
  const checked = check(shared, sample.answers, { now, context });
  assert.deepEqual(checked.problems.map((p) => `${p.path} ${p.code}`), expect.problems, 'problems of the answers');

  const materials = materialsFor(items, { ...checked.answers, answers: checked.answers, guide }, rules);
  for (const [item, ids] of Object.entries(expect.materials ?? {})) assert.deepEqual(materials.filter((m) => m.item.id === item).map((m) => m.material.id), ids, `materials of ${item}`);

  const answersOf = new Map<string, Answers>();
  for (const item of items) {
    const definition = item.definition.value;
    const child = form(definition.form);
    assert.deepEqual(projectionFaults(shared, child, item.answers), []);
    const own = kind === 'service-item' ? checked.answers : compileProjection(shared, child, item.answers)(checked.answers, { now, context });
    answersOf.set(item.id, own);
    if (expect.problems.length === 0) assert.deepEqual(check(child, own, { now, context }).problems, [], `answers handed to ${item.id}`);
    const proposal = expect.proposal?.[item.id];
    if (proposal !== undefined) assert.partialDeepStrictEqual(content.get<DecisionDefinition, Decide>('decision', definition.decision!).compiled(own, now).value, proposal);
    const promised = expect.promisedDays?.[item.id];
    if (promised !== undefined) assert.equal(definition.promisedDays, promised);
  }
  if (expect.path === undefined) return;

  const outcomes: Record<string, string | undefined> = {};
  const paths: Record<string, string[]> = {};
  const walk = (name: string, processId: string, item: MatterItem | undefined, joint: boolean): void => {
    const organisation = item?.organisation.id ?? matter.lead.id;
    const set = item?.definition.value.variables ?? {};
    const countersigners = String(set['countersignDepartments'] ?? '').split(',').filter(Boolean).map((d) => catalogue.organisationOf(d.trim(), division)?.id);
    const variables = {
      ...set, countersigners, waits: (item?.after ?? []).some((a) => expect.items.includes(a)), answers: answersOf.get(name) ?? checked.answers,
      case: { id: 'case', number: '2201', state: 'submitted', division, organisation, item: name, joint, channel: 'portal' },
    };
    const graph = content.get<ProcessDefinition, Graph>('process', processId).compiled;
    const done = walkProcess(process, graph, { evaluate: rules.evaluate, now: now.toISOString(), variables }, (sample.officials?.[name] ?? {}) as Decisions, (role, decision) => operationOf(content, role, decision));
    paths[name] = done.path;
    outcomes[name] = done.outcome;
    for (const task of done.tasks) assert.ok(task.organisation !== undefined || task.division === division, `${task.node} is nobody's`);
  };
  if (kind === 'life-event') walk('matter', matter.process, undefined, false);
  for (const item of items) walk(item.id, item.definition.value.process, item, kind === 'life-event');
  assert.deepEqual(paths, expect.path);
  assert.deepEqual(outcomes, expect.outcome);

  for (const item of items) if (outcomes[item.id] === 'granted') printResult(item, answersOf.get(item.id) ?? {}, division);
}

/** GB/T 17710 (ISO 7064) MOD 11,10: the last digit checks the ones before. */
function mod11And10(digits: string): boolean {
  const product = Array.from(digits.slice(0, -1)).reduce((p, d) => (((p + Number(d)) % 10 || 10) * 2) % 11, 10);
  return (product + Number(digits.at(-1))) % 10 === 1;
}

test('MOD 11,10 agrees with the example of ISO 7064', () => {
  assert.ok(mod11And10('07945'));
  assert.ok(!mod11And10('07946'));
});

/** Makes the licence of a granted item: its fields, its number, its pages in both languages. */
function printResult(item: MatterItem, answers: Answers, division: string): void {
  const { result } = item.definition.value;
  if (result.certificate === undefined) return;
  const type = content.get(certificateTypeKind, result.certificate).value;
  const party = { name: '持证主体', code: '91220102YW9000019E' };
  const fields = Object.fromEntries(Object.entries(result.fields).map(([name, expression]) => [name, rules.evaluate(expression, { ...answers, answers, party, case: { number: '1' } })]));
  for (const { name } of type.fields) assert.ok(fields[name] !== undefined || !(name in result.fields), `${item.id}: ${name}`);
  const number = rules.evaluate(type.number, { serial: 3_000_017, year: '2026', division, issuer: item.organisation.id });
  assert.equal(typeof number, 'string');
  if (result.certificate === 'food-business-licence') {
    assert.match(String(number), /^JY2220102000017\d$/);
    assert.ok(mod11And10(String(number).slice(2)), 'check digit of the food licence');
  }
  if (result.certificate === 'business-licence') assert.equal(creditCodeFault(String(number)), undefined);
  const scope = {
    licence: { number, copy: '正本', issuedOn: '2026-11-23', validFrom: '2026-11-23', validTo: '2031-11-22', verifyUrl: 'https://portal.example/verify/1', identifier: '1' },
    holder: party, issuer: { name: item.organisation.name, code: item.organisation.id, seal: 'official' }, fields,
  };
  for (const locale of ['zh', 'en'] as const) {
    const layout = documents.render(content.get<DocumentTemplate>('document-template', type.template).value, scope, locale);
    assert.equal(layout.pages.length, 1, `${type.template} fits one page`);
  }
}

/** Samples beside definitions: `<folder>/samples/*.yaml`, named by the definition's `samples`. */
const samplesIn = (folder: string): string[] => globSync(`jilin/${folder}/samples/*.yaml`, { cwd: contentRoot }).sort();

describe('samples', () => {
  for (const [kind, folder] of [['life-event', 'life-events'], ['service-item', 'items']] as const) {
    for (const file of samplesIn(folder)) {
      const sample = parse(readFileSync(path.join(contentRoot, file), 'utf8')) as Sample;
      test(`${path.basename(file, '.yaml')}：${sample.name}`, () => {
        const owner = content.list<{ samples: string[] }>(kind, { where: (d) => d.value.samples.includes(`samples/${path.basename(file)}`) && !/\.\d/.test(d.id) })[0];
        assert.ok(owner, `${file} belongs to no definition`);
        walkSample(kind, owner.id, sample);
      });
    }
  }
  test('every item and life event has its samples', () => {
    for (const [kind, folder] of [['life-event', 'life-events'], ['service-item', 'items']] as const) {
      const there = samplesIn(folder).map((f) => `samples/${path.basename(f)}`);
      for (const d of content.list<{ samples: string[] }>(kind)) {
        assert.ok(d.value.samples.length > 0, d.id);
        for (const name of d.value.samples) assert.ok(there.includes(name), `${d.id}: ${name}`);
      }
    }
  });
});
