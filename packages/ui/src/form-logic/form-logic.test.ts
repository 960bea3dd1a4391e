import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { check } from './check.ts';
import { compileForm, type CompiledForm } from './compile-form.ts';
import { formPages, nextPage } from './form-pages.ts';
import type { Field, Form, Section } from './form.ts';
import { mergeForms } from './merge-forms.ts';
import { compileProjection, projectionFaults } from './project-answers.ts';
import { restoreAnswers } from './restore-answers.ts';
import { settle } from './settle.ts';
import { fillSources, wantedSources } from './sources.ts';

const now = new Date('2026-11-22T04:00:00Z');
const at = { now };

const formOf = (...sections: Section[]): Form => ({ id: 'f', version: 1, title: '表', pages: [{ id: 'p', title: '页', sections }] });
const fields = (...list: Field[]): Form => formOf({ id: 'main', fields: list });
const compiled = (form: Form, names: string[] = []): CompiledForm => {
  const result = compileForm(form, names);
  assert.deepEqual(result.problems, []);
  return result.compiled!;
};
const codes = (form: Form, answers: unknown, extra: object = {}): string[] =>
  check(compiled(form), answers, { ...at, ...extra }).problems.map((problem) => `${problem.path}:${problem.code}`);

const restaurant = formOf(
  { id: 'shop', fields: [
    { id: 'name', type: 'text', label: '名称', required: true, maxLength: 10 },
    { id: 'kind', type: 'choice', label: '业态', required: true, options: [{ code: 'canteen', label: '食堂' }, { code: 'cafe', label: '咖啡馆' }, { code: 'bar', label: '酒吧', showIf: 'area >= 50' }] },
    { id: 'area', type: 'number', label: '面积', min: 1, decimals: 1 },
    { id: 'large', type: 'boolean', label: '大型', compute: 'area >= 150' },
    { id: 'plan', type: 'file', label: '图纸', showIf: 'large', required: true, accept: ['.pdf', 'image/*'], maxFiles: 2 },
    { id: 'fee', type: 'money', label: '费用', compute: 'if large then 50000 else 20000' },
  ] },
  { id: 'staff', repeat: { min: 1, max: 3 }, showIf: 'kind != "canteen"', fields: [
    { id: 'person', type: 'text', label: '姓名', required: true },
    { id: 'idNumber', type: 'identity-number', label: '身份证', required: true, sensitive: true },
    { id: 'birth', type: 'date', label: '出生日期', compute: 'birthDateOf(idNumber)' },
    { id: 'cook', type: 'boolean', label: '从事烹饪' },
    { id: 'health', type: 'date', label: '健康证到期', showIf: 'cook', required: 'large', check: [{ if: 'health > today()', message: { zh: '健康证已过期', en: 'Expired' } }] },
  ] },
);

test('answers that count: hidden ones go, computed ones come', () => {
  const c = compiled(restaurant);
  const { answers } = settle(c, { name: ' 长白面馆 ', kind: 'cafe', area: 160, large: false, stranger: 1, staff: [{ person: '张三', idNumber: '１１０１０５１９４９１２３１００２x', health: '2027-01-01' }] }, at);
  assert.deepEqual(answers, { name: '长白面馆', kind: 'cafe', area: 160, large: true, fee: 50000, staff: [{ person: '张三', idNumber: '11010519491231002X', birth: '1949-12-31' }] });
  assert.deepEqual(settle(c, { kind: 'canteen', staff: [{ person: 'x' }], plan: [] }, at).answers, { kind: 'canteen', fee: 20000 });
});

test('an option that is not offered any more does not count', () => {
  assert.equal(settle(compiled(restaurant), { kind: 'bar', area: 20 }, at).answers['kind'], undefined);
  assert.equal(settle(compiled(restaurant), { kind: 'bar', area: 60 }, at).answers['kind'], 'bar');
});

test('a whole form is checked, each problem at its path and page', () => {
  assert.deepEqual(codes(restaurant, {}), ['name:required', 'kind:required', 'staff:tooFew']);
  assert.deepEqual(codes(restaurant, { name: '店', kind: 'canteen' }), []);
  assert.deepEqual(codes(restaurant, { name: '店', kind: 'cafe', area: 200, staff: [{ person: '李', idNumber: '11010519491231002X', cook: true }] }), ['plan:required', 'staff.0.health:required']);
  assert.deepEqual(codes(restaurant, { name: '店', kind: 'cafe', staff: [{ person: '李', idNumber: '11010519491231002X', cook: true, health: '2020-01-01' }] }), ['staff.0.health:rule']);
  const file = { id: 'a', name: 'a.exe', bytes: 10, type: 'application/x' };
  assert.deepEqual(codes(restaurant, { name: '店', kind: 'canteen', area: 200, plan: [file] }), ['plan:fileType']);
  assert.deepEqual(codes(restaurant, { name: '店', kind: 'canteen', area: 200, plan: [{ ...file, name: 'A.PDF' }] }), []);
});

