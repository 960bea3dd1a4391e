import { createReadStream, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Places } from '#engines/places';
import type { Records } from '#engines/records';
import type { Context } from '#kernel/context';

/**
 * 内容包自带的数据: rows of registers (`records/<register>.csv`, a header of field ids) and features of layers
 * (`layers/<layer>.geojsonl`, one GeoJSON feature a line). A file that was loaded before costs one look; a changed one is merged by its keys.
 */
export async function loadPackRecords(records: Records, packFolders: readonly string[], { now, newId }: { now: Date; newId: () => string }): Promise<void> {
  for (const { file, name, pack } of filesOf(packFolders, 'records/*.csv')) {
    const report = await records.load(name, createReadStream(file), { format: 'csv', source: pack === 'demo' ? '演示数据' : '内容包', actorName: '内容包', now, newId, effectiveOn: '2026-01-01' });
    if (report.refused > 0) throw new Error(`${file}: ${report.refused} lines are refused, the first: ${JSON.stringify(report.refusedLines[0])}`);
  }
}

export async function loadPackLayers(places: Places, ctx: Context, packFolders: readonly string[]): Promise<void> {
  for (const { file, name, pack } of filesOf(packFolders, 'layers/*.geojsonl')) await places.load(ctx, name, readFileSync(file), { source: pack });
}

const filesOf = (packFolders: readonly string[], pattern: string): { file: string; name: string; pack: string }[] =>
  packFolders.flatMap((folder) => globSync(pattern, { cwd: folder }).toSorted().map((file) => ({ file: path.join(folder, file), name: path.parse(file).name, pack: path.basename(folder) })));
