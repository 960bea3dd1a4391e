import { createRandom, identityNumber } from './identifiers.ts';
import { givenName, surname } from './demo-names.ts';

export type PersonRow = Record<string, string>;

const DAY = '2026-11-01';
const PERSONS = 300;
const COLUMNS = ['id', 'name', 'sex', 'birthDate', 'identityNumber', 'ethnicGroup', 'marriage', 'education', 'occupation', 'spouse', 'father', 'mother', 'marriedOn', 'expectedBirth', 'division', 'address', 'phone'];

/** People that stories and guides speak of by name: always the first rows. */
const CAST: PersonRow[] = [
  { name: '王雨桐', sex: '2', birthDate: '1990-04-18', marriage: '10', education: '20', occupation: 'self-employed' }, // opens a restaurant
  { name: '李思远', sex: '1', birthDate: '1993-08-02', marriage: '21', education: '20', occupation: 'employed' }, // expects a child with …
  { name: '陈佳宁', sex: '2', birthDate: '1995-02-26', marriage: '21', education: '10', occupation: 'employed' },
  { name: '赵德厚', sex: '1', birthDate: '1965-12-20', marriage: '21', education: '60', occupation: 'employed' }, // about to retire
  { name: '孙秀兰', sex: '2', birthDate: '1944-03-09', marriage: '30', education: '80', occupation: 'retired' }, // old-age allowance
  { name: '周文博', sex: '1', birthDate: '2003-06-30', marriage: '10', education: '20', occupation: 'unemployed' }, // a new graduate
  { name: '吴桂英', sex: '2', birthDate: '1968-10-11', marriage: '40', education: '70', occupation: 'unemployed' }, // subsistence allowance
  { name: '郑海峰', sex: '1', birthDate: '1982-01-15', marriage: '21', education: '30', occupation: 'self-employed' }, // owns a building company
  { name: '刘㛃颖', sex: '2', birthDate: '1988-09-23', marriage: '21', education: '20', occupation: 'employed' }, // a rare character in the name
  { name: '欧阳明𬭎', sex: '1', birthDate: '1979-07-07', marriage: '10', education: '10', occupation: 'employed' }, // one beyond the basic plane
];
const YANJI: PersonRow[] = [
  { name: '金哲洙', sex: '1', birthDate: '1985-05-05', ethnicGroup: '10', marriage: '21', education: '20', occupation: 'self-employed' },
  { name: '朴英姬', sex: '2', birthDate: '1987-11-19', ethnicGroup: '10', marriage: '21', education: '30', occupation: 'employed' },
];

