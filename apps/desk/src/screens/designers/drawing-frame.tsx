import type { ReactNode } from 'react';
import { Icon } from '../../pieces/icon.tsx';
import { useWords } from '../../words/define-words.ts';
import { FileButtons } from './file-buttons.tsx';
import { processWords } from './process-words.ts';

/** What stands around a drawing: its tools, its file to take in or out, and why it cannot be read. */
export function DrawingFrame({ className, tools, file, broken, children }: { className: string; tools?: ReactNode; file: { name: string; accept: string; text: () => string; onImport?: (text: string) => void }; broken: string | null; children: ReactNode }) {
  const t = useWords(processWords);
  return (
    <div className={className}>
      <div className="dk-bpmn-tools">
        {tools}
        <FileButtons {...file} />
      </div>
      {broken !== null && (
        <p className="dk-note dk-note--bad" role="alert">
          <Icon name="warning" />
          {t('broken', { why: broken })}
        </p>
      )}
      {children}
    </div>
  );
}
