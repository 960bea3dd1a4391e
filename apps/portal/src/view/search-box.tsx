import type { JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { useSite } from '../site.ts';

/** The search of the portal; a plain GET form. */
export const SearchBox = ({ label, placeholder, value = '' }: { label: string; placeholder: string; value?: string }): JSX.Element => {
  const { text } = useSite();
  return (
    <form class="search" action="/search" method="get" role="search">
      <label class="yw-hidden" for="q">{label}</label>
      <input class="yw-input" id="q" name="q" type="search" value={value} placeholder={placeholder} maxLength={100} autocomplete="off" />
      <button class="yw-button" type="submit"><Icon name="search" /><span>{text.common.search}</span></button>
    </form>
  );
};
