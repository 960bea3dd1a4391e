import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Places } from '#engines/places';
import type { Context } from '#kernel/context';

/**
 * 内容包自带的图层要素: `layers/<layer>.geojsonl` of a pack, one GeoJSON feature a line. A file that was loaded before costs
 * one look; a changed one is merged by the features' ids.
 */
export async function loadPackLayers(places: Places, ctx: Context, packFolders: readonly string[]): Promise<void> {
  for (const folder of packFolders) {
    for (const file of globSync('layers/*.geojsonl', { cwd: folder })) await places.load(ctx, path.basename(file, '.geojsonl'), readFileSync(path.join(folder, file)), { source: path.basename(folder) });
  }
}
