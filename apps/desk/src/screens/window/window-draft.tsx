import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { Answers, Form } from '@yiwang/ui/form-logic/form.ts';
import { viewForm } from '@yiwang/ui/form/form-view.ts';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { FormFill, formErrors } from '../../form/form-fill.tsx';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between, currentLanguage } from '../../words/start-words.ts';
import { instantWords } from '../../words/when.ts';
import { DraftMaterials } from './draft-materials.tsx';
import { windowWords } from './window-words.ts';

export type Draft = OutputOf<typeof services.getDraft>;

export default function WindowDraft() {
  const { draftId = '' } = useParams();
  const found = useRead(services.getDraft, { draftId });
  return <Answered of={found}>{(draft) => <DraftSheet key={draft.id} draft={draft} onReload={() => void found.refetch()} />}</Answered>;
}

/** 一张表单: all pages in one view for the clerk's hands, what is missing beside it; saved on the server as she goes. */
function DraftSheet({ draft, onReload }: { draft: Draft; onReload: () => void }) {
  const t = useWords(windowWords);
  const navigate = useNavigate();
  const [answers, setAnswers] = useState<Answers>(draft.answers);
  const [changed, setChanged] = useState(false);
  const [strict, setStrict] = useState(false);
  const save = useWrite(services.saveDraft);
  const submit = useWrite(services.submitDraft);
  const context = { item: { guide: draft.guide } };
  const pages = viewForm({ form: draft.form as unknown as Form, answers, locale: currentLanguage(), now: new Date(), context: { ...context, applicant: {} } });
  const errors = formErrors(draft.form, answers, context);
  const wanting = draft.materials.filter((material) => material.required && (material.state === 'missing' || material.state === 'rejected')).length;
  const open = errors.size + wanting;
  useEffect(() => {
    if (!changed) return undefined;
    const guard = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', guard);
    return () => removeEventListener('beforeunload', guard);
  }, [changed]);
  const saveNow = async (): Promise<Draft | undefined> => {
    const saved = await save.send({ draftId: draft.id, version: draft.version, answers });
    if (saved !== undefined) {
      // what registers have filled meanwhile comes in, unless she has typed on
      setAnswers((now) => (now === answers ? saved.answers : now));
      setChanged(false);
    }
    return saved;
  };
  const submitNow = async (): Promise<void> => {
    setStrict(true);
    if (open > 0) return;
    const saved = changed ? await saveNow() : draft;
    if (saved === undefined) return;
    const done = await submit.send({ draftId: draft.id, version: saved.version });
    if (done !== undefined) void navigate(`/window/receipt/${done.caseId}`, { state: { done, applicant: draft.party.name, name: draft.subject.name } });
  };
  return (
    <>
      <PageHead title={draft.subject.name} sub={`${t('for')}${between().named}${draft.party.name} · ${draft.division.name}`}>
        <span className="dk-soft">{changed ? t('unsaved') : t('saved', { at: instantWords(draft.updatedAt) })}</span>
        <Button busy={save.pending} disabled={!changed} onClick={() => void saveNow()}>
          {t('save')}
        </Button>
      </PageHead>
      <RefusalNote refusal={save.refusal ?? submit.refusal} onReload={() => (save.clear(), submit.clear(), onReload())} />
      <div className="dk-columns">
        <div>
          {pages.map((page) => (
            <Panel key={page.id} id={`page-${page.id}`} title={page.title}>
              <FormFill
                form={draft.form}
                answers={answers}
                page={page.id}
                sources={draft.sources}
                strict={strict}
                context={context}
                onChange={(next) => {
                  setAnswers(next);
                  setChanged(true);
                }}
              />
            </Panel>
          ))}
          <Panel id="materials" title={t('materials')} flush>
            <DraftMaterials draft={draft} />
          </Panel>
        </div>
        <div className="dk-sticky">
          <Panel title={t('pages')}>
            <ul className="dk-contents">
              {pages.map((page) => {
                const wrong = page.sections.flatMap((section) => (section.repeat === null ? section.fields : section.repeat.rows.flat())).filter((field) => errors.has(field.path)).length;
                return (
                  <li key={page.id}>
                    <a href={`#page-${page.id}`}>{page.title}</a>
                    {wrong === 0 ? <Icon name="check" size={16} /> : <em>{wrong}</em>}
                  </li>
                );
              })}
              <li>
                <a href="#materials">{t('materials')}</a>
                {wanting === 0 ? <Icon name="check" size={16} /> : <em>{wanting}</em>}
              </li>
            </ul>
            <p className={`dk-note ${open === 0 ? 'dk-note--good' : 'dk-note--soon'}`}>{open === 0 ? t('ready') : t('problems', { n: open })}</p>
            <Button tone="primary" className="dk-block" busy={submit.pending} onClick={() => void submitNow()}>
              {t('submit')}
            </Button>
          </Panel>
        </div>
      </div>
    </>
  );
}
