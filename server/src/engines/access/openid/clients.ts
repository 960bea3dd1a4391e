import type { ClientMetadata } from 'oidc-provider';
import { system, type Actor } from '#kernel/context';
import type { Part } from '../dependencies.ts';

interface ClientRow {
  id: string;
  name: string;
  secret: Buffer | null;
  redirect_uris: string[];
  grant_types: string[];
}

/** A client of the table: a machine of a department, or another application that signs people in. */
export async function findClient(part: Part, id: string): Promise<ClientMetadata | undefined> {
  if (id.length > 100) return undefined;
  const row = await part.db.read(system, (tx) =>
    tx.maybe<ClientRow>("select id, name, secret, redirect_uris, grant_types from access.client where id = $1 and state = 'active' and (not demonstration or $2) and (valid_until is null or valid_until > $3)", [id, part.demonstration, part.clock.now()]),
  );
  if (row === undefined) return undefined;
  const asksPeople = row.grant_types.includes('authorization_code');
  // a system that only signs its requests has nothing to prove itself with here
  if (row.secret === null && !asksPeople) return undefined;
  return {
    client_id: row.id,
    client_name: row.name,
    ...(row.secret === null ? { token_endpoint_auth_method: 'none' } : { client_secret: part.crypto.open(row.secret), token_endpoint_auth_method: 'client_secret_basic' }),
    redirect_uris: row.redirect_uris,
    grant_types: row.grant_types,
    response_types: asksPeople ? ['code'] : [],
    id_token_signed_response_alg: 'ES256',
    scope: asksPeople ? (row.grant_types.includes('refresh_token') ? 'openid offline_access' : 'openid') : 'machine',
  };
}

/** The machine of a client: its organisation's, with the permissions that it was given. */
export async function findMachineActor(part: Part, clientId: string): Promise<Actor | undefined> {
  const row = await part.db.read(system, (tx) =>
    tx.maybe<{ account_id: string; name: string; organisation: string | null; division: string | null; permissions: string[] }>(
      `select c.account_id, c.name, c.organisation, o.division, c.permissions from access.client c
       join access.account a on a.id = c.account_id left join access.organisation o on o.credit_code = c.organisation
       where c.id = $1 and c.state = 'active' and a.state = 'active' and a.kind = 'machine' and (not c.demonstration or $2) and (c.valid_until is null or c.valid_until > $3)`,
      [clientId, part.demonstration, part.clock.now()],
    ),
  );
  if (row === undefined) return undefined;
  return {
    kind: 'machine',
    accountId: row.account_id,
    personId: null,
    partyId: null,
    organisations: row.organisation === null ? [] : [row.organisation],
    divisions: row.division === null ? [] : [row.division],
    permissions: new Set(row.permissions),
    name: row.name,
  };
}
