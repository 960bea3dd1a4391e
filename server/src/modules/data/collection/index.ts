/** Module `collection` 数据归集: sources of departments, hand-in by file, table, interface and topic, reports of runs. */
export { collectionModule } from './module.ts';
export { eraseSupply } from './erase-supply.ts';
export { checkSupply, endSupply, openSupply, supplyFigures, type NewSupply, type SupplyFigures } from './supplies.ts';
export { collectionHostsKind } from './hosts-kind.ts';
export type { Collection } from './deps.ts';
/** XLSX by rows, bounded whatever the file says of itself. */
export { readWorkbook, workbookCells } from './read-workbook.ts';
export type { TableRow } from './table-rows.ts';
