import type { OutputOf } from '@yiwang/server/kernel/contract';
import { useState } from 'react';
import { opening } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select, TextArea } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { capabilityWords } from './capability-words.ts';

type Page = OutputOf<typeof opening.getCapability>;

const written = (value: unknown): string => JSON.stringify(value, null, 2);

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** 沙箱试调: a sample to begin with, changed as one likes, and what comes back. */
export function SandboxPanel({ page }: { page: Page }) {
  const t = useWords(capabilityWords);
  const [name, setName] = useState(page.operations[0]?.name ?? '');
  const operation = page.operations.find((o) => o.name === name);
  const [sample, setSample] = useState('0');
  const [text, setText] = useState(() => written(page.operations[0]?.samples[0]?.input ?? {}));
  const [told, setTold] = useState<OutputOf<typeof opening.tryCapability> | null>(null);
  const write = useWrite(opening.tryCapability);
  const input = readJson(text);
  const take = (from: Page['operations'][number] | undefined, at: string): void => {
    setSample(at);
    setText(written(from?.samples[Number(at)]?.input ?? {}));
    setTold(null);
  };
  const send = async (): Promise<void> => {
    if (input !== undefined) setTold((await write.send({ id: page.capability.id, operation: name, input })) ?? null);
  };
  return (
    <Panel title={t('sandbox')} id="sandbox">
      <p className="dk-note">{t('sandboxLead')}</p>
      <RefusalNote refusal={write.refusal} />
      {page.operations.length > 1 && <Select label={t('operation')} value={name} onChange={(next) => { setName(next); take(page.operations.find((o) => o.name === next), '0'); }} options={page.operations.map((o) => ({ value: o.name, label: o.summary }))} />}
      <Select label={t('sample')} value={sample} onChange={(at) => take(operation, at)} options={(operation?.samples ?? []).map((s, at) => ({ value: String(at), label: s.title }))} />
      <TextArea label={t('input')} value={text} onChange={setText} rows={7} max={20_000} hint={input === undefined ? t('notJson') : undefined} />
      <Button tone="primary" busy={write.pending} disabled={input === undefined} onClick={() => void send()}>{t('send')}</Button>
      {told !== null && (
        <div className="dk-fold" role="status">
          <p>
            <b>{t('answered', { ms: told.tookMs })}</b> {told.sample && <Tag>{t('fromSample')}</Tag>} {told.problem !== null && <Tag tone="soon">{told.problem.code}</Tag>}
          </p>
          <pre className="dk-code">{told.problem === null ? written(told.output) : told.problem.title}</pre>
        </div>
      )}
    </Panel>
  );
}