/** About three hundred people: the cast, then households of couples with children and parents, then singles. */
export function createPersons(divisions: Record<string, string>[]): PersonRow[] {
  const random = createRandom(220101);
  const villages = divisions.filter((d) => d['level'] === '5');
  const names = new Map(divisions.map((d) => [d['id'] ?? '', d['name'] ?? '']));
  const home = (prefix: string): { division: string; address: string } => {
    const village = random.pick(villages.filter((v) => (v['id'] ?? '').startsWith(prefix)));
    const id = village['id'] ?? '';
    const place = [4, 6, 9, 12].map((n) => names.get(id.slice(0, n)) ?? '').join('').replace(/村委会$/, '村').replace(/居委会$/, '');
    return { division: id, address: `${place}${random.int(1, 30)}栋${random.int(1, 6)}单元${random.int(1, 18)}0${random.int(1, 4)}室` };
  };
  const districts = ['220102', '220103', '220104', '220105', '220106', '220112', '220113', '220122', '220202', '220204', '222401'];
  const rows: PersonRow[] = [];
  const used = new Set<string>();

  const add = (person: PersonRow, where: { division: string; address: string }): PersonRow => {
    const sex = person['sex'] as '1' | '2';
    const birth = person['birthDate'] ?? '';
    // Issued at birth in some district of Changchun; sequences from 900 on, odd for men.
    let number = '';
    do number = identityNumber(random.pick(['220102', '220103', '220104', '220105']), birth, random.int(450, 498) * 2 + (sex === '1' ? 1 : 0));
    while (used.has(number));
    used.add(number);
    const serial = rows.length + 1;
    const row: PersonRow = {
      id: `p${String(serial).padStart(3, '0')}`, ethnicGroup: '01', ...person, identityNumber: number, ...where,
      phone: age(birth) >= 12 ? `1420000${String(serial).padStart(4, '0')}` : '',
    };
    rows.push(row);
    return row;
  };
  const born = (from: number, to: number): string => `${random.int(from, to)}-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
  const marry = (husband: PersonRow, wife: PersonRow): void => {
    husband['spouse'] = wife['id'] ?? '';
    wife['spouse'] = husband['id'] ?? '';
    const year = Math.min(2024, Math.max(Number(husband['birthDate']?.slice(0, 4)) + 23, Number(wife['birthDate']?.slice(0, 4)) + 21));
    const on = born(year, year);
    husband['marriedOn'] = on;
    wife['marriedOn'] = on;
  };
  const adult = (sex: '1' | '2', birthDate: string, korean: boolean): PersonRow => ({
    name: surname(random, korean) + givenName(random, sex, korean), sex, birthDate, ethnicGroup: korean ? '10' : random.next() < 0.1 ? '11' : '01',
    marriage: '10', education: random.pick(['10', '20', '20', '30', '40', '60', '70']),
    occupation: age(birthDate) >= 60 ? 'retired' : random.pick(['employed', 'employed', 'employed', 'self-employed', 'farmer']),
  });
  const child = (father: PersonRow, mother: PersonRow, birthDate: string): PersonRow => {
    const sex = random.pick(['1', '2'] as const);
    const korean = father['ethnicGroup'] === '10';
    const family = (father['name'] ?? '').slice(0, ['欧阳', '上官', '司徒', '诸葛'].includes((father['name'] ?? '').slice(0, 2)) ? 2 : 1);
    const years = age(birthDate);
    return {
      name: family + givenName(random, sex, korean), sex, birthDate, ethnicGroup: father['ethnicGroup'] ?? '01', marriage: '10',
      education: years >= 12 ? '80' : '', occupation: years < 6 ? 'preschool' : 'student', father: father['id'] ?? '', mother: mother['id'] ?? '',
    };
  };

  const south = home('220102001');
  const cast = CAST.map((person, i) => add(person, i === 1 || i === 2 ? south : home(`22010200${random.int(1, 9)}`)));
  marry(cast[1] as PersonRow, cast[2] as PersonRow);
  (cast[2] as PersonRow)['expectedBirth'] = '2026-12-08';
  const north = home('222401');
  const yanji = YANJI.map((person) => add(person, north));
  marry(yanji[0] as PersonRow, yanji[1] as PersonRow);
  add(child(yanji[0] as PersonRow, yanji[1] as PersonRow, '2015-03-21'), north);
  // The others of the cast who are married need their husbands and wives.
  for (const one of cast.filter((p) => p['marriage'] === '21' && !p['spouse'])) {
    const sex = one['sex'] === '1' ? '2' : '1';
    const spouse = add({ ...adult(sex, born(Number(one['birthDate']?.slice(0, 4)) - 1, Number(one['birthDate']?.slice(0, 4)) + 1), false), marriage: '21' }, { division: one['division'] ?? '', address: one['address'] ?? '' });
    if (sex === '1') marry(spouse, one);
    else marry(one, spouse);
  }

  for (let household = 0; rows.length < PERSONS - 25; household += 1) {
    const district = random.pick(districts);
    const where = home(district);
    const korean = district === '222401' && random.next() < 0.6;
    const birth = random.int(1958, 1998);
    const husband = add({ ...adult('1', born(birth - 2, birth), korean), marriage: '21' }, where);
    const wife = add({ ...adult('2', born(birth - 1, birth + 1), korean), marriage: '21' }, where);
    marry(husband, wife);
    const first = birth + random.int(25, 30);
    for (let year = first, n = random.int(0, 3); n > 0 && year <= 2026; year += random.int(2, 4), n -= 1) {
      if (year < 2006) continue; // grown children live elsewhere
      const on = born(year, year);
      if (on < '2026-09-30') add(child(husband, wife, on), where);
    }
    if (birth >= 1990 && household % 2 === 0) wife['expectedBirth'] = `${random.pick(['2026-11', '2026-12', '2027-01', '2027-02'])}-${random.int(10, 28)}`;
    if (random.next() < 0.2) add({ ...adult(random.pick(['1', '2']), born(birth - 30, birth - 24), korean), marriage: '30', occupation: 'retired' }, where);
  }
  while (rows.length < PERSONS) {
    const birth = random.int(1950, 2005);
    const single = adult(random.pick(['1', '2']), born(birth, birth), false);
    add({ ...single, marriage: birth < 1970 ? random.pick(['30', '40']) : random.pick(['10', '10', '40']) }, home(random.pick(districts)));
  }
  return rows.map((row) => Object.fromEntries(COLUMNS.map((c) => [c, row[c] ?? ''])));
}

/** Full years on the day of making. */
export function age(birthDate: string): number {
  return Number(DAY.slice(0, 4)) - Number(birthDate.slice(0, 4)) - (DAY.slice(5) < birthDate.slice(5) ? 1 : 0);
}
