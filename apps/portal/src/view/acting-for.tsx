import type { JSX } from 'preact';
import { Icon } from '@yiwang/ui/icons/icon.tsx';
import { useSite } from '../site.ts';

/** For whom the reader acts, and the way to switch. */
export const ActingFor = (): JSX.Element | null => {
  const { text: { mine }, actor } = useSite();
  if (actor.actingFor === null) return null;
  return (
    <div class="acting">
      <Icon name={actor.actingFor.kind === 'company' ? 'company' : 'person'} />
      <p>{mine.actingFor}{' '}<b>{actor.actingFor.name}</b> <span class="yw-soft">{mine.standing[actor.actingFor.standing]}</span></p>
      {actor.parties.length > 1 ? <a href="/my/acting-for">{mine.switch}</a> : null}
    </div>
  );
};
