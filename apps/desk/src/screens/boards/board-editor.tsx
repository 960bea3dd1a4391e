import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import type { InputOf } from '@yiwang/server/kernel/contract';
import { data, visualisation } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { useWrite } from '../../api/use-write.ts';
import { Answered, RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Select, TextInput } from '../../pieces/field.tsx';
import { PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { BoardWidget } from './board-widget.tsx';
import { boardWords } from './board-words.ts';
import './boards.css';

type BoardInput = InputOf<typeof visualisation.saveBoard>['board'];
type WidgetInput = BoardInput['widgets'][number];

const charts = ['figure', 'table', 'bar', 'column', 'line', 'pie', 'map'] as const;
const functions = ['count', 'filled', 'distinct', 'sum', 'average', 'min', 'max', 'median'] as const;
const mapLayer = 'prefecture-boundary';
const emptyWidget = (n: number, title: string): WidgetInput => ({ id: `w${n}`, title, chart: 'bar', register: 'school', groupBy: [{ column: 'kind' }], measures: [{ as: 'value', fn: 'count' }], span: 6 });
const plain = (text: WidgetInput['title']): string => (typeof text === 'string' ? text : text.zh);

/** 编辑看板: a new one or a version more of one's own; each chart is previewed beside its fields. */
export default function BoardEditor() {
  const t = useWords(boardWords);
  const { boardId } = useParams();
  const found = useRead(visualisation.showBoard, { boardId: boardId ?? '' }, { ready: boardId !== undefined });
  if (boardId === undefined) return <Editor board={{ title: '', theme: t('general'), widgets: [emptyWidget(1, t('chartOf', { n: 1 }))] }} shared={false} />;
  return <Answered of={found}>{(board) => <Editor key={board.version} id={boardId} version={board.version} board={board.definition} shared={board.shared} />}</Answered>;
}

function Editor({ id, version, board: first, shared: sharedFirst }: { id?: string; version?: number; board: BoardInput; shared: boolean }) {
  const t = useWords(boardWords);
  const go = useNavigate();
  const [board, setBoard] = useState<BoardInput>(first);
  const [shared, setShared] = useState(sharedFirst);
  const save = useWrite(visualisation.saveBoard);
  const retire = useWrite(visualisation.retireBoard);
  const registers = useRead(data.listRegisters, {});
  const widgets = board.widgets;
  const put = (i: number, change: Partial<WidgetInput>): void => setBoard({ ...board, widgets: widgets.map((w, at) => (at === i ? { ...w, ...change } : w)) });
  const move = (i: number, by: number): void => {
    const next = widgets.slice();
    const [one] = next.splice(i, 1);
    next.splice(i + by, 0, one!);
    setBoard({ ...board, widgets: next });
  };
  const add = (): void => {
    let n = widgets.length + 1;
    while (widgets.some((w) => w.id === `w${n}`)) n++;
    setBoard({ ...board, widgets: [...widgets, emptyWidget(n, t('chartOf', { n }))] });
  };
  const send = async (): Promise<void> => {
    const saved = await save.send({ ...(id === undefined ? {} : { boardId: id, version }), board, shared });
    if (saved !== undefined) void go(`/boards/${saved.id}`);
  };
  return (
    <div className="dk-editor">
      <PageHead title={id === undefined ? t('newTitle') : t('editTitle')}>
        <Button tone="primary" busy={save.pending} disabled={plain(board.title).trim() === '' || widgets.length === 0} onClick={() => void send()}>{t('save')}</Button>
        {id !== undefined && version !== undefined && <Button busy={retire.pending} onClick={() => void retire.send({ boardId: id, version }).then((done) => done !== undefined && void go('/boards'))}>{t('retire')}</Button>}
      </PageHead>
      <RefusalNote refusal={save.refusal ?? retire.refusal} />
      <Panel>
        <div className="dk-editor-fields">
          <TextInput label={t('boardName')} value={plain(board.title)} required onChange={(title) => setBoard({ ...board, title })} />
          <TextInput label={t('boardTheme')} value={board.theme ?? ''} max={40} onChange={(theme) => setBoard({ ...board, theme })} />
          <label className="dk-check">
            <input type="checkbox" checked={shared} onChange={(event) => setShared(event.target.checked)} /> {t('shareAll')}
          </label>
        </div>
      </Panel>
      <Answered of={registers}>
        {(all) => (
          <>
            {widgets.map((w, i) => (
              <Panel key={w.id} title={plain(w.title)} extra={<><Button disabled={i === 0} onClick={() => move(i, -1)}>{t('up')}</Button><Button disabled={i === widgets.length - 1} onClick={() => move(i, 1)}>{t('down')}</Button><Button onClick={() => setBoard({ ...board, widgets: widgets.filter((_, at) => at !== i) })}>{t('remove')}</Button></>}>
                <WidgetFields widget={w} registers={all.registers} onChange={(change) => put(i, change)} />
              </Panel>
            ))}
          </>
        )}
      </Answered>
      <p>
        <Button disabled={widgets.length >= 24} onClick={add}>{t('addWidget')}</Button>
      </p>
    </div>
  );
}

interface RegisterChoice {
  id: string;
  title: string;
  fields: { id: string; title: string; type: string; sensitive: boolean }[];
}

function WidgetFields({ widget, registers, onChange }: { widget: WidgetInput; registers: readonly RegisterChoice[]; onChange: (change: Partial<WidgetInput>) => void }) {
  const t = useWords(boardWords);
  const fields = registers.find((r) => r.id === widget.register)?.fields.filter((f) => !f.sensitive) ?? [];
  const fieldChoices = fields.map((f) => ({ value: f.id, label: f.title }));
  const measure = widget.measures[0]!;
  const group = widget.groupBy?.[0]?.column ?? '';
  // a figure has no groups, a map groups by the first four digits of a division and has a layer
  const become = (chart: WidgetInput['chart']): void => {
    const division = fields.find((f) => f.type === 'division')?.id ?? group;
    if (chart === 'figure') onChange({ chart, groupBy: [], layer: undefined });
    else if (chart === 'map') onChange({ chart, groupBy: [{ column: division, by: { first: 4 } }], layer: mapLayer });
    else onChange({ chart, groupBy: group === '' ? [{ column: fields[0]?.id ?? 'kind' }] : [{ column: group }], layer: undefined });
  };
  const preview = useRead(visualisation.drawWidget, { widget }, { keep: true });
  return (
    <div className="dk-editor-widget">
      <div className="dk-editor-fields">
        <TextInput label={t('widgetTitle')} value={plain(widget.title)} onChange={(title) => onChange({ title })} />
        <Select label={t('chart')} value={widget.chart} onChange={become} options={charts.map((c) => ({ value: c, label: t(`c_${c}`) }))} />
        <Select label={t('register')} value={widget.register} onChange={(register) => onChange({ register, where: undefined, measures: [{ as: 'value', fn: 'count' }], groupBy: widget.chart === 'figure' ? [] : [{ column: registers.find((r) => r.id === register)?.fields.find((f) => !f.sensitive)?.id ?? 'id' }] })} options={registers.map((r) => ({ value: r.id, label: r.title }))} />
        {widget.chart !== 'figure' && <Select label={t('group')} value={group} onChange={(column) => onChange({ groupBy: [widget.chart === 'map' ? { column, by: { first: 4 } } : { column }] })} options={fieldChoices} />}
        <Select label={t('measure')} value={measure.fn} onChange={(fn) => onChange({ measures: [fn === 'count' ? { as: 'value', fn } : { as: 'value', fn, of: measure.of ?? fields.find((f) => f.type === 'integer' || f.type === 'decimal' || f.type === 'money')?.id ?? fields[0]?.id }] })} options={functions.map((f) => ({ value: f, label: t(`m_${f}`) }))} />
        {measure.fn !== 'count' && <Select label={t('of')} value={measure.of ?? ''} onChange={(of) => onChange({ measures: [{ ...measure, of }] })} options={fieldChoices} />}
        <TextInput label={t('where')} hint={t('whereHint')} value={widget.where ?? ''} max={2000} onChange={(where) => onChange({ where: where === '' ? undefined : where })} />
        <TextInput label={t('unit')} value={widget.unit ?? ''} max={20} onChange={(unit) => onChange({ unit: unit === '' ? undefined : unit })} />
        <Select label={t('span')} value={String(widget.span ?? 6)} onChange={(span) => onChange({ span: Number(span) })} options={[3, 4, 6, 8, 12].map((n) => ({ value: String(n), label: String(n) }))} />
      </div>
      <div>
        <Answered of={preview}>{(drawn) => <BoardWidget drawn={drawn} />}</Answered>
      </div>
    </div>
  );
}
