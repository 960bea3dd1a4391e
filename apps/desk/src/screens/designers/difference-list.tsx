import { useEffect } from 'react';
import type { InputOf } from '@yiwang/server/kernel/contract';
import { designers } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote, Waiting } from '../../pieces/answered.tsx';
import { Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { useState } from 'react';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { designerWords } from './designer-words.ts';

type Changes = OutputOf<typeof designers.compareVersions>['changes'];
const tones = { added: 'good', removed: 'bad', changed: 'accent' } as const;

/** 修改对照: what differs between a version and another, or a draft. */
export function DifferenceList({ kind, id, before, after }: InputOf<typeof designers.compareVersions>) {
  const t = useWords(designerWords);
  const { send, refusal } = useWrite(designers.compareVersions);
  const [changes, setChanges] = useState<Changes | null>(null);
  useEffect(() => {
    void send({ kind, id, before, after }).then((answer) => answer !== undefined && setChanges(answer.changes));
    // asked once for each pair: `send` is made anew with every drawing
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [kind, id, before, after]);
  if (refusal !== null) return <RefusalNote refusal={refusal} />;
  if (changes === null) return <Waiting />;
  if (changes.length === 0) return <p className="dk-soft">{t('noDifferences', { n: before })}</p>;
  return (
    <ul className="dk-differences">
      {changes.map((change) => (
        <li key={change.path}>
          <Tag tone={tones[change.what]}>{t(change.what)}</Tag> <b>{change.name}</b> <code className="dk-code">{change.path}</code>
          {change.before !== null && <del>{change.before}</del>}
          {change.after !== null && <ins>{change.after}</ins>}
        </li>
      ))}
    </ul>
  );
}
