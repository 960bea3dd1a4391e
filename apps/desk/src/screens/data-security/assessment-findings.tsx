import { useState } from 'react';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { assessment } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { useMay } from '../../app/session.tsx';
import { FileField } from '../../form/file-field.tsx';
import type { UploadedFile } from '../../api/upload-file.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextArea } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { dayWords } from '../../words/when.ts';
import { assessmentWords } from './assessment-words.ts';
import './data-security.css';

type Found = OutputOf<typeof assessment.getAssessment>;
const tones = { open: 'bad', mended: 'soon', verified: 'good' } as const;

/** 不符合项: mended with evidence by the assessed, verified by the assessor. */
export function AssessmentFindings({ of: one, reload }: { of: Found; reload: () => void }) {
  const t = useWords(assessmentWords);
  const mend = useWrite(assessment.mendFinding);
  const verify = useWrite(assessment.verifyFinding);
  const mends = useMay('assessment.answer') && one.mine && one.state === 'mending';
  const judges = one.judge && one.state === 'mending';
  const [at, setAt] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const [files, setFiles] = useState<UploadedFile[]>([]);
  const common = { assessmentId: one.id, version: one.version };
  const sent = async (done: Promise<unknown>): Promise<void> => {
    if ((await done) === undefined) return;
    setAt(null);
    setWords('');
    setFiles([]);
  };
  return (
    <Panel title={t('findings')}>
      <RefusalNote refusal={mend.refusal ?? verify.refusal} onReload={reload} />
      {one.findings.map((finding) => (
        <div key={finding.id} className="ds-item">
          <p><b>{one.domains.flatMap((domain) => domain.items).find((item) => item.id === finding.item)?.text}</b></p>
          <div className="ds-given">
            <Tag tone={finding.severity === 'major' ? 'bad' : 'soon'}>{t(`v_${finding.severity}`)}</Tag>
            <Tag tone={tones[finding.state]}>{t(`f_${finding.state}`)}</Tag>
            <span>{finding.words}</span>
            <span className={finding.late ? 'dk-wrong' : 'dk-soft'}>{`${t('mendBy')} ${dayWords(finding.dueOn)}`}</span>
            {finding.mendedWords !== null && <span>{finding.mendedWords}</span>}
            {finding.evidence.map((file, n) => <a key={file} href={`/api/files/${file}`} target="_blank" rel="noreferrer">{t('evidenceOf', { n: n + 1 })}</a>)}
            {mends && finding.state !== 'verified' && at !== finding.id && <Button onClick={() => setAt(finding.id)}>{t('mend')}</Button>}
            {judges && finding.state === 'mended' && at !== finding.id && <Button onClick={() => setAt(finding.id)}>{t('verify')}</Button>}
          </div>
          {at === finding.id && (
            <>
              <TextArea label={t('words')} value={words} onChange={setWords} max={500} required />
              {mends && <FileField id={`mend-${finding.id}`} accept={['application/pdf', 'image/png', 'image/jpeg']} max={10} value={files} onChange={(next) => setFiles(next ?? [])} />}
              <div className="ds-actions">
                {mends && <Button tone="primary" busy={mend.pending} disabled={words.trim().length < 4 || files.length === 0} onClick={() => void sent(mend.send({ ...common, findingId: finding.id, words: words.trim(), evidence: files.map((file) => file.id) }))}>{t('mend')}</Button>}
                {judges && <Button tone="primary" busy={verify.pending} disabled={words.trim().length < 2} onClick={() => void sent(verify.send({ ...common, findingId: finding.id, accept: true, words: words.trim() }))}>{t('verify')}</Button>}
                {judges && <Button busy={verify.pending} disabled={words.trim().length < 2} onClick={() => void sent(verify.send({ ...common, findingId: finding.id, accept: false, words: words.trim() }))}>{t('sendBack')}</Button>}
              </div>
            </>
          )}
        </div>
      ))}
    </Panel>
  );
}