test('only one page is checked when one is named', () => {
  const form: Form = { id: 'f', version: 1, title: '表', pages: [
    { id: 'one', title: '一', sections: [{ id: 's1', fields: [{ id: 'a', type: 'text', label: 'a', required: true }] }] },
    { id: 'two', title: '二', showIf: 'a = "yes"', sections: [{ id: 's2', fields: [{ id: 'b', type: 'text', label: 'b', required: true }] }] },
    { id: 'three', title: '三', sections: [{ id: 's3', fields: [{ id: 'c', type: 'text', label: 'c' }] }] },
  ] };
  const c = compiled(form);
  assert.deepEqual(check(c, { a: 'yes' }, { ...at, page: 'one' }).problems, []);
  assert.deepEqual(formPages(c, { a: 'yes' }, at).map((page) => [page.id, page.problems]), [['one', 0], ['two', 1], ['three', 0]]);
  assert.equal(nextPage(c, 'one', { a: 'yes' }, at), 'two');
  assert.equal(nextPage(c, 'one', { a: 'no' }, at), 'three');
  assert.equal(nextPage(c, 'three', {}, at), undefined);
});

test('values of each type', () => {
  const cases: [Field, unknown, string | null][] = [
    [{ id: 'x', label: 'x', type: 'text', maxLength: 3 }, '𠮷𠮷𠮷', null],
    [{ id: 'x', label: 'x', type: 'text', maxLength: 3 }, '𠮷𠮷𠮷𠮷', 'tooLong'],
    [{ id: 'x', label: 'x', type: 'text' }, 5, 'type'],
    [{ id: 'x', label: 'x', type: 'text' }, 'a\u202eb', 'characters'],
    [{ id: 'x', label: 'x', type: 'text' }, 'a\ud800', 'characters'],
    [{ id: 'x', label: 'x', type: 'text' }, 'a\nb', 'characters'],
    [{ id: 'x', label: 'x', type: 'text', multiline: true }, 'a\nb', null],
    [{ id: 'x', label: 'x', type: 'text', pattern: '[A-Z]{2}' }, 'ABC', 'pattern'],
    [{ id: 'x', label: 'x', type: 'number' }, '１２．５', null],
    [{ id: 'x', label: 'x', type: 'number' }, 'zwölf', 'type'],
    [{ id: 'x', label: 'x', type: 'number' }, Number.NaN, 'type'],
    [{ id: 'x', label: 'x', type: 'number', max: 5 }, 6, 'tooLarge'],
    [{ id: 'x', label: 'x', type: 'number', decimals: 1 }, 0.25, 'decimals'],
    [{ id: 'x', label: 'x', type: 'number', decimals: 1 }, 0.3, null],
    [{ id: 'x', label: 'x', type: 'money' }, 12.5, 'type'],
    [{ id: 'x', label: 'x', type: 'money' }, -1, 'tooSmall'],
    [{ id: 'x', label: 'x', type: 'money', max: 100 }, 100, null],
    [{ id: 'x', label: 'x', type: 'date' }, '2026-02-29', 'date'],
    [{ id: 'x', label: 'x', type: 'date' }, '2024-02-29', null],
    [{ id: 'x', label: 'x', type: 'date', max: 'today' }, '2026-11-23', 'tooLarge'],
    [{ id: 'x', label: 'x', type: 'date', max: 'today' }, '2026-11-22', null],
    [{ id: 'x', label: 'x', type: 'choice', options: [{ code: 'a', label: 'a' }] }, 'b', 'option'],
    [{ id: 'x', label: 'x', type: 'choice', options: [{ code: 'a', label: 'a' }] }, ['a'], 'type'],
    [{ id: 'x', label: 'x', type: 'choice', multiple: true, options: [{ code: 'a', label: 'a' }] }, ['a', 'a'], 'option'],
    [{ id: 'x', label: 'x', type: 'choice', multiple: true, options: [{ code: 'a', label: 'a' }] }, ['a'], null],
    [{ id: 'x', label: 'x', type: 'choice', codeList: 'sex' }, '3', 'option'],
    [{ id: 'x', label: 'x', type: 'choice', codeList: 'sex' }, '1', null],
    [{ id: 'x', label: 'x', type: 'region', level: 'county' }, '2201', 'region'],
    [{ id: 'x', label: 'x', type: 'region', level: 'county' }, '220102', null],
    [{ id: 'x', label: 'x', type: 'region', level: 'county' }, '229999', 'notFound'],
    [{ id: 'x', label: 'x', type: 'address', level: 'county' }, { region: '220102', detail: '人民大街 1 号' }, null],
    [{ id: 'x', label: 'x', type: 'address', level: 'county' }, { region: '220102' }, 'type'],
    [{ id: 'x', label: 'x', type: 'address', level: 'county' }, { region: '220102', detail: 'a', more: 1 }, 'type'],
    [{ id: 'x', label: 'x', type: 'identity-number' }, '110105 19491231 002x', null],
    [{ id: 'x', label: 'x', type: 'identity-number' }, '110105194912310021', 'identityCheck'],
    [{ id: 'x', label: 'x', type: 'identity-number' }, '110105490231002', 'identityLength'],
    [{ id: 'x', label: 'x', type: 'credit-code' }, '91350100m000100y43', null],
    [{ id: 'x', label: 'x', type: 'credit-code' }, '91350100M000100Y44', 'creditCheck'],
    [{ id: 'x', label: 'x', type: 'phone' }, '１３８００１３８０００', null],
    [{ id: 'x', label: 'x', type: 'phone' }, '0431-88904321', null],
    [{ id: 'x', label: 'x', type: 'phone' }, '12345', 'phone'],
    [{ id: 'x', label: 'x', type: 'boolean', mustBeTrue: true }, false, 'mustAgree'],
    [{ id: 'x', label: 'x', type: 'boolean' }, 'true', 'type'],
    [{ id: 'x', label: 'x', type: 'lookup', register: 'company' }, 'gone', 'notFound'],
    [{ id: 'x', label: 'x', type: 'licence', licenceType: 'food' }, 'L1', null],
    [{ id: 'x', label: 'x', type: 'file', maxBytes: 1000 }, [{ id: 'a', name: 'a', bytes: 1001, type: 't' }], 'fileSize'],
    [{ id: 'x', label: 'x', type: 'file', maxFiles: 1 }, [{}, {}], 'tooMany'],
    [{ id: 'x', label: 'x', type: 'file' }, [{ id: 'a' }], 'type'],
    [{ id: 'x', label: 'x', type: 'signature' }, 'data:image/png', 'type'],
    [{ id: 'x', label: 'x', type: 'note' }, 'text', null],
  ];
  const lookups = { codeListHas: (_: string, code: string) => code === '1', regionExists: (code: string) => code !== '229999', registerHas: () => false, walletHas: () => true };
  for (const [field, value, code] of cases) {
    assert.deepEqual(codes(fields(field), { x: value }, { lookups }), code === null ? [] : [`x:${code}`], `${field.type} ${JSON.stringify(value)}`);
  }
});

