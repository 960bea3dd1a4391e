import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useParams } from 'react-router';
import { identity } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea } from '../../pieces/field.tsx';
import { Facts, PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { between, textOf } from '../../words/start-words.ts';
import { accountWords } from './account-words.ts';
import { DivisionName, OrganisationName } from './names.tsx';
import { permissionWords } from './permission-words.ts';
import { accountTones } from './organisations.tsx';

type Account = OutputOf<typeof identity.getAccount>;
type Post = OutputOf<typeof identity.officerScope>['posts'][number];

/** 账号: posts with roles, and what they come to: permissions, organisations, divisions. */
export default function AccountPage() {
  const t = useWords(accountWords);
  const { accountId = '' } = useParams();
  const scope = useRead(identity.officerScope, { accountId });
  const account = useRead(identity.getAccount, { accountId }).data;
  return (
    <Answered of={scope}>
      {(one) => (
        <>
          <PageHead title={one.name} sub={account === undefined ? t('account') : `${account.organisationName ?? ''} · ${account.title ?? ''} · ${account.loginName}`}>
            {account !== undefined && <Tag tone={accountTones[account.state]}>{t(account.state)}</Tag>}
            {account !== undefined && <LockButton account={account} />}
          </PageHead>
          {one.posts.map((post) => (
            <PostPanel key={post.id} post={post} />
          ))}
        </>
      )}
    </Answered>
  );
}

function LockButton({ account }: { account: Account }) {
  const t = useWords(accountWords);
  const c = useWords(common);
  const may = useMay('accounts.manage');
  const lock = useWrite(identity.lockAccount);
  const unlock = useWrite(identity.unlockAccount);
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const locked = account.state === 'locked';
  const send = async (): Promise<void> => {
    const base = { accountId: account.id, version: account.version };
    const done = locked ? await unlock.send(base) : await lock.send({ ...base, reason: reason.trim() });
    if (done !== undefined) setOpen(false);
  };
  if (!may || account.state === 'closed') return null;
  return (
    <>
      <Button tone={locked ? 'plain' : 'danger'} icon="lock" onClick={() => setOpen(true)}>
        {locked ? t('unlock') : t('lock')}
      </Button>
      <Dialog
        title={`${locked ? t('unlock') : t('lock')}${between().named}${account.name}`}
        open={open}
        onClose={() => setOpen(false)}
        foot={
          <Button tone={locked ? 'primary' : 'danger'} busy={lock.pending || unlock.pending} disabled={!locked && reason.trim().length < 2} onClick={() => void send()}>
            {c('confirm')}
          </Button>
        }
      >
        <RefusalNote refusal={lock.refusal ?? unlock.refusal} />
        {!locked && <p className="dk-note dk-note--soon">{t('lockWarn')}</p>}
        {!locked && <TextArea label={c('reason')} hint={c('reasonHint')} value={reason} onChange={setReason} max={200} required />}
      </Dialog>
    </>
  );
}

function PostPanel({ post }: { post: Post }) {
  const t = useWords(accountWords);
  const mayRole = useMay('roles.manage');
  const roles = useRead(identity.listRoles, {}, { ready: mayRole });
  const assign = useWrite(identity.assignRole);
  const revoke = useWrite(identity.revokeRole);
  const [role, setRole] = useState('');
  const excluded = roles.data?.roles.find((one) => one.id === role)?.excludes ?? [];
  return (
    <Panel title={`${post.organisationName} · ${post.title}`} extra={post.main && <Tag tone="accent">{t('main')}</Tag>}>
      <Facts
        columns={1}
        facts={[
          [
            t('roles'),
            <span className="dk-tags">
              {post.roles.map((one) => {
                const held = post.assignments.find((each) => each.role === one.id);
                return (
                  <span key={one.id} className="dk-role">
                    <Tag tone="accent">{textOf(one.name)}</Tag>
                    {held !== undefined && !held.fromContent && mayRole && (
                      <Button tone="quiet" icon="close" aria-label={`${t('revoke')} ${textOf(one.name)}`} onClick={() => void revoke.send({ assignmentId: held.id })} />
                    )}
                  </span>
                );
              })}
            </span>,
          ],
          [t('scopeOrganisations'), post.effective.organisations.length === 0 ? '—' : <span className="dk-tags">{post.effective.organisations.map((code) => <OrganisationName key={code} code={code} />)}</span>],
          [t('scopeDivisions'), post.effective.divisions.length === 0 ? '—' : <span className="dk-tags">{post.effective.divisions.map((digits) => <DivisionName key={digits} digits={digits} />)}</span>],
          [t('scopeTerritories'), post.effective.territories.length === 0 ? '—' : <span className="dk-tags">{post.effective.territories.map((digits) => <DivisionName key={digits} digits={digits} />)}</span>],
          [
            t('permissions'),
            <span className="dk-tags">
              {post.effective.permissions.map((one) => (
                <Tag key={one}>{permissionWords(one)}</Tag>
              ))}
            </span>,
          ],
        ]}
      />
      {mayRole && roles.data !== undefined && (
        <div className="dk-form-row dk-gap-top">
          <Select label={t('grant')} value={role} onChange={setRole} options={[{ value: '', label: '—' }, ...roles.data.roles.filter((one) => !post.roles.some((held) => held.id === one.id)).map((one) => ({ value: one.id, label: one.description === '' ? one.name : `${one.name} · ${one.description}` }))]} {...(excluded.length > 0 ? { hint: t('excludes', { names: excluded.map((one) => one.name).join(between().things) }) } : {})} />
          <Button tone="primary" disabled={role === ''} busy={assign.pending} onClick={() => void assign.send({ postId: post.id, role }).then((done) => done !== undefined && setRole(''))}>
            {t('grant')}
          </Button>
        </div>
      )}
      <RefusalNote refusal={assign.refusal ?? revoke.refusal} />
    </Panel>
  );
}
