import { useState } from 'react';
import { designers } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea, TextInput } from '../../pieces/field.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { designerWords } from './designer-words.ts';
import type { Draft } from './draft-page.tsx';

const chinaToday = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

/** 发布: proposed with its day and reason, approved by another. */
export function PublishPanel({ draft, version, keep }: { draft: Draft; version: number; keep: () => Promise<number | undefined> }) {
  const t = useWords(designerWords);
  const [day, setDay] = useState(draft.from ?? chinaToday());
  const [reason, setReason] = useState(draft.reason ?? '');
  const [opinion, setOpinion] = useState('');
  const [done, setDone] = useState<number | null>(null);
  const propose = useWrite(designers.proposeDraft);
  const decide = useWrite(designers.decideDraft);
  const send = async (): Promise<void> => {
    const now = await keep();
    if (now === undefined) return;
    const answer = await propose.send({ draftId: draft.id, version: now, from: day, reason: reason.trim() });
    if (answer?.published != null) setDone(answer.published);
  };
  const settle = async (decision: 'approve' | 'return'): Promise<void> => {
    const answer = await decide.send({ draftId: draft.id, version, decision, opinion: opinion.trim() });
    if (answer?.published != null) setDone(answer.published);
  };
  return (
    <Panel title={t('publish')}>
      {done !== null && (
        <p className="dk-note dk-note--good" role="status">
          <Icon name="check" />
          {t('done', { n: done })}
        </p>
      )}
      {draft.state === 'proposed' && <p>{t('proposedNote', { by: draft.proposedBy ?? '', day: draft.from ?? '', reason: draft.reason ?? '' })}</p>}
      {draft.state === 'proposed' && !draft.mayApprove && <p className="dk-soft" role="status">{t('sent')}</p>}
      {draft.mayEdit && (
        <>
          <TextInput type="date" label={t('publishDay')} value={day} onChange={setDay} required />
          <TextArea label={t('reason')} value={reason} onChange={setReason} max={500} required />
          <p className="dk-soft dk-small">{draft.needsApproval ? t('needsSecond') : t('needsNone')}</p>
          <Button tone="primary" busy={propose.pending} disabled={reason.trim().length < 2} onClick={() => void send()}>
            {draft.needsApproval ? t('propose') : t('publishNow')}
          </Button>
        </>
      )}
      {draft.mayApprove && (
        <>
          <TextArea label={t('opinion')} value={opinion} onChange={setOpinion} max={500} />
          <div className="dk-buttons">
            <Button tone="primary" busy={decide.pending} onClick={() => void settle('approve')}>
              {t('approve')}
            </Button>
            <Button busy={decide.pending} disabled={opinion.trim().length < 2} onClick={() => void settle('return')}>
              {t('return')}
            </Button>
          </div>
        </>
      )}
      <RefusalNote refusal={propose.refusal ?? decide.refusal} />
    </Panel>
  );
}
