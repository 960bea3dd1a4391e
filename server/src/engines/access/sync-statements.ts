/** One set-based statement a table, in the order of their references; `$1` is a JSON array of rows. */
export type SyncTable = 'division' | 'organisation' | 'role' | 'party' | 'person' | 'company' | 'account' | 'post' | 'role_assignment' | 'client';

const upsert = (table: string, columns: string, definition: string, select: string, key: string, changed: string[]): string => `
  insert into access.${table} as t (${columns}) select ${select} from jsonb_to_recordset($1::jsonb) as r(${definition})
  on conflict (${key}) do update set ${changed.map((c) => `${c} = excluded.${c}`).join(', ')}
  where (${changed.map((c) => `t.${c}`).join(', ')}) is distinct from (${changed.map((c) => `excluded.${c}`).join(', ')})`;

export const syncStatements: Record<SyncTable, string> = {
  division: upsert('division', 'digits, code, name, level, parent, predecessor, valid_from, valid_to',
    'id text, code text, name text, level smallint, parent text, predecessor text, valid_from date, valid_to date',
    'id, code, name, level, parent, predecessor, valid_from, valid_to', 'digits', ['name', 'level', 'parent', 'predecessor', 'valid_from', 'valid_to']),
  organisation: upsert('organisation', 'credit_code, name, short_name, english_name, division, level, parent, nature, function, address, phone, demonstration, valid_from, valid_to',
    'id text, name text, short_name text, english_name text, division text, level smallint, parent text, nature text, function text, address text, phone text, demonstration boolean, valid_from date, valid_to date',
    'id, name, short_name, english_name, division, level, parent, nature, function, address, phone, demonstration, valid_from, valid_to', 'credit_code',
    ['name', 'short_name', 'english_name', 'division', 'level', 'parent', 'nature', 'function', 'address', 'phone', 'demonstration', 'valid_from', 'valid_to']),
  role: upsert('role', 'id, name, description, permissions, excludes, scope, integrity, valid_to',
    'id text, name jsonb, description jsonb, permissions text[], excludes text[], scope text, integrity bytea', 'id, name, description, permissions, excludes, scope, integrity, null::date', 'id',
    ['name', 'description', 'permissions', 'excludes', 'scope', 'integrity', 'valid_to']),
  party: upsert('party', 'id, kind, display_name, demonstration', 'id uuid, kind text, display_name text, demonstration boolean', 'id, kind, display_name, demonstration', 'id', ['display_name', 'demonstration']),
  person: upsert('person', 'id, name, identity_number, identity_index, phone, phone_index, division, demonstration',
    'id uuid, name bytea, identity_number bytea, identity_index bytea, phone bytea, phone_index bytea, division text, demonstration boolean',
    'id, name, identity_number, identity_index, phone, phone_index, division, demonstration', 'id', ['name', 'identity_number', 'identity_index', 'phone', 'phone_index', 'division', 'demonstration']),
  company: upsert('company', 'id, credit_code, name, legal_representative, division, state, demonstration',
    'id uuid, credit_code text, name text, legal_representative uuid, division text, state text', 'id, credit_code, name, legal_representative, division, state, true', 'id', ['name', 'legal_representative', 'division', 'state']),
  // a password that was changed, a lock, a second factor stay
  account: upsert('account', 'id, person_id, kind, login_name, password_hash, division, demonstration, created_at',
    'id uuid, person_id uuid, kind text, login_name text, password_hash text, division text, demonstration boolean, at timestamptz', 'id, person_id, kind, login_name, password_hash, division, demonstration, at', 'id', ['login_name', 'division']),
  post: upsert('post', 'id, person_id, organisation, title, main, from_content, valid_to',
    'id uuid, person_id uuid, organisation text, title text, main boolean', 'id, person_id, organisation, title, main, true, null::date', 'id', ['main', 'valid_to']),
  // what an administrator revoked stays revoked; what she granted already is not granted twice
  role_assignment: `insert into access.role_assignment as t (id, post_id, role, from_content, granted_at, integrity)
    select id, post_id, role, true, at, integrity from jsonb_to_recordset($1::jsonb) as r(id uuid, post_id uuid, role text, at timestamptz, integrity bytea)
    where not exists (select from access.role_assignment a where a.post_id = r.post_id and a.role = r.role and a.revoked_at is null and a.id <> r.id)
    on conflict (id) do update set revoked_at = null, post_id = excluded.post_id, role = excluded.role, division = null, integrity = excluded.integrity
      where t.revoked_by is null and (t.revoked_at is not null or t.integrity is distinct from excluded.integrity)`,
  client: upsert('client', 'id, account_id, name, organisation, secret, grant_types, demonstration, created_at',
    'id text, account_id uuid, name text, organisation text, secret bytea, at timestamptz', "id, account_id, name, organisation, secret, array['client_credentials'], true, at", 'id', ['name', 'organisation']),
};

/** What the content no longer has ends today ($2); `$1` are the ids that it has. */
export const retireMissing: readonly { table: SyncTable; sql: string }[] = [
  { table: 'division', sql: 'update access.division set valid_to = $2::date where valid_to is null and not (digits = any ($1::text[]))' },
  { table: 'organisation', sql: 'update access.organisation set valid_to = $2::date where valid_to is null and not (credit_code = any ($1::text[]))' },
  { table: 'role', sql: 'update access.role set valid_to = $2::date where valid_to is null and not (id = any ($1::text[]))' },
  { table: 'post', sql: 'update access.post set valid_to = $2::date - 1 where from_content and valid_to is null and not (id = any ($1::uuid[]))' },
  { table: 'role_assignment', sql: 'update access.role_assignment set revoked_at = now(), integrity = null where from_content and revoked_at is null and not (id = any ($1::uuid[])) and $2::date is not null' },
];
