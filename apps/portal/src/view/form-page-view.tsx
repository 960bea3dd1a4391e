import type { JSX } from 'preact';
import { fieldId, fieldsOfPage, type PageView } from '@yiwang/ui/form/form-view.ts';
import { FormFields, type FormSettings } from '@yiwang/ui/form/form-fields.tsx';
import type { Draft } from '../draft-form.ts';
import { useSite } from '../site.ts';
import { Button, ErrorSummary, PostForm } from './form.tsx';
import { Notice, Progress } from './pieces.tsx';

interface Props {
  draft: Draft;
  page: PageView;
  at: number;
  of: number;
  settings: FormSettings;
  errors: ReadonlyMap<string, string> | undefined;
  stale: boolean;
  revealed: boolean;
  from: string;
}

export const FormPageView = ({ draft, page, at, of, settings, errors, stale, revealed, from }: Props): JSX.Element => {
  const { text } = useSite();
  const { apply: words, common } = text;
  return (
    <>
      <ErrorSummary errors={[...(errors ?? [])].map(([path, message]) => ({ id: fieldId(path), words: message }))} />
      {stale ? <Notice tone="soon" icon="warning"><p><b>{words.staleTitle}</b></p><p>{words.stale}</p></Notice> : null}
      {revealed ? <Notice><p>{words.revealed}</p></Notice> : null}
      {draft.dropped.length > 0 && at === 0 ? <Notice tone="soon" icon="warning"><p>{words.changedForm(draft.dropped.join(text.language === 'en' ? ', ' : '、'))}</p></Notice> : null}
      <Progress at={at} of={of + 2} words={`${draft.subject.name} · ${words.step(at + 1, of + 2)}`} />
      <h1>{page.title}</h1>
      {page.note === '' ? null : <p class="yw-lead">{page.note}</p>}
      <p class="yw-small yw-soft">{words.for(draft.party.name)}</p>
      <PostForm action={`/apply/${draft.id}/form/${at + 1}`} keep files={fieldsOfPage(page).some(({ field }) => field.type === 'file' || field.type === 'signature')}>
        <input type="hidden" name="version" value={draft.version} />
        {from === '' ? null : <input type="hidden" name="from" value={from} />}
        {/* Enter in a field presses the first button of a form: it must be the one that goes on */}
        <button class="yw-hidden" type="submit" name="do" value="next" tabIndex={-1} aria-hidden="true" />
        <FormFields page={page} settings={settings} />
        <div class="yw-actions">
          <Button name="do" value="next">{from === 'check' ? common.save : common.continue}</Button>
          <button class="yw-link-button" type="submit" name="do" value="save" formNoValidate>{words.saveLater}</button>
        </div>
      </PostForm>
    </>
  );
};
