declare module 'virtual:yiwang-fonts.css';
declare module '*.css';
declare module 'dmn-js/lib/Modeler' {
  /** What the desk uses of it; the package has no types of its own. */
  export default class DmnModeler {
    constructor(options: Record<string, unknown>);
    importXML(xml: string): Promise<unknown>;
    saveXML(options: { format: boolean }): Promise<{ xml: string }>;
    getViews(): { type: string }[];
    open(view: { type: string }): Promise<unknown>;
    getActiveViewer(): { on(event: string, listener: () => void): void } | undefined;
    getDefinitions(): Record<string, unknown>;
    destroy(): void;
  }
}
