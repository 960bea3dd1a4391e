import { defineWords, useWords } from '../words/define-words.ts';
import { sayFeel, type NameOf } from '../words/say-feel.ts';

const feelWords = defineWords('feel', {
  written: ['表达式原文', 'As it is written'],
  unsaid: ['按表达式计算', 'As the expression says'],
});

/** 表达式 in words; how it is written (FEEL) is there for those who ask. `says` where the words are of a part of it only. */
export function FeelWords({ expression, titleOf, nameOf, lead = '', says = sayFeel(expression, titleOf, nameOf) }: { expression: string; titleOf: (name: string) => string | undefined; nameOf?: NameOf; lead?: string; says?: string | undefined }) {
  const t = useWords(feelWords);
  return (
    <div className="dk-feel">
      <span>
        {lead}
        {says ?? t('unsaid')}
      </span>
      <details>
        <summary>{t('written')}</summary>
        <code className="dk-code">{expression}</code>
      </details>
    </div>
  );
}
