import { regionDigits, type RegionLevel } from '@yiwang/ui/form-logic/form.ts';
import { formWords } from '@yiwang/ui/form/words.ts';
import { identity } from '../api/contracts.ts';
import { useRead } from '../api/use-read.ts';
import { currentLanguage } from '../words/start-words.ts';

const lengths = Object.values(regionDigits);

/** 行政区划: one list a level, each asked for when the level above is chosen. */
export function RegionField({ id, level, value, onChange }: { id: string; level: RegionLevel; value: string; onChange: (digits: string | null) => void }) {
  const depth = lengths.indexOf(regionDigits[level]) + 1;
  return (
    <div className="dk-regions">
      {lengths.slice(0, depth).map((digits, at) => {
        const parent = at === 0 ? '' : value.slice(0, lengths[at - 1]);
        if (at > 0 && parent.length < (lengths[at - 1] ?? 0)) return null;
        return <Level key={digits} id={at === 0 ? id : `${id}-${at}`} at={at} parent={parent} value={value.length >= digits ? value.slice(0, digits) : ''} onChange={(chosen) => onChange(chosen || parent || null)} />;
      })}
    </div>
  );
}

function Level({ id, at, parent, value, onChange }: { id: string; at: number; parent: string; value: string; onChange: (digits: string) => void }) {
  const words = formWords[currentLanguage()];
  const below = useRead(identity.listDivisions, { ...(parent === '' ? {} : { parent }), limit: 200 });
  return (
    <select className="dk-input" id={id} aria-label={words.levels[at]} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{words.levels[at]}</option>
      {(below.data?.divisions ?? []).map((division) => (
        <option key={division.digits} value={division.digits}>
          {division.name}
        </option>
      ))}
    </select>
  );
}
