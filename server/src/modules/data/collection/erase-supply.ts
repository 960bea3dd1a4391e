import type { Context } from '#kernel/context';
import type { Collection } from './deps.ts';

/** 销毁供数原件: what was pulled for a supply as files, and the lines that were sent back; the runs stay, with their figures. Only as the house itself. */
export async function eraseSupply({ files }: Pick<Collection, 'files'>, ctx: Context, sourceId: string): Promise<number> {
  const kept = await ctx.tx.query<{ id: string; file_id: string | null }>('select id, file_id from collection.run where source_id = $1', [sourceId]);
  await ctx.tx.query('delete from collection.refused_line where run_id = any ($1)', [kept.map((r) => r.id)]);
  await ctx.tx.query('update collection.run set file_id = null where source_id = $1 and file_id is not null', [sourceId]);
  let erased = 0;
  for (const { file_id: file } of kept) {
    if (file === null) continue;
    await files.release(ctx, file);
    erased += 1;
  }
  return erased;
}
