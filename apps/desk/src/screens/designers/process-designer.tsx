import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import 'bpmn-js/dist/assets/bpmn-font/css/bpmn.css';
import Modeler from 'bpmn-js/lib/Modeler';
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../pieces/button.tsx';
import { useWords } from '../../words/define-words.ts';
import type { Parts, Shape } from './bpmn-parts.ts';
import { bpmnTranslate } from './bpmn-translate.ts';
import type { BodyProps } from './design-body.tsx';
import { DrawingFrame } from './drawing-frame.tsx';
import { ProcessProperties } from './process-properties.tsx';
import { processWords } from './process-words.ts';
import { yiwangModdle } from './yiwang-moddle.ts';

interface Drawing {
  get(part: string): unknown;
  on(events: string | string[], listener: (event: Record<string, unknown>) => void): void;
  importXML(xml: string): Promise<unknown>;
  saveXML(options: { format: boolean }): Promise<{ xml?: string }>;
  destroy(): void;
}

const partsOf = (drawing: Drawing): Parts => ({
  modeling: drawing.get('modeling'), bpmnFactory: drawing.get('bpmnFactory'), moddle: drawing.get('moddle'), selection: drawing.get('selection'), elementRegistry: drawing.get('elementRegistry'), canvas: drawing.get('canvas'),
}) as Parts;

const readableScale = 0.75;
const margin = 20;
/** Room for the palette. */
const paletteWidth = 120;

/** The whole drawing beside the palette where it can be read so; else its beginning, large enough. */
function beginReadably(canvas: Parts['canvas'], left: number): void {
  const { inner, outer } = canvas.viewbox();
  const fit = Math.min(1, (outer.width - left - 2 * margin) / inner.width, (outer.height - 2 * margin) / inner.height);
  const scale = Math.max(fit, readableScale);
  const [width, height] = [outer.width / scale, outer.height / scale];
  canvas.viewbox({ x: inner.x - (left + margin) / scale, y: inner.y + inner.height / 2 - height / 2, width, height });
}

/** 流程设计器: bpmn-js with our properties beside it. */
export default function ProcessDesigner({ id, text, readOnly = false, shown, onChange }: BodyProps) {
  const t = useWords(processWords);
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const [shape, setShape] = useState<Shape | null>(null);
  const [, redraw] = useState(0);
  const [broken, setBroken] = useState<string | null>(null);
  /** What the drawing was made of; a change of ours does not draw it anew. */
  const drawn = useRef<string | null>(null);
  const now = useRef({ text, onChange });
  now.current = { text, onChange };

  useEffect(() => {
    if (box.current === null) return undefined;
    const { fontFamily } = getComputedStyle(document.body);
    const made = new (readOnly ? NavigatedViewer : Modeler)({ container: box.current, moddleExtensions: { yw: yiwangModdle }, additionalModules: [bpmnTranslate], textRenderer: { defaultStyle: { fontFamily }, externalStyle: { fontFamily } } } as ConstructorParameters<typeof Modeler>[0]) as unknown as Drawing;
    drawing.current = made;
    made.on('selection.changed', (event) => {
      const [first] = (event['newSelection'] ?? []) as Shape[];
      setShape(first?.labelTarget ?? first ?? null);
    });
    made.on('commandStack.changed', () => {
      redraw((n) => n + 1);
      void made.saveXML({ format: true }).then(({ xml }) => {
        if (xml === undefined) return;
        drawn.current = xml;
        now.current.onChange({ ...now.current.text, file: xml });
      });
    });
    return () => {
      made.destroy();
      drawing.current = null;
      drawn.current = null;
    };
  }, [readOnly]);

  useEffect(() => {
    const made = drawing.current;
    if (made === null || text.file === null || text.file === drawn.current) return;
    drawn.current = text.file;
    made.importXML(text.file).then(
      () => {
        setBroken(null);
        beginReadably(made.get('canvas') as Parts['canvas'], readOnly ? 0 : paletteWidth);
      },
      (error: unknown) => setBroken(error instanceof Error ? error.message : String(error)),
    );
  }, [text.file, readOnly]);

  useEffect(() => {
    const made = drawing.current;
    if (made === null || shown === undefined || readOnly) return;
    const parts = partsOf(made);
    const found = parts.elementRegistry.get(shown);
    if (found === undefined) return;
    parts.canvas.scrollToElement(found);
    parts.selection.select(found);
  }, [shown, readOnly]);

  const stack = (): { undo(): void; redo(): void; canUndo(): boolean; canRedo(): boolean } | null => (drawing.current === null || readOnly ? null : (drawing.current.get('commandStack') as ReturnType<typeof stack>));
  const tools = (
    <>
      {!readOnly && (
        <>
          <Button tone="quiet" disabled={stack()?.canUndo() !== true} onClick={() => stack()?.undo()}>
            {t('undo')}
          </Button>
          <Button tone="quiet" disabled={stack()?.canRedo() !== true} onClick={() => stack()?.redo()}>
            {t('redo')}
          </Button>
        </>
      )}
      <Button tone="quiet" onClick={() => drawing.current !== null && (drawing.current.get('canvas') as Parts['canvas']).zoom('fit-viewport', 'auto')}>
        {t('fit')}
      </Button>
    </>
  );
  return (
    <DrawingFrame className={readOnly ? 'dk-bpmn dk-bpmn--view' : 'dk-bpmn'} tools={tools} broken={broken} file={{ name: `${id}.bpmn`, accept: '.bpmn,.xml', text: () => text.file ?? '', ...(readOnly ? {} : { onImport: (file: string) => onChange({ ...text, file }) }) }}>
      <div className="dk-bpmn-canvas" ref={box} role="application" aria-label={t('drawing')} />
      {!readOnly && <div className="dk-bpmn-properties">{drawing.current !== null && <ProcessProperties parts={partsOf(drawing.current)} shape={shape} readOnly={readOnly} />}</div>}
    </DrawingFrame>
  );
}
