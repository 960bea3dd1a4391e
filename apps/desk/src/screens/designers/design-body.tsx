import { lazy } from 'react';
import type { DesignKind } from './designer-words.ts';

/** Body of a definition and the BPMN or DMN text beside it. */
export interface DefinitionText {
  definition: Record<string, unknown>;
  file: string | null;
}

export interface BodyProps {
  kind: DesignKind;
  id: string;
  text: DefinitionText;
  readOnly?: boolean;
  /** Element or path to be shown, from a problem of the check. */
  shown?: string;
  onChange: (text: DefinitionText) => void;
}

const bodies = {
  process: lazy(() => import('./process-designer.tsx')),
  form: lazy(() => import('./form-designer.tsx')),
  decision: lazy(() => import('./decision-designer.tsx')),
};

/** The designer of a kind; each comes with its own library, loaded when it is first opened. */
export default function DesignBody(props: BodyProps) {
  const Body = bodies[props.kind];
  return <Body {...props} />;
}
