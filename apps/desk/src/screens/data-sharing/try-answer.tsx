import type { OutputOf } from '@yiwang/server/kernel/contract';
import type { sharing } from '../../api/contracts.ts';
import { DataTable } from '../../pieces/data-table.tsx';
import { Facts, Tag } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { bytesWords, instantWords, numberWords } from '../../words/when.ts';
import { showValue } from '../registers/show-value.ts';
import { serviceWords } from './service-words.ts';

type Answer = OutputOf<typeof sharing.tryGrant>;

const changeNames = { create: 'c_create', change: 'c_change', correct: 'c_correct', end: 'c_end' } as const;
const isKnown = (kind: string): kind is keyof typeof changeNames => kind in changeNames;

/** JSON set out line by line; anything else as it came. */
function laidOut(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function outcome({ found, text, file, changes }: Answer): 'answered' | 'answeredBadly' | 'noChanges' | 'foundOne' | 'foundNone' {
  if (text !== null || file !== null) return found ? 'answered' : 'answeredBadly';
  if (changes !== null) return found ? 'answered' : 'noChanges';
  return found ? 'foundOne' : 'foundNone';
}

/** 试调用 as its caller would get it: values, rows, changes, a file, or what an interface said. */
export function TryAnswer({ answer, columns, titleOf }: { answer: Answer; columns: readonly string[]; titleOf: (field: string) => string }) {
  const t = useWords(serviceWords);
  const cells = columns.map((id) => ({ id, title: titleOf(id), cell: (row: { data: Record<string, unknown> }) => showValue(row.data[id]) }));
  const many = answer.records !== null && answer.records.length > 1;
  return (
    <div role="status" className="ds-answer">
      <p className="dk-tags"><Tag tone={answer.found ? 'good' : 'quiet'}>{t(outcome(answer))}</Tag><span className="dk-soft">{t('took', { n: numberWords(answer.tookMs) })}</span>{answer.more && <span className="dk-soft">{t('more')}</span>}</p>
      {answer.matches !== null && <Facts facts={Object.entries(answer.matches).map(([id, same]) => [titleOf(id), <Tag key={id} tone={same ? 'good' : 'bad'}>{t(same ? 'matches' : 'differs')}</Tag>] as const)} />}
      {answer.records !== null && !many && answer.records.map((record, at) => <Facts key={at} facts={Object.entries(record).map(([id, value]) => [titleOf(id), showValue(value)] as const)} />)}
      {answer.records !== null && many && <DataTable label={t('result')} rows={answer.records.map((data, at) => ({ at, data }))} rowId={(row) => String(row.at)} columns={cells.map((one, at) => ({ ...one, lead: at === 0 }))} />}
      {answer.changes !== null && answer.changes.length > 0 && (
        <DataTable label={t('result')} rows={answer.changes} rowId={(row) => String(row.position)} columns={[
          { id: 'position', title: t('position'), lead: true, cell: (row) => numberWords(row.position) }, { id: 'kind', title: t('change'), cell: (row) => (isKnown(row.kind) ? t(changeNames[row.kind]) : row.kind) }, { id: 'at', title: t('changedAt'), cell: (row) => instantWords(row.at) }, ...cells,
        ]} />
      )}
      {answer.file !== null && <Facts facts={[[t('file'), answer.file.name], [t('mediaType'), <span className="dk-code">{answer.file.mediaType}</span>], [t('size'), bytesWords(answer.file.bytes)], [t('digest'), <span className="dk-code">{answer.file.digest}</span>]]} />}
      {answer.text !== null && (
        <>
          {answer.file === null && <Facts facts={[[t('status'), String(answer.text.status)], [t('mediaType'), <span className="dk-code">{answer.text.mediaType}</span>]]} />}
          <pre className="dk-wrap ds-body" tabIndex={0} aria-label={t('result')}>{laidOut(answer.text.body)}</pre>
        </>
      )}
    </div>
  );
}
