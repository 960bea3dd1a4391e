import type { ReactNode } from 'react';
import { PageHead } from '../../pieces/panel.tsx';
import { Tabs } from '../../pieces/tabs.tsx';
import { useWords } from '../../words/define-words.ts';
import { governanceWords } from './governance-words.ts';
import './data-governance.css';

/** Head of the three places of 清洗比对. */
export function GovernanceHead({ sub, children }: { sub?: string; children?: ReactNode }) {
  const t = useWords(governanceWords);
  return (
    <>
      <PageHead title={t('title')} sub={sub ?? t('sub')}>{children}</PageHead>
      <Tabs label={t('title')} tabs={[{ to: '/data-comparison', label: t('comparisons') }, { to: '/data-comparison/duplicates', label: t('duplicates') }, { to: '/data-comparison/cleanings', label: t('cleanings') }]} />
    </>
  );
}
