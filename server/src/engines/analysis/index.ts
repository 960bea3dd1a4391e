/** Engine `analysis` 分析: snapshots of registers and files in columnar files, typed questions, checks of whole sets, comparison. */
export { createAnalysis, type Analysis, type CleaningPreview } from './create-analysis.ts';
export type { Cell, EngineLimits, Patience } from './duckdb.ts';
export type { Scope } from './compile-query.ts';
export { measureFunctions, queryLimits, smallestGroup, type AnalysisJoin, type AnalysisQuery, type Answer, type Derived, type Group, type Measure } from './query.ts';
export type { Check, CheckCount, ScanOptions } from './scan-checks.ts';
export type { Cleaning, CleaningStep } from './clean-rows.ts';
export type { Comparer } from './comparers.ts';
export type { ComparisonPreview } from './preview-comparison.ts';
export type { ColumnPair, Comparison, ComparisonResult, ComparisonSample } from './compare-snapshots.ts';
export type { Duplicates, DuplicateSearch } from './find-duplicates.ts';
export type { ColumnProfile } from './profile.ts';
export { columnKinds, type ColumnKind, type Snapshot, type SnapshotColumn, type SnapshotSource } from './snapshot.ts';
export type { ForeignRow } from './read-parquet.ts';
export { formatCells } from './csv-cells.ts';
export { errors as analysisErrors } from './errors.ts';
