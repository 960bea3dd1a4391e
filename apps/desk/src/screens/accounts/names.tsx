import { identity } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { Tag } from '../../pieces/panel.tsx';

/** A body by its name; its credit code until that is known. */
export function OrganisationName({ code }: { code: string }) {
  return <Tag>{useRead(identity.getOrganisation, { creditCode: code }).data?.name ?? code}</Tag>;
}

/** A division by its name; its digits until that is known. */
export function DivisionName({ digits }: { digits: string }) {
  const found = useRead(identity.getDivision, { digits }).data;
  return <Tag>{found === undefined ? digits : found.division.name}</Tag>;
}
