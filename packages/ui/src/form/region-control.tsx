/** @jsxImportSource preact */
import type { JSX } from 'preact';
import { regionDigits } from '../form-logic/form.ts';
import { isPlainObject } from '../form-logic/plain-object.ts';
import type { ControlProps } from './control-props.ts';
import { fieldId, fieldName } from './form-view.ts';
import { formWords } from './words.ts';

const levels = Object.values(regionDigits);

/** 行政区划, one list a level. Without script a button brings the next list; with it, choosing does. */
export const RegionControl = ({ view, settings }: ControlProps): JSX.Element => {
  const { field } = view;
  if (field.type !== 'region' && field.type !== 'address') return <></>;
  const words = formWords[settings.locale];
  const given = field.type === 'region' ? view.value : isPlainObject(view.value) ? view.value['region'] : '';
  const value = typeof given === 'string' ? given : '';
  const shown = levels.filter((level, at) => level <= regionDigits[field.level] && (at === 0 || (value.length >= (levels[at - 1] ?? 0) && settings.regions[value.slice(0, levels[at - 1])] !== undefined)));
  const last = shown.at(-1) ?? 2;
  return (
    <div class="yw-region" data-island="region" data-name={fieldName(view.path)} data-level={regionDigits[field.level]} data-words={JSON.stringify({ choose: words.choose, levels: words.levels })}>
      {shown.map((level, at) => {
        const id = at === 0 ? fieldId(view.path) : `${fieldId(view.path)}-${level}`;
        return (
          <div class="yw-region-level" key={level}>
            <label for={id}>{words.levels[at]}</label>
            <select class="yw-input" id={id} name={`${fieldName(view.path)}:${level}`} data-digits={level}>
              <option value="">{words.choose}</option>
              {(settings.regions[value.slice(0, levels[at - 1] ?? 0)] ?? []).map((one) => <option key={one.digits} value={one.digits} selected={value.startsWith(one.digits)}>{one.name}</option>)}
            </select>
          </div>
        );
      })}
      {last < regionDigits[field.level] ? <button class="yw-button yw-button--plain yw-button--small" type="submit" name="do" value={`region:${view.path}`} formNoValidate data-region-next>{words.next}</button> : null}
    </div>
  );
};

/** 地址: a region and what comes after it. */
export const AddressControl = ({ view, settings }: ControlProps): JSX.Element => {
  const detail = isPlainObject(view.value) && typeof view.value['detail'] === 'string' ? view.value['detail'] : '';
  const id = `${fieldId(view.path)}-detail`;
  return (
    <>
      <RegionControl view={view} settings={settings} />
      <label for={id}>{formWords[settings.locale].detail}</label>
      <input class="yw-input" id={id} name={`${fieldName(view.path)}:detail`} type="text" value={detail} autocomplete="street-address" aria-invalid={view.error === null ? undefined : 'true'} />
    </>
  );
};
