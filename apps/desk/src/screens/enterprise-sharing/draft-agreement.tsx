import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { enterprise } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { DataTable } from '../../pieces/data-table.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { enterpriseWords } from './enterprise-words.ts';

type Scene = OutputOf<typeof enterprise.listScenes>['scenes'][number];
type Agreement = OutputOf<typeof enterprise.getAgreement>;

/** 起草协议: from a scene, or in answer to a firm's application (`?from=`). */
export default function DraftAgreement() {
  const t = useWords(enterpriseWords);
  const from = useSearchParams()[0].get('from');
  return (
    <>
      <PageHead title={t('draft')} sub={t('lead')} />
      {from === null ? <Blank /> : <FromApplication agreementId={from} />}
    </>
  );
}

function Blank() {
  const scenes = useRead(enterprise.listScenes, {});
  return <Answered of={scenes}>{(s) => <Form scenes={s.scenes} of={null} />}</Answered>;
}

function FromApplication({ agreementId }: { agreementId: string }) {
  const scenes = useRead(enterprise.listScenes, {});
  const found = useRead(enterprise.getAgreement, { agreementId });
  return <Answered of={scenes}>{(s) => <Answered of={found}>{(a) => <Form scenes={s.scenes.filter((x) => x.id === a.scene)} of={a} />}</Answered>}</Answered>;
}

function Form({ scenes, of }: { scenes: readonly Scene[]; of: Agreement | null }) {
  const t = useWords(enterpriseWords);
  const go = useNavigate();
  const write = useWrite(enterprise.offer);
  const [sceneId, setSceneId] = useState(scenes[0]?.id ?? '');
  const [companyCode, setCompanyCode] = useState(of?.companyCode ?? '');
  const [purpose, setPurpose] = useState(of?.purpose ?? '');
  const [until, setUntil] = useState('');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [columns, setColumns] = useState<Readonly<Record<string, string>>>({});
  const scene = scenes.find((s) => s.id === sceneId);
  if (scene === undefined) return null;
  const toggle = (id: string): void => setLeft((was) => new Set(was.has(id) ? [...was].filter((x) => x !== id) : [...was, id]));
  const fields = (scene.inbound?.fields ?? []).filter((f) => !left.has(f.id)).map((f) => ({ field: f.id, column: (columns[f.id] ?? '').trim() || f.column }));
  const send = async (): Promise<void> => {
    const done = await write.send({ scene: scene.id, companyCode: companyCode.trim().toUpperCase(), ...(of === null ? {} : { application: { agreementId: of.id, version: of.version } }), purpose, until, fields, services: scene.outbound.filter((s) => !left.has(s.service)).map((s) => s.service) });
    if (done !== undefined) await go(`/enterprise-sharing/${done.id}`);
  };
  return (
    <>
      <Panel>
        <div className="dk-form">
          <RefusalNote refusal={write.refusal} />
          <Select label={t('chooseScene')} value={sceneId} onChange={setSceneId} options={scenes.map((s) => ({ value: s.id, label: `${s.title}${between().aside(t(`t_${s.trade}`))}` }))} hint={`${scene.purpose} · ${t('concludedBy', { body: scene.body })}`} />
          <TextInput label={t('companyCode')} value={companyCode} onChange={setCompanyCode} max={18} required />
          <TextInput label={t('purpose')} hint={t('purposeHint')} value={purpose} onChange={setPurpose} required />
          <TextInput label={t('until')} hint={t('untilHint', { n: scene.daysMax })} type="date" value={until} onChange={setUntil} required />
        </div>
      </Panel>
      {scene.inbound !== null && (
        <Panel title={`${t('inbound')}${between().named}${scene.inbound.registerTitle}`} flush>
          <DataTable label={t('inbound')} rows={scene.inbound.fields} rowId={(f) => f.id} columns={[
            { id: 'take', title: t('take'), cell: (f) => <input type="checkbox" aria-label={`${t('take')} ${f.title}`} checked={!left.has(f.id)} disabled={f.required} onChange={() => toggle(f.id)} /> },
            { id: 'field', title: t('field'), lead: true, cell: (f) => <>{f.title} {f.required && <Tag>{t('required')}</Tag>}</> },
            { id: 'column', title: t('column'), cell: (f) => <input className="dk-input" aria-label={`${t('column')} ${f.title}`} maxLength={63} placeholder={f.column} value={columns[f.id] ?? ''} onChange={(e) => setColumns((was) => ({ ...was, [f.id]: e.target.value }))} /> },
          ]} />
        </Panel>
      )}
      <Panel title={t('outbound')} flush>
        <DataTable label={t('outbound')} rows={scene.outbound} rowId={(s) => s.service} columns={[
          { id: 'take', title: t('take'), cell: (s) => <input type="checkbox" aria-label={`${t('take')} ${s.title}`} checked={!left.has(s.service)} onChange={() => toggle(s.service)} /> },
          { id: 'service', title: t('service'), lead: true, cell: (s) => <>{s.title}<small className="dk-code">{s.service}</small></> },
          { id: 'fields', title: t('field'), cell: (s) => s.fields.map((f) => `${f.title}${s.masked.includes(f.id) ? `${between().aside(t('masked'))}` : ''}`).join(between().things) },
        ]} />
      </Panel>
      <Panel title={t('duties')}><ul>{scene.duties.map((duty) => <li key={duty}>{duty}</li>)}</ul></Panel>
      <div className="dk-actions"><Button tone="primary" busy={write.pending} disabled={companyCode.trim().length !== 18 || purpose.trim().length < 4 || until === ''} onClick={() => void send()}>{t('send')}</Button></div>
    </>
  );
}