test('hostile answers are problems at their paths', () => {
  assert.deepEqual(codes(restaurant, null), [':type', 'name:required', 'kind:required', 'staff:tooFew']);
  assert.deepEqual(codes(restaurant, JSON.parse('{"__proto__":{"name":"x"},"constructor":1,"name":"店","kind":"canteen"}')), ['__proto__:unknown', 'constructor:unknown']);
  const good = { name: '店', kind: 'cafe' };
  assert.deepEqual(codes(restaurant, { ...good, staff: 'x' }), ['staff:type']);
  assert.deepEqual(codes(restaurant, { ...good, staff: [1, { person: '李', idNumber: '11010519491231002X', extra: 1 }] }), ['staff.0:type', 'staff.1.extra:unknown']);
  assert.deepEqual(codes(restaurant, { ...good, staff: Array(100_000).fill({}) }), ['staff:tooMany']);
  assert.deepEqual(codes(restaurant, { ...good, person: 'not outside its section', kind: 'canteen' }), ['person:unknown']);
  const flood = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, i]));
  assert.equal(check(compiled(restaurant), flood, at).problems.length, 200);
  assert.equal(({} as Record<string, unknown>)['name'], undefined);
});

test('a locked field must be what its register says', () => {
  const form = fields({ id: 'code', type: 'credit-code', label: '代码' }, { id: 'company', type: 'text', label: '名称', source: { register: 'legal-entity', field: 'name', by: 'code', locked: true } });
  const sourced = { company: '长春某公司' };
  assert.deepEqual(codes(form, { company: '另一家' }, { sourced }), ['company:locked']);
  assert.deepEqual(codes(form, { company: '长春某公司' }, { sourced }), []);
  assert.deepEqual(codes(form, { company: '另一家' }, {}), []);
});

