/** @jsxImportSource preact */
import type { JSX } from 'preact';
import type { FileAnswer } from '../form-logic/form.ts';
import { describedBy, type ControlProps } from './control-props.ts';
import { fieldId, fieldName } from './form-view.ts';
import { showBytes } from './show-bytes.ts';
import { formWords } from './words.ts';

/** Files that are there, each with a button that takes it away, and room for more. */
export const FileControl = ({ view, settings }: ControlProps): JSX.Element => {
  const words = formWords[settings.locale];
  const { field } = view;
  const files = (Array.isArray(view.value) ? view.value : view.value === null ? [] : [view.value]) as FileAnswer[];
  const accept = field.type === 'file' ? (field.accept ?? []).join(',') : 'image/png,image/jpeg';
  return (
    <>
      {files.length > 0 ? (
        <ul class="yw-files" aria-label={words.uploaded}>
          {files.map((file, at) => (
            <li key={file.id}>
              <span>{file.name} <small class="yw-soft">{showBytes(file.bytes)}</small></span>
              <button class="yw-link-button" type="submit" name="do" value={`unfile:${view.path}:${at}`} formNoValidate>{words.removeFile}<span class="yw-hidden"> {file.name}</span></button>
            </li>
          ))}
        </ul>
      ) : null}
      <input class="yw-input" type="file" id={fieldId(view.path)} name={fieldName(view.path)} multiple={field.type === 'file' && (field.maxFiles ?? 5) > 1} accept={accept || undefined} aria-describedby={describedBy(view)} aria-invalid={view.error === null ? undefined : 'true'} />
    </>
  );
};
