import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { sharing } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { More } from '../../pieces/more.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayOfWords, instantWords } from '../../words/when.ts';
import { EndDialog } from './end-dialog.tsx';
import { memberWords } from './member-words.ts';

type Member = OutputOf<typeof sharing.listMembers>['members'][number];
type Key = Member['keys'][number];
const soonMs = 30 * 86_400_000;

/** 接入系统与密钥: whose machines call, how long their keys are good, which end soon and no later one follows. */
export function Members() {
  const t = useWords(memberWords);
  const may = useMay('exchange.manage');
  const found = useMore(sharing.listMembers, { limit: 50 }, true, 'after');
  const ending = useRead(sharing.listEndingKeys, {});
  const [open, setOpen] = useState<{ member: Member; key?: Key } | null>(null);
  const soon = ending.data?.keys.length ?? 0;
  return (
    <Panel title={t('title')} flush extra={soon > 0 && <Tag tone="soon">{t('ending', { n: soon })}</Tag>}>
      <More of={found} rows={(page) => page.members}>
        {(members) => (
          <DataTable label={t('title')} rows={members} rowId={(m) => m.id} empty={t('none')} columns={[
            { id: 'name', title: t('system'), lead: true, cell: (m) => <><b>{m.name}</b><small>{m.organisationName}</small></> },
            { id: 'kind', title: t('kind'), cell: (m) => t(m.kind) },
            { id: 'keys', title: t('keys'), cell: (m) => <KeyState keys={m.keys} /> },
            { id: 'state', title: t('state'), cell: (m) => (m.endedAt === null ? <Tag tone="good">{t('active')}</Tag> : <><Tag tone="quiet">{t('ended')}</Tag><small>{instantWords(m.endedAt)}</small></>) },
            { id: 'act', title: '', align: 'end', cell: (m) => {
              const key = m.keys.find(isGood);
              return !may || m.endedAt !== null || m.kind === 'peer' ? null : <>{key !== undefined && <Button tone="quiet" onClick={() => setOpen({ member: m, key })}>{t('endKey')}</Button>}<Button tone="quiet" onClick={() => setOpen({ member: m })}>{t('endMember')}</Button></>;
            } },
          ]} />
        )}
      </More>
      {open !== null && (open.key === undefined ? <EndMember member={open.member} onClose={() => setOpen(null)} /> : <EndKey member={open.member} keyId={open.key.keyId} onClose={() => setOpen(null)} />)}
    </Panel>
  );
}

const isGood = (k: Key): boolean => k.endedAt === null && Date.parse(k.validTo) > Date.now();

/** The key that holds longest says when the machine has to have renewed. */
function KeyState({ keys }: { keys: readonly Key[] }) {
  const t = useWords(memberWords);
  const good = keys.filter(isGood).toSorted((a, b) => (a.validTo < b.validTo ? 1 : -1))[0];
  if (good === undefined) return <Tag tone="bad">{t('noKey')}</Tag>;
  return <><Tag tone={Date.parse(good.validTo) - Date.now() < soonMs ? 'soon' : 'good'}>{t('until', { day: dayOfWords(good.validTo) })}</Tag><small className="dk-code">{good.keyId.slice(0, 16)}</small></>;
}

function EndMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useWords(memberWords);
  const write = useWrite(sharing.endMember);
  return <EndDialog act={t('endMember')} of={member.name} warn={t('endMemberWarn')} write={write} send={(reason) => write.send({ memberId: member.id, reason })} onClose={onClose} />;
}

function EndKey({ member, keyId, onClose }: { member: Member; keyId: string; onClose: () => void }) {
  const t = useWords(memberWords);
  const write = useWrite(sharing.endKey);
  return <EndDialog act={t('endKey')} of={member.name} warn={t('endKeyWarn')} write={write} send={(reason) => write.send({ keyId, reason })} onClose={onClose} />;
}
