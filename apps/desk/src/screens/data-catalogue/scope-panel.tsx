import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { catalogue } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { DivisionScope } from '../../form/division-scope.tsx';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { catalogueWords } from './catalogue-words.ts';

type Demand = OutputOf<typeof catalogue.getDemand>;

/** 授权范围: the provider settles, before it answers or delivers, for the rows of which division the grant will be. */
export function ScopePanel({ of: d }: { of: Demand }) {
  const t = useWords(catalogueWords);
  const write = useWrite(catalogue.scopeDemand);
  const [scope, setScope] = useState<string | null>(d.scope ?? '');
  const now = d.scope ?? '';
  return (
    <Panel title={t('scopeTitle')}>
      <RefusalNote refusal={write.refusal} />
      <p className="dk-soft">{t('scopeNow', { scope: d.scopeName ?? t('scopeAll') })}</p>
      <DivisionScope value={scope} onChange={setScope} />
      <Button busy={write.pending} disabled={scope === null || scope === now} onClick={() => void write.send({ caseId: d.caseId, version: d.scopeVersion, scope: scope === '' ? null : scope })}>{t('scopeSave')}</Button>
    </Panel>
  );
}
