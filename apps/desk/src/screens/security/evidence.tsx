import { useState } from 'react';
import { call } from '../../api/call.ts';
import { security } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { refusalOf, useWrite, type Refusal } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Figure, PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { exactWords, numberWords } from '../../words/when.ts';
import { securityWords } from './security-words.ts';

type Verdict = Awaited<ReturnType<typeof call<typeof security.verifyEvidence>>>;

/** 存证核验: the state of the ledger, and a receipt checked step by step. */
export default function Evidence() {
  const t = useWords(securityWords);
  const state = useRead(security.evidenceState, {}, { every: 30_000 });
  const verify = useWrite(security.verifyEvidence);
  const [entry, setEntry] = useState('');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const fetchReceipt = async (): Promise<void> => {
    setRefusal(null);
    try {
      setText(JSON.stringify(await call(security.getEvidence, { entryId: entry.trim() }), null, 2));
    } catch (error) {
      setRefusal(refusalOf(error));
    }
  };
  const check = async (): Promise<void> => {
    setVerdict(null);
    setWrong(false);
    let receipt: Record<string, unknown>;
    try {
      receipt = JSON.parse(text) as Record<string, unknown>;
    } catch {
      setWrong(true);
      return;
    }
    setVerdict((await verify.send({ receipt })) ?? null);
  };
  return (
    <>
      <PageHead title={t('evidence')} sub={t('evidenceSub')} />
      <Answered of={state}>
        {(one) => (
          <>
            <div className="dk-figures">
              <Figure label={t('entries')} value={numberWords(one.size)} tone="accent" />
              <Figure label={t('headAt')} value={<span className="dk-figure-small">{one.headAt === null ? '—' : exactWords(one.headAt)}</span>} />
              <Figure label={t('pending')} value={t('seconds', { n: numberWords(one.pendingSeconds, 1) })} tone={one.pendingSeconds > 60 ? 'soon' : 'good'} />
              <Figure label={t('certificates')} value={one.certificates.length} />
            </div>
            {one.checkpoint !== null && (
              <details className="dk-panel dk-fold">
                <summary>{t('checkpoint')}</summary>
                <pre className="dk-code">{one.checkpoint}</pre>
              </details>
            )}
          </>
        )}
      </Answered>
      <div className="dk-halves">
        <Panel title={t('receipt')}>
          <div className="dk-form-row">
            <TextInput label={t('entry')} value={entry} onChange={setEntry} max={36} />
            <Button disabled={entry.trim().length !== 36} onClick={() => void fetchReceipt()}>
              {t('fetch')}
            </Button>
          </div>
          <RefusalNote refusal={refusal ?? verify.refusal} />
          <TextArea label={t('receipt')} hint={t('receiptHint')} rows={12} max={200_000} value={text} onChange={setText} />
          {wrong && <span className="dk-wrong">{t('wrongJson')}</span>}
          <Button tone="primary" busy={verify.pending} disabled={text.trim() === ''} onClick={() => void check()}>
            {t('verify')}
          </Button>
        </Panel>
        <Panel title={t('verify')}>
          {verdict === null ? (
            <p className="dk-soft">—</p>
          ) : (
            <div aria-live="polite">
              <p className={`dk-note ${verdict.ok ? 'dk-note--good' : 'dk-note--bad'}`}>
                <Icon name={verdict.ok ? 'shield' : 'warning'} />
                <strong>{verdict.ok ? t('valid', { at: verdict.headAt === null ? '—' : exactWords(verdict.headAt) }) : t('invalid')}</strong>
              </p>
              <ol className="dk-checks">
                {verdict.steps.map((step) => (
                  <li key={step.name} className={`dk-check-step--${String(step.ok)}`}>
                    <Icon name={step.ok === true ? 'check' : step.ok === null ? 'info' : 'close'} size={16} />
                    <span>{step.words}</span>
                    <small>{step.ok === true ? t('passed') : step.ok === null ? t('unjudged') : t('failed')}</small>
                  </li>
                ))}
              </ol>
            </div>
          )}
        </Panel>
      </div>
    </>
  );
}
