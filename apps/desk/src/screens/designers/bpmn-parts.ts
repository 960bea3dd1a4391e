/** What of bpmn-js and moddle the designer touches; their own types stop at `any`. */
export interface Moddle {
  $type: string;
  $attrs: Record<string, unknown>;
  id: string;
  name?: string;
  conditionExpression?: Moddle;
  loopCharacteristics?: Moddle;
  extensionElements?: Moddle;
  body?: string;
  values?: Moddle[];
  variable?: string;
  value?: string;
  default?: Moddle;
  sourceRef?: Moddle;
  eventDefinitions?: Moddle[];
  [property: string]: unknown;
}

export interface Shape {
  id: string;
  type: string;
  businessObject: Moddle;
  labelTarget?: Shape;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Parts {
  modeling: { updateProperties(shape: Shape, properties: Record<string, unknown>): void };
  bpmnFactory: { create(type: string, properties: Record<string, unknown>): Moddle };
  moddle: { create(type: string, properties: Record<string, unknown>): Moddle };
  selection: { select(shape: Shape | null): void };
  elementRegistry: { get(id: string): Shape | undefined };
  canvas: { zoom(to: 'fit-viewport', center?: 'auto'): void; viewbox(box?: Box): { inner: Box; outer: Box; scale: number }; scrollToElement(shape: Shape): void; addMarker(id: string, marker: string): void; removeMarker(id: string, marker: string): void };
}
