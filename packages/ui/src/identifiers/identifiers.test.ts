import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mod11, mod11And2, mod31, mod37And36 } from './check-characters.ts';
import { creditCodeFault, hasOrganisationCode } from './credit-code.ts';
import { birthDateOf, identityNumberFault, isCalendarDay, maskIdentityNumber, sexOf, upgradeIdentityNumber } from './identity-number.ts';
import { readLicenceIdentifier, writeLicenceIdentifier } from './licence-identifier.ts';
import { isOrganisationCode } from './organisation-code.ts';
import { countCharacters, plainCharacters } from './plain-characters.ts';

test('identity number: worked values of GB 11643 and of public test sets', () => {
  const worked = [
    ['11010519491231002', 'X'], ['44052418800101001', '4'], ['11010118800101012', '6'], ['44030518991231012', '7'], ['32010218850228012', 'X'],
  ] as const;
  for (const [head, check] of worked) {
    assert.equal(mod11And2(head), check);
    assert.equal(identityNumberFault(head + check), undefined);
  }
  for (const number of ['81000019980902013X', '820000200009100032', '830000200209060065', '932682198501010017']) assert.equal(identityNumberFault(number), undefined, number);
});

test('identity number: 15 to 18 characters', () => {
  assert.equal(upgradeIdentityNumber('150102880730303'), '150102198807303035');
  assert.equal(upgradeIdentityNumber('330102200403064'), '33010219200403064X');
  for (const wrong of ['', '15010288073030', '150102881330303', '15010288073030X', '990102880730303x']) assert.equal(upgradeIdentityNumber(wrong), undefined, wrong);
});

test('identity number: faults', () => {
  const cases = [
    ['11010519491231002', 'length'], ['11010519491231002x', 'characters'], ['１1010519491231002X', 'characters'], ['01010519491231002X', 'region'],
    ['11010519490229002X', 'date'], ['110105194912310021', 'check'], ['', 'length'],
  ] as const;
  for (const [number, fault] of cases) assert.equal(identityNumberFault(number), fault, number);
  assert.equal(identityNumberFault('11010519491231002X', '1949-12-30'), 'future');
  assert.equal(identityNumberFault('11010519491231002X', '1949-12-31'), undefined);
});

test('identity number: every single wrong digit and every swap of neighbours is found', () => {
  const number = '11010519491231002X';
  for (let i = 0; i < 18; i += 1) {
    for (const digit of '0123456789') if (digit !== number[i]) assert.notEqual(identityNumberFault(number.slice(0, i) + digit + number.slice(i + 1)), undefined);
    if (i < 17 && number[i] !== number[i + 1]) assert.notEqual(identityNumberFault(number.slice(0, i) + number[i + 1]! + number[i]! + number.slice(i + 2)), undefined);
  }
});

test('identity number: what it tells', () => {
  assert.equal(birthDateOf('11010519491231002X'), '1949-12-31');
  assert.equal(sexOf('11010519491231002X'), '2');
  assert.equal(sexOf('440305189912310127'), '2');
  assert.equal(sexOf('110101188001010126'), '2');
  assert.equal(sexOf('81000019980902013X'), '1');
  assert.equal(maskIdentityNumber('11010519491231002X'), '110***********002X');
});

test('calendar days', () => {
  for (const day of ['2000-02-29', '2024-02-29', '2026-12-31']) assert.equal(isCalendarDay(day), true, day);
  for (const day of ['1900-02-29', '2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-4-3', '0000-01-01', '2026-01-01T00:00']) assert.equal(isCalendarDay(day), false, day);
});

test('credit code: worked values of GB 32100 and public codes', () => {
  for (const code of ['91350100M000100Y43', '9144030071526726XG', '91330100799655058B', '914403001922038216', '91110000802100433B', '11100000000013338W', '91330100MA0A0A0A58', 'N2110000MC1234566R', '51440300500000015U']) {
    assert.equal(creditCodeFault(code), undefined, code);
    assert.equal(mod31(code.slice(0, 17)), code[17]);
  }
  assert.equal(hasOrganisationCode('91350100M000100Y43'), true);
});

test('credit code: faults', () => {
  const cases = [['91350100M000100Y44', 'check'], ['91350100M000100Y4', 'length'], ['91350100m000100Y43', 'characters'], ['9135010OM000100Y43', 'characters'], ['11370800MB2857374I', 'check'], ['', 'length']] as const;
  for (const [code, fault] of cases) assert.equal(creditCodeFault(code), fault, code);
});

test('organisation code: worked values of GB 11714', () => {
  for (const [head, check] of [['D2143569', 'X'], ['00001333', '8'], ['M000100Y', '4'], ['12345678', '8']] as const) {
    assert.equal(mod11(head), check);
    assert.equal(isOrganisationCode(`${head}-${check}`), true);
    assert.equal(isOrganisationCode(head + check), true);
  }
  for (const wrong of ['D2143569-1', 'D214356-X', 'd2143569X', '']) assert.equal(isOrganisationCode(wrong), false, wrong);
});

test('licence identifier: worked values of GB/T 36904', () => {
  assert.equal(mod37And36('A12425GABC1234002'), 'M');
  const head = '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.';
  assert.deepEqual(readLicenceIdentifier(`${head}002.S`), { type: '11100000000013338W011', issuer: '11430000006122244L', serial: '20230000403', version: '002' });
  assert.ok(readLicenceIdentifier(`${head}001.U`));
  assert.ok(readLicenceIdentifier('1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9'));
  const wrong = '1.2.156.3005.2.11100000000013661B006.113700000045046442.209FA4E88F9E4C878F3E9BED2CE7EA49.001.';
  assert.equal(readLicenceIdentifier(`${wrong}M`), undefined, 'a published sample with a wrong check character');
  assert.ok(readLicenceIdentifier(`${wrong}D`));
  assert.equal(writeLicenceIdentifier({ type: '11100000000013338W011', issuer: '11430000006122244L', serial: '20230000403', version: '002' }), `${head}002.S`);
});

test('no text makes a check throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
    identityNumberFault(text, '2026-01-01');
    creditCodeFault(text);
    isOrganisationCode(text);
    readLicenceIdentifier(text);
    upgradeIdentityNumber(text);
    return plainCharacters(plainCharacters(text)) === plainCharacters(text);
  }));
});

test('plain characters and counting', () => {
  assert.equal(plainCharacters('　１１０１０５ＡＢｘ '), '110105ABx');
  assert.equal(countCharacters('𠮷田'), 2);
});
