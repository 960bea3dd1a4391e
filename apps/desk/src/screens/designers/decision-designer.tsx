import 'dmn-js/dist/assets/diagram-js.css';
import 'dmn-js/dist/assets/dmn-js-shared.css';
import 'dmn-js/dist/assets/dmn-js-drd.css';
import 'dmn-js/dist/assets/dmn-js-decision-table.css';
import 'dmn-js/dist/assets/dmn-js-decision-table-controls.css';
import 'dmn-js/dist/assets/dmn-js-literal-expression.css';
import 'dmn-js/dist/assets/dmn-font/css/dmn.css';
import DmnModeler from 'dmn-js/lib/Modeler';
import { useEffect, useRef, useState } from 'react';
import type { BodyProps } from './design-body.tsx';
import { dmnTranslate } from './dmn-translate.ts';
import { DrawingFrame } from './drawing-frame.tsx';
import { dmnToTable, tableToDmn, type InlineTable } from './inline-table.ts';

const nameOf = (definition: Record<string, unknown>): string => {
  const { name } = definition;
  return typeof name === 'string' ? name : ((name as { zh?: string } | undefined)?.zh ?? '');
};

const options = { additionalModules: [dmnTranslate] };

/** 决策表设计器: dmn-js over our tables, or over a DMN file where the decision is one. */
export default function DecisionDesigner({ id, text, readOnly = false, onChange }: BodyProps) {
  const box = useRef<HTMLDivElement>(null);
  const [broken, setBroken] = useState<string | null>(null);
  const [xml, setXml] = useState(() => text.file ?? tableToDmn(id, nameOf(text.definition), text.definition['table'] as InlineTable));
  /** The table whose rows and columns the ids in the drawing name. */
  const drawn = useRef(text.definition['table'] as InlineTable | undefined);
  const now = useRef({ text, onChange });
  now.current = { text, onChange };

  useEffect(() => {
    if (box.current === null) return undefined;
    const modeler = new DmnModeler({ container: box.current, common: options, drd: options, decisionTable: options, literalExpression: options });
    const take = async (): Promise<void> => {
      const { text: before, onChange: hand } = now.current;
      if (before.file !== null) return hand({ ...before, file: (await modeler.saveXML({ format: true })).xml });
      const table = drawn.current === undefined ? undefined : dmnToTable(modeler.getDefinitions(), drawn.current);
      if (table !== undefined) hand({ ...before, definition: { ...before.definition, table } });
    };
    modeler
      .importXML(xml)
      .then(async () => {
        const view = modeler.getViews().find((one) => one.type === 'decisionTable');
        if (view !== undefined) await modeler.open(view);
        setBroken(null);
        if (!readOnly) modeler.getActiveViewer()?.on('commandStack.changed', () => void take());
      })
      .catch((error: unknown) => setBroken(error instanceof Error ? error.message : String(error)));
    return () => modeler.destroy();
  }, [xml, readOnly]);

  const take = (file: string): void => {
    // a table of our own stays one; what is brought in as a file is kept as the file that it is
    const { table: _table, ...definition } = text.definition;
    onChange({ definition, file });
    drawn.current = undefined;
    setXml(file);
  };
  return (
    <DrawingFrame className={text.file === null ? 'dk-dmn dk-dmn--table' : 'dk-dmn'} broken={broken} file={{ name: `${id}.dmn`, accept: '.dmn,.xml', text: () => text.file ?? tableToDmn(id, nameOf(text.definition), text.definition['table'] as InlineTable), ...(readOnly ? {} : { onImport: take }) }}>
      <div className="dk-dmn-canvas" ref={box} inert={readOnly} />
    </DrawingFrame>
  );
}