test('a form that cannot work is refused when it is read', () => {
  const refused = (form: Form, names: string[] = []): string[] => compileForm(form, names).problems.map((problem) => `${problem.path}:${problem.code}`);
  const text = (id: string, more: Partial<Field> = {}): Field => ({ id, type: 'text', label: id, ...more }) as Field;
  assert.deepEqual(refused(fields(text('a', { showIf: 'b = 1' }))), ['pages.0.sections.0.fields.0.showIf:unknownName']);
  assert.deepEqual(refused(fields(text('a', { showIf: 'applicant.kind = "person"' })), ['applicant']), []);
  assert.deepEqual(refused(fields(text('a', { check: [{ if: 'a >', message: 'x' }] }))), ['pages.0.sections.0.fields.0.check.0.if:expression']);
  assert.deepEqual(refused(fields(text('a', { compute: 'lenght(a2)' }), text('a2'))), ['pages.0.sections.0.fields.0.compute:unknownName']);
  assert.deepEqual(refused(fields(text('a'), text('a'))), ['pages.0.sections.0.fields.1.id:doubled']);
  assert.deepEqual(refused(fields(text('__proto__'), text('if'), text('a b'))), ['pages.0.sections.0.fields.0.id:id', 'pages.0.sections.0.fields.1.id:id', 'pages.0.sections.0.fields.2.id:id']);
  assert.deepEqual(refused(fields(text('a', { compute: 'b' }), text('b', { compute: 'c' }), text('c', { showIf: 'a = "1"' }))), ['a:ring']);
  assert.deepEqual(refused(formOf({ id: 'rows', repeat: { min: 0, max: 2 }, fields: [text('a', { compute: 'string(count(rows))' })] })), ['rows:ring']);
  assert.deepEqual(refused(formOf({ id: 'rows', repeat: { min: 0, max: 2 }, fields: [text('a')] }, { id: 's', fields: [text('b', { compute: 'a' })] })), ['pages.0.sections.1.fields.0.compute:unknownName']);
  assert.deepEqual(refused(formOf({ id: 'rows', repeat: { min: 0, max: 2 }, fields: [text('a')] }, { id: 's', fields: [text('b', { compute: 'rows[1].a' }), text('c', { showIf: 'rows.z' })] })), ['pages.0.sections.1.fields.1.showIf:unknownName']);
  assert.deepEqual(refused(fields(text('a', { pattern: '(' }))), ['pages.0.sections.0.fields.0:field']);
  assert.deepEqual(refused(formOf({ id: 's', repeat: { min: 3, max: 2 }, fields: [text('a')] })), ['pages.0.sections.0.repeat:limit']);
});

test('sums over rows and conditions over dates', () => {
  const form = formOf(
    { id: 'items', repeat: { min: 0, max: 9 }, fields: [{ id: 'price', type: 'money', label: '价' }, { id: 'pieces', type: 'number', label: '件' }, { id: 'line', type: 'money', label: '小计', compute: 'price * pieces' }] },
    { id: 'total', fields: [
      { id: 'sumFen', type: 'money', label: '合计', compute: 'sum(items.line)' },
      { id: 'from', type: 'date', label: '起' },
      { id: 'to', type: 'date', label: '止', check: [{ if: 'to >= from', message: '止早于起' }] },
    ] },
  );
  assert.equal(settle(compiled(form), { items: [{ price: 100, pieces: 2 }, { price: 50, pieces: 3 }] }, at).answers['sumFen'], 350);
  assert.deepEqual(codes(form, { from: '2026-02-01', to: '2026-01-31' }), ['to:rule']);
  assert.deepEqual(codes(form, { from: '2026-02-01', to: '2026-02-01' }), []);
  assert.deepEqual(codes(form, { to: '2026-02-01' }), [], 'what is not known yet passes');
});

const json = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.jsonValue(), fc.constantFrom('1', 'cafe', 'canteen', '2026-01-01', 200, true, null), fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('name', 'kind', 'area', 'large', 'plan', 'staff', 'person', 'idNumber', 'cook', 'health', 'birth', 'fee', '__proto__', 'constructor', 'x'), tie('value'), { maxKeys: 8 })),
})).value;

test('settling twice changes nothing more', () => {
  const c = compiled(restaurant);
  fc.assert(fc.property(json, (answers) => {
    const once = settle(c, answers, at).answers;
    assert.deepEqual(settle(c, once, at).answers, once);
  }), { numRuns: 300 });
});

