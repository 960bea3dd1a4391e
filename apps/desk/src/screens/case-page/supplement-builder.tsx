import { useWords } from '../../words/define-words.ts';
import { caseWords, decisionWords } from './case-words.ts';
import type { Material } from './desk-case.ts';

/** What is asked for, by item and material. */
export type Asked = Readonly<Record<string, { itemId: string; materialId: string; why: string }>>;

/** 一次性告知: every material in one list, each with its reason, so that nothing is asked for twice. */
export function SupplementBuilder({ materials, asked, onChange, wrong }: { materials: readonly Material[]; asked: Asked; onChange: (asked: Asked) => void; wrong: boolean }) {
  const t = useWords(decisionWords);
  const m = useWords(caseWords);
  const phrases = [t('whyPhrase1'), t('whyPhrase2'), t('whyPhrase3'), t('whyPhrase4')];
  return (
    <fieldset className="dk-supplement">
      <legend>
        {t('supplement')} <small>{t('supplementCount', { n: Object.keys(asked).length })}</small>
      </legend>
      <p className="dk-soft">{t('supplementHint')}</p>
      <ul>
        {materials.map((material) => {
          const key = `${material.itemId}/${material.id}`;
          const one = asked[key];
          const set = (why: string): void => onChange({ ...asked, [key]: { itemId: material.itemId, materialId: material.id, why } });
          return (
            <li key={key}>
              <label className="dk-check">
                <input
                  type="checkbox"
                  checked={one !== undefined}
                  onChange={(event) => {
                    const { [key]: _gone, ...others } = asked;
                    if (event.target.checked) set(material.state === 'missing' ? t('whyPhrase1') : '');
                    else onChange(others);
                  }}
                />
                <span>
                  {material.name} <small>{m(`m_${material.state}`)}</small>
                </span>
              </label>
              {one !== undefined && (
                <div className="dk-why">
                  <input className="dk-input" aria-label={`${material.name} ${t('why')}`} placeholder={t('why')} maxLength={500} value={one.why} aria-invalid={wrong && one.why.trim() === ''} onChange={(event) => set(event.target.value)} />
                  <div>
                    {phrases.map((phrase) => (
                      <button key={phrase} type="button" onClick={() => set(phrase)}>
                        {phrase}
                      </button>
                    ))}
                  </div>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {wrong && <span className="dk-wrong">{t('nothingChosen')}</span>}
    </fieldset>
  );
}
