import { childrenOf, materialsOf, type CaseRow, type MaterialRow } from '#engines/cases';
import type { Context } from '#kernel/context';
import { textIn } from '#kernel/i18n';
import { matterCase } from '../cases/case-kinds.ts';
import type { Hall } from '../hall.ts';
import { serviceItemKind } from '../items/item-definition.ts';

/** 提供方式, as the receipt says it. */
const ways: Record<MaterialRow['state'], string> = {
  missing: '未提交', uploaded: '上传', fetched: '共享获取', wallet: '电子证照', promised: '告知承诺', later: '容缺后补', given: '已补交', rejected: '未通过',
};

/** 收到材料清单 of a case and, of a joint matter, of its items; a paper that several ask for stands once. */
export async function receivedMaterials(hall: Pick<Hall, 'content'>, ctx: Context, row: CaseRow): Promise<{ name: string; way: string }[]> {
  const all = row.kind === matterCase ? [row, ...(await childrenOf(ctx.tx, row.id))] : [row];
  const materials = await materialsOf(ctx.tx, all.map((c) => c.id));
  const lines = materials.filter((m) => m.state !== 'missing').map((m) => {
    const owner = all.find((c) => c.id === m.case_id);
    const defined = owner?.definition_kind !== 'service-item' ? undefined
      : hall.content.find(serviceItemKind, owner.definition_id, { version: owner.definition_version })?.value.materials.find((one) => m.material_id.endsWith(`/${one.id}`));
    return { name: defined === undefined ? m.name : textIn(defined.name, 'zh'), way: ways[m.state] };
  });
  return [...new Map(lines.map((l) => [`${l.name} ${l.way}`, l])).values()];
}
