import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Nothing, RefusalNote, Waiting } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel, Tag } from '../../pieces/panel.tsx';
import { SearchBox } from '../../pieces/search-box.tsx';
import { useWords } from '../../words/define-words.ts';
import { Guide } from './guide.tsx';
import { windowWords } from './window-words.ts';

type Party = NonNullable<OutputOf<typeof services.findApplicant>['party']>;
export type Chosen = OutputOf<typeof services.searchServices>['results'][number];

/** 综合窗口: who applies, for what, in which situation; then the one form. */
export default function WindowStart() {
  const t = useWords(windowWords);
  const navigate = useNavigate();
  const home = useRead(services.deskHome, {});
  const start = useWrite(services.startDraft);
  const [code, setCode] = useState('');
  const [party, setParty] = useState<Party | null>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const begin = async (guide: Record<string, unknown>): Promise<void> => {
    if (chosen === null || home.data === undefined) return;
    const draft = await start.send({ kind: chosen.kind, id: chosen.id, division: home.data.division, guide, applicant: code });
    if (draft !== undefined) void navigate(`/window/drafts/${draft.id}`);
  };
  const at = party === null ? 0 : chosen === null ? 1 : 2;
  return (
    <div className="dk-narrow">
      <PageHead title={t('title')} sub={t('sub')} />
      <ol className="dk-way">
        {([t('s1'), t('s2'), t('s3'), t('s4')] as const).map((name, index) => (
          <li key={name} aria-current={index === at ? 'step' : undefined} className={index < at ? 'dk-way--done' : undefined}>
            <i>{index < at ? <Icon name="check" size={12} /> : index + 1}</i>
            {name}
          </li>
        ))}
      </ol>
      <Applicant
        code={code}
        party={party}
        onFound={(found, given) => {
          setParty(found);
          setCode(given);
        }}
        onChange={() => (setParty(null), setChosen(null))}
      />
      {party !== null && chosen === null && <Matter onChoose={setChosen} />}
      {party !== null && chosen !== null && (
        <Panel title={t('s2')} extra={<Button tone="quiet" onClick={() => setChosen(null)}>{t('change')}</Button>}>
          <p className="dk-chosen">
            <b>{chosen.name}</b> <Tag tone="accent">{chosen.kind === 'life-event' ? t('event') : t('item')}</Tag> <span className="dk-soft">{chosen.department}</span>
          </p>
        </Panel>
      )}
      {party !== null && chosen !== null && (
        <>
          <RefusalNote refusal={start.refusal} />
          {chosen.kind === 'life-event' ? (
            <Guide eventId={chosen.id} division={home.data?.division ?? ''} busy={start.pending} onBegin={(guide) => void begin(guide)} />
          ) : (
            <Button tone="primary" className="dk-block" busy={start.pending} onClick={() => void begin({})}>
              {t('begin')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function Applicant({ code, party, onFound, onChange }: { code: string; party: Party | null; onFound: (party: Party, code: string) => void; onChange: () => void }) {
  const t = useWords(windowWords);
  const find = useWrite(services.findApplicant);
  const [given, setGiven] = useState(code);
  const [purpose, setPurpose] = useState(t('purposeDefault'));
  const [missing, setMissing] = useState(false);
  const ask = async (): Promise<void> => {
    setMissing(false);
    const plain = given.replace(/[\s-]/g, '').toUpperCase();
    const answer = await find.send({ code: plain, purpose });
    if (answer === undefined) return;
    if (answer.party === null) setMissing(true);
    else onFound(answer.party, plain);
  };
  if (party !== null) {
    return (
      <Panel title={t('s1')} extra={<Button tone="quiet" onClick={onChange}>{t('change')}</Button>}>
        <p className="dk-chosen">
          <Icon name={party.kind === 'company' ? 'company' : 'person'} size={22} />
          <b>{party.name}</b> <Tag>{party.kind === 'company' ? t('company') : t('person')}</Tag> <span className="dk-code dk-soft">{party.code}</span>
        </p>
      </Panel>
    );
  }
  return (
    <Panel title={t('s1')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <TextInput label={t('code')} hint={t('codeHint')} value={given} onChange={setGiven} max={24} required />
        <TextInput label={t('purpose')} value={purpose} onChange={setPurpose} required />
        <RefusalNote refusal={find.refusal} />
        {missing && (
          <p className="dk-note dk-note--soon" role="alert">
            <Icon name="warning" />
            {t('notFound')}
          </p>
        )}
        <Button submit tone="primary" busy={find.pending} disabled={given.trim().length < 15 || purpose.trim() === ''}>
          {t('find')}
        </Button>
      </form>
    </Panel>
  );
}

function Matter({ onChoose }: { onChoose: (one: Chosen) => void }) {
  const t = useWords(windowWords);
  const [text, setText] = useState('');
  const found = useRead(services.searchServices, { text, limit: 12 }, { keep: true });
  return (
    <Panel title={t('s2')}>
      <SearchBox label={t('search')} value={text} onSearch={setText} />
      {found.data === undefined ? (
        <Waiting />
      ) : found.data.results.length === 0 ? (
        <Nothing>{t('noResult')}</Nothing>
      ) : (
        <ul className="dk-matters">
          {found.data.results.map((one) => (
            <li key={one.kind + one.id}>
              <button type="button" onClick={() => onChoose(one)}>
                <b>{one.name}</b> <Tag tone={one.kind === 'life-event' ? 'accent' : 'quiet'}>{one.kind === 'life-event' ? t('event') : t('item')}</Tag>
                <span className="dk-soft">{one.summary}</span>
                <small>
                  {one.department} · {t('days', { n: one.promisedDays })}
                </small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
