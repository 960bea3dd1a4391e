import type { JSX } from 'preact';
import { day } from '../../format.ts';
import { useSite } from '../../site.ts';
import { Button, PostForm } from '../../view/form.tsx';
import { Tag } from '../../view/pieces.tsx';
import { Evidence } from './assessment-answers.tsx';
import { assessmentText } from './assessment-text.ts';
import type { Assessment } from './assessments.tsx';

type Finding = Assessment['findings'][number];
const tones = { open: 'bad', mended: 'soon', verified: 'good' } as const;

/** 不符合项: what fails, until when, how it was mended and verified. */
export function Findings({ of: a }: { of: Assessment }): JSX.Element | null {
  const t = assessmentText[useSite().locale];
  if (a.findings.length === 0) return null;
  const asked = new Map(a.domains.flatMap((d) => d.items).map((i) => [i.id, i.text]));
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">{t.findings}</h2>
      <ul class="yw-list">{a.findings.map((f) => <li key={f.id}><OneFinding of={f} asked={asked.get(f.item) ?? f.item} version={a.version} open={a.state === 'mending'} /></li>)}</ul>
    </section>
  );
}

function OneFinding({ of: f, asked, version, open }: { of: Finding; asked: string; version: number; open: boolean }): JSX.Element {
  const { locale } = useSite();
  const t = assessmentText[locale];
  return (
    <>
      <h3 class="item-name">{asked} <Tag tone={f.severity === 'major' ? 'bad' : 'soon'}>{t.severity[f.severity]}</Tag> <Tag tone={tones[f.state]}>{t.findingState[f.state]}</Tag></h3>
      <p>{f.words}</p>
      <p class="facts-line"><span>{t.mendBy(day(f.dueOn, locale))}</span>{f.late ? <span><Tag tone="bad">{t.late}</Tag></span> : null}</p>
      {f.mendedWords === null ? null : <p><b>{t.mended}</b> {f.mendedWords}</p>}
      <Evidence files={f.evidence} />
      {f.verifiedWords === null ? null : <p><b>{t.verified}</b> {f.verifiedWords}</p>}
      {!open || f.state === 'verified' ? null : (
        <details open={f.state === 'open'}>
          <summary>{t.mend}<span class="yw-hidden"> {asked}</span></summary>
          <PostForm files keep>
            <input type="hidden" name="version" value={version} />
            <input type="hidden" name="finding" value={f.id} />
            <div class="yw-field"><label class="yw-label" for={`words-${f.id}`}>{t.mendWords}</label><p class="yw-hint" id={`words-${f.id}-hint`}>{t.mendHint}</p><textarea class="yw-input" id={`words-${f.id}`} name="words" rows={3} maxLength={1000} aria-describedby={`words-${f.id}-hint`} /></div>
            <div class="yw-field"><label class="yw-label" for={`evidence-${f.id}`}>{t.addEvidence}</label><input class="yw-input" type="file" id={`evidence-${f.id}`} name="evidence" multiple /></div>
            <Button name="act" value="mend">{t.mend}</Button>
          </PostForm>
        </details>
      )}
    </>
  );
}
