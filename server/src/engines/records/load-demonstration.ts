import { Readable } from 'node:stream';
import { companyId, demonstrationCompanyKind, demonstrationPersonId, demonstrationPersonKind, organisationKind, type DemonstrationPerson } from '#engines/access';
import type { Content } from '#engines/content';
import type { Records } from './create-records.ts';
import type { LoadReport } from './load-records.ts';

interface DemonstrationOptions {
  content: Pick<Content, 'list' | 'find'>;
  now: Date;
  newId: () => string;
}

/** The district in which premises lie, and running numbers: 不动产单元号 (28 characters). */
const unitNumber = (division: string, i: number): string => `${division.slice(0, 6).padEnd(6, '0')}001001GB${String(i).padStart(5, '0')}F${String(i).padStart(8, '0')}`;

/**
 * Fills the base registers with the invented people and companies of demonstration packs: persons, households, couples, homes and
 * premises with owners, insured employees. The same content gives the same rows and ids; a second call changes nothing.
 */
export async function loadDemonstration(records: Records, { content, now, newId }: DemonstrationOptions): Promise<LoadReport[]> {
  const persons = content.list(demonstrationPersonKind).map((d) => d.value).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const companies = content.list(demonstrationCompanyKind).map((d) => d.value).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map(persons.map((p) => [p.id, p]));
  const organisationName = (code: string): string | undefined => content.find(organisationKind, code)?.value.name;
  // a household is led by the husband, or by whoever lives alone; children belong to their father's or mother's
  const headOf = (p: DemonstrationPerson): DemonstrationPerson => {
    const spouse = p.spouse === undefined ? undefined : byId.get(p.spouse);
    if (spouse !== undefined) return p.sex === '1' ? p : spouse;
    const parent = byId.get(p.father ?? '') ?? byId.get(p.mother ?? '');
    return parent !== undefined && parent.address === p.address ? headOf(parent) : p;
  };
  const relationOf = (p: DemonstrationPerson): string => {
    const head = headOf(p);
    if (head === p) return '0';
    if (head.id === p.spouse) return '1';
    return [p.father, p.mother].some((id) => id === head.id || id === head.spouse) ? (p.sex === '1' ? '2' : '3') : '4';
  };
  const householdNumber = (p: DemonstrationPerson): string => `${headOf(p).division.slice(0, 6)}${headOf(p).id.replace(/\D/g, '').padStart(8, '0')}`;
  const adults = persons.filter((p) => headOf(p) === p);

  const population = persons.map((p) => ({
    name: p.name, sex: p.sex, ethnicGroup: p.ethnicGroup, birthDate: p.birthDate, identityNumber: p.identityNumber, division: p.division, residenceAddress: p.address,
    maritalStatus: p.marriage, education: p.education, occupation: p.occupation, householdNumber: householdNumber(p), phone: p.phone, alive: true,
    father: p.father === undefined ? undefined : demonstrationPersonId(p.father), mother: p.mother === undefined ? undefined : demonstrationPersonId(p.mother),
  }));
  const legalEntities = companies.map((c) => ({
    creditCode: c.id, name: c.name, type: c.type, legalRepresentative: byId.get(c.legalRepresentative)?.name, legalRepresentativeNumber: byId.get(c.legalRepresentative)?.identityNumber,
    registeredCapital: c.capitalTenThousandYuan * 10_000, division: c.division, address: c.address, businessScope: c.scope, industry: c.industry, establishedOn: c.establishedOn, state: c.state,
    registeringAuthority: organisationName(c.registrar), registeringAuthorityCode: c.registrar, phone: c.phone,
  }));
  const households = persons.map((p) => ({ householdNumber: householdNumber(p), memberNumber: p.identityNumber, memberName: p.name, relation: relationOf(p), division: headOf(p).division, address: headOf(p).address }));
  const marriages = persons.filter((p) => p.sex === '1' && p.marriedOn !== undefined && byId.has(p.spouse ?? '')).map((p) => {
    const wife = byId.get(p.spouse!)!;
    return {
      certificateNumber: `J${p.division.slice(0, 6)}-${p.marriedOn!.slice(0, 4)}-${p.id.replace(/\D/g, '').padStart(6, '0')}`, husbandName: p.name, husbandNumber: p.identityNumber, wifeName: wife.name, wifeNumber: wife.identityNumber,
      registeredOn: p.marriedOn, division: p.division.slice(0, 6),
    };
  });
  const homes = adults.map((p, i) => ({
    unitNumber: unitNumber(p.division, i + 1), certificateNumber: `吉（2020）不动产权第${String(i + 1).padStart(7, '0')}号`, owner: p.name, ownerCode: p.identityNumber, coOwnerCode: byId.get(p.spouse ?? '')?.identityNumber,
    division: p.division, location: p.address, areaSquareMetres: 60 + ((i * 17) % 90), use: '住宅', registeredOn: '2020-06-01', mortgaged: i % 5 === 0, sealedUp: false,
  }));
  // premises belong to the company itself or to its legal representative
  const premises = companies.map((c, i) => {
    const representative = byId.get(c.legalRepresentative);
    const own = i % 3 === 0 || representative === undefined;
    return {
      unitNumber: unitNumber(c.division, 50_000 + i), certificateNumber: `吉（2021）不动产权第${String(100_000 + i).padStart(7, '0')}号`, owner: own ? c.name : representative.name, ownerCode: own ? c.id : representative.identityNumber,
      division: c.division, location: c.address, areaSquareMetres: 80 + ((i * 37) % 400), use: '商业服务', registeredOn: '2021-03-01', mortgaged: false, sealedUp: false,
    };
  });
  const insurances = persons.filter((p) => p.occupation === 'employed').flatMap((p) => ['基本养老保险', '职工基本医疗保险', '失业保险', '工伤保险', '生育保险'].map((insurance) => ({
    personNumber: p.identityNumber, name: p.name, insurance, division: p.division.slice(0, 6), beganOn: `${Number(p.birthDate.slice(0, 4)) + 23}-07-01`, active: true,
  })));
  const certificates = companies.filter((c) => c.industry === '62').flatMap((c, i) => {
    const p = byId.get(c.legalRepresentative);
    return p === undefined ? [] : [{ number: `JK${p.division.slice(0, 6)}${String(i + 1).padStart(6, '0')}`, holder: p.name, holderNumber: p.identityNumber, work: '食品经营', institution: `${organisationName(c.registrar)?.slice(0, 3) ?? ''}疾病预防控制中心`, division: c.division.slice(0, 6), issuedOn: '2026-03-10', validTo: '2027-03-09' }];
  });
  const numberToId = new Map(persons.map((p) => [p.identityNumber, demonstrationPersonId(p.id)]));
  const load = (register: string, rows: readonly object[], idOf?: (data: Record<string, unknown>) => string | undefined): Promise<LoadReport> =>
    records.load(register, Readable.from([Buffer.from(rows.map((r) => JSON.stringify(r)).join('\n'))]), { format: 'jsonl', source: '演示数据', actorName: '演示数据', now, newId, effectiveOn: '2026-01-01', ...(idOf === undefined ? {} : { idOf }) });
  return [
    await load('population', population, (d) => numberToId.get(String(d['identityNumber']))),
    await load('legal-entity', legalEntities, (d) => companyId(String(d['creditCode']))),
    await load('household', households),
    await load('marriage', marriages),
    await load('real-property', [...homes, ...premises]),
    await load('social-insurance', insurances),
    await load('health-certificate', certificates),
  ];
}