test('check answers any JSON with problems, never with an exception, and leaves it unchanged', () => {
  const c = compiled(restaurant);
  fc.assert(fc.property(json, (answers) => {
    const before = JSON.stringify(answers);
    const { problems } = check(c, answers, at);
    assert.equal(JSON.stringify(answers), before);
    for (const problem of problems) assert.ok(problem.message.zh && problem.message.en && !/\{\w+\}/.test(problem.message.zh));
  }), { numRuns: 300 });
});

test('answers of an older version: what is asked unchanged stays', () => {
  const text = (id: string, more: object = {}): Field => ({ id, type: 'text', label: id, ...more }) as Field;
  const before = formOf({ id: 's', fields: [text('a'), text('b'), text('c'), { id: 'd', type: 'choice', label: 'd', options: [{ code: '1', label: 'x' }] }] }, { id: 'rows', repeat: { min: 0, max: 3 }, fields: [text('e'), text('f')] });
  const after = formOf({ id: 's', fields: [text('a', { label: '新的文字', required: true }), { id: 'b', type: 'number', label: 'b' }, { id: 'd', type: 'choice', label: 'd', options: [{ code: '2', label: 'x' }] }] }, { id: 'rows', repeat: { min: 0, max: 3 }, fields: [text('e')] });
  assert.deepEqual(restoreAnswers(before, after, { a: '1', b: '2', c: '3', d: '1', rows: [{ e: 'x', f: 'y' }] }), { answers: { a: '1', rows: [{ e: 'x' }] }, dropped: ['b', 'c', 'd', 'rows.f'] });
});

test('one form for several items, and the answers of each item out of it', () => {
  const text = (id: string, more: object = {}): Field => ({ id, type: 'text', label: id, ...more }) as Field;
  const food = { ...fields(text('name'), text('kitchen')), id: 'food' };
  const fire = { ...fields(text('name', { label: '字号' }), text('exits')), id: 'fire' };
  const { form, conflicts } = mergeForms([food, fire], { id: 'open-restaurant', version: 1, title: '开餐馆' });
  assert.deepEqual(conflicts, []);
  assert.deepEqual(form.pages.flatMap((page) => page.sections.flatMap((section) => section.fields.map((field) => field.id))), ['name', 'kitchen', 'exits']);
  assert.deepEqual(mergeForms([food, { ...fields({ id: 'name', type: 'number', label: 'n' }), id: 'other' }], { id: 'x', version: 1, title: 'x' }).conflicts, [{ id: 'name', forms: ['food', 'other'] }]);
  const shared = compiled(form);
  const project = compileProjection(shared, compiled(fire), { exits: 'kitchen + "/" + exits' });
  assert.deepEqual(project({ name: '店', kitchen: 'k', exits: '2' }, at), { name: '店', exits: 'k/2' });
  assert.deepEqual(projectionFaults(shared, compiled(fire), { exits: 'nothing', other: 'name' }), [['exits', 'nothing'], ['other', 'other']]);
});

test('what registers hold is asked for by key and filled in', () => {
  const form = formOf(
    { id: 's', fields: [{ id: 'code', type: 'credit-code', label: '代码' }, { id: 'company', type: 'text', label: '名称', source: { register: 'legal-entity', field: 'name', by: 'code', locked: true } }, { id: 'phone', type: 'phone', label: '电话', source: { register: 'legal-entity', field: 'phone', by: 'code' } }] },
    { id: 'staff', repeat: { min: 0, max: 3 }, fields: [{ id: 'idNumber', type: 'identity-number', label: '号码' }, { id: 'person', type: 'text', label: '姓名', source: { register: 'person', field: 'name', by: 'idNumber' } }] },
    { id: 't', fields: [{ id: 'seat', type: 'text', label: '住所', source: { register: 'legal-entity', field: 'seat', by: 'applicant.code' } }] },
  );
  const c = compiled(form, ['applicant']);
  const answers = { code: '91350100M000100Y43', company: '写错了', phone: '13800138000', staff: [{}, { idNumber: '11010519491231002X' }] };
  const wanted = wantedSources(c, answers, { now, context: { applicant: { code: '9144030071526726XG' } } });
  assert.deepEqual(wanted.map(({ path, key }) => [path, key]), [['company', '91350100M000100Y43'], ['phone', '91350100M000100Y43'], ['staff.1.person', '11010519491231002X'], ['seat', '9144030071526726XG']]);
  const filled = fillSources(answers, wanted, { company: '甲公司', phone: '0431-12345678', 'staff.1.person': '张三', seat: '人民大街' });
  assert.deepEqual(filled, { ...answers, company: '甲公司', seat: '人民大街', staff: [{}, { idNumber: '11010519491231002X', person: '张三' }] });
});
