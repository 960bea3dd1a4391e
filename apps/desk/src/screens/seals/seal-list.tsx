import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { Link } from 'react-router';
import { seals } from '../../api/contracts.ts';
import { useMore, useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay, usePost } from '../../app/session.tsx';
import { Nothing, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { ChoiceBar } from '../../pieces/choice-bar.tsx';
import { Dialog } from '../../pieces/dialog.tsx';
import { Select, TextArea, TextInput } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { More } from '../../pieces/more.tsx';
import { PageHead, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { sealWords } from './seal-words.ts';

export type Seal = OutputOf<typeof seals.listSeals>['seals'][number];
export const sealTones = { applied: 'soon', made: 'accent', active: 'good', suspended: 'bad', cancelled: 'quiet' } as const;
const states = ['applied', 'made', 'active', 'suspended', 'cancelled'] as const;
const kinds = ['official', 'special', 'acceptance', 'licence'] as const;

/** 印章目录, with the pictures. */
export default function SealList() {
  const t = useWords(sealWords);
  const c = useWords(common);
  const may = useMay('seals.manage');
  const [state, setState] = useState<'all' | Seal['state']>('all');
  const pages = useMore(seals.listSeals, { ...(state === 'all' ? {} : { state }), limit: 24 });
  return (
    <>
      <PageHead title={t('title')} sub={t('sub')}>
        {may && <Apply />}
      </PageHead>
      <div className="dk-filters">
        <ChoiceBar label={c('state')} value={state} onChange={setState} options={[{ value: 'all', label: c('all') }, ...states.map((value) => ({ value, label: t(value) }))]} />
      </div>
      <More of={pages} rows={(page) => page.seals}>
        {(list) =>
          list.length === 0 ? (
            <Nothing>{t('none')}</Nothing>
          ) : (
            <ul className="dk-seals">
              {list.map((one) => (
                <li key={one.id}>
                  <Link to={`/seals/${one.id}`}>
                    <SealPicture id={one.id} made={one.state !== 'applied'} />
                    <b>{one.name}</b>
                    <small>{one.organisationName}</small>
                    <Tag tone={sealTones[one.state]}>{t(one.state)}</Tag>
                  </Link>
                </li>
              ))}
            </ul>
          )
        }
      </More>
    </>
  );
}

export function SealPicture({ id, made }: { id: string; made: boolean }) {
  const t = useWords(sealWords);
  const found = useRead(seals.getSeal, { sealId: id }, { ready: made });
  const picture = found.data?.picture ?? null;
  return picture === null ? (
    <span className="dk-seal-blank">
      <Icon name="seal" size={36} />
      <span className="dk-hidden">{t('noPicture')}</span>
    </span>
  ) : (
    <img src={picture} alt={found.data?.name ?? ''} />
  );
}

function Apply() {
  const t = useWords(sealWords);
  const post = usePost();
  const apply = useWrite(seals.applySeal);
  const [open, setOpen] = useState(false);
  const [organisation, setOrganisation] = useState(post?.organisation ?? '');
  const [kind, setKind] = useState<(typeof kinds)[number]>('official');
  const [reason, setReason] = useState('');
  return (
    <>
      <Button tone="primary" icon="plus" onClick={() => setOpen(true)}>
        {t('apply')}
      </Button>
      <Dialog
        title={t('apply')}
        open={open}
        onClose={() => setOpen(false)}
        foot={
          <Button tone="primary" busy={apply.pending} disabled={organisation.length !== 18 || reason.trim().length < 2} onClick={() => void apply.send({ organisation, kind, reason: reason.trim() }).then((done) => done !== undefined && setOpen(false))}>
            {t('apply')}
          </Button>
        }
      >
        <RefusalNote refusal={apply.refusal} />
        <TextInput label={t('organisation')} value={organisation} onChange={(value) => setOrganisation(value.toUpperCase())} max={18} required />
        <Select label={t('kind')} value={kind} onChange={setKind} options={kinds.map((value) => ({ value, label: t(value) }))} />
        <TextArea label={t('reason')} value={reason} onChange={setReason} max={200} required />
      </Dialog>
    </>
  );
}
