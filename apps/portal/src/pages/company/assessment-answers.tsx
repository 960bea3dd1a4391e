import type { JSX } from 'preact';
import { useSite } from '../../site.ts';
import { Button, PostForm } from '../../view/form.tsx';
import { Tag } from '../../view/pieces.tsx';
import { assessmentText } from './assessment-text.ts';
import type { Assessment } from './assessments.tsx';

type Item = Assessment['domains'][number]['items'][number];
const choices = ['yes', 'partly', 'no', 'not-applicable'] as const;

export const Evidence = ({ files }: { files: readonly string[] }): JSX.Element | null => {
  const t = assessmentText[useSite().locale];
  return files.length === 0 ? null : <p class="facts-line">{files.map((id, n) => <a key={id} href={`/api/files/${id}`}>{t.evidence} {n + 1}</a>)}</p>;
};

const Asked = ({ item }: { item: Item }): JSX.Element => {
  const t = assessmentText[useSite().locale];
  return <><b>{item.text}</b><br /><span class="yw-soft yw-small">{t.clause(item.clause, item.level)}</span>{item.must ? <>{' '}<Tag tone="bad">{t.must}</Tag></> : null}{item.evidenceNeeded ? <>{' '}<Tag>{t.evidenceNeeded}</Tag></> : null}</>;
};

/** 自评填报: every item with its answer, words and evidence; what was saved before is there. */
export function AnswerForm({ of: a, typed }: { of: Assessment; typed: (id: string) => string }): JSX.Element {
  const t = assessmentText[useSite().locale];
  let at = -1;
  return (
    <PostForm files keep>
      <input type="hidden" name="version" value={a.version} />
      <h2>{t.self}</h2>
      {a.domains.map((domain) => (
        <section key={domain.id} aria-labelledby={`domain-${domain.id}`}>
          <h3 id={`domain-${domain.id}`}>{domain.title}</h3>
          {domain.items.map((item) => {
            at += 1;
            return <AnswerItem key={item.id} item={item} at={at} typed={typed} />;
          })}
        </section>
      ))}
      <div class="yw-actions"><Button name="act" value="submit">{t.submit}</Button><Button kind="plain" name="act" value="save">{t.save}</Button></div>
    </PostForm>
  );
}

function AnswerItem({ item, at, typed }: { item: Item; at: number; typed: (id: string) => string }): JSX.Element {
  const t = assessmentText[useSite().locale];
  const chosen = typed(`answer-${at}`) || item.answer;
  return (
    <fieldset class="yw-field">
      <legend class="yw-label"><Asked item={item} /></legend>
      {choices.map((choice) => <div class="yw-choice" key={choice}><input type="radio" id={`answer-${at}-${choice}`} name={`answer-${at}`} value={choice} checked={chosen === choice} /><label for={`answer-${at}-${choice}`}>{t.answer[choice]}</label></div>)}
      <label class="yw-label tight" for={`words-${at}`}>{t.explain}</label>
      <textarea class="yw-input" id={`words-${at}`} name={`words-${at}`} rows={2} maxLength={1000}>{typed(`words-${at}`) || (item.words ?? '')}</textarea>
      <Evidence files={item.evidence} />
      <label class="yw-label tight" for={`evidence-${at}`}>{t.addEvidence}</label>
      <input class="yw-input" type="file" id={`evidence-${at}`} name={`evidence-${at}`} multiple />
    </fieldset>
  );
}

/** What was handed in, and how it was judged. */
export function Answers({ of: a }: { of: Assessment }): JSX.Element {
  const t = assessmentText[useSite().locale];
  return (
    <>
      <h2>{t.self}</h2>
      {a.domains.map((domain) => (
        <details key={domain.id}>
          <summary>{domain.title}{domain.score === null ? null : ` · ${domain.score}`}</summary>
          <ul class="yw-list">
            {domain.items.map((item) => (
              <li key={item.id}>
                <p><Asked item={item} /></p>
                <p>{item.answer === null ? null : <Tag>{t.answer[item.answer]}</Tag>} {item.words}</p>
                <Evidence files={item.evidence} />
                {item.judged === null ? null : <p><b>{t.judgement}</b> <Tag tone={item.judged === 'fails' ? 'bad' : item.judged === 'conform' ? 'good' : ''}>{t.judged[item.judged]}</Tag> {item.judgedWords}</p>}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </>
  );
}
