import { childrenOf, materialsOf, type CaseRow, type MaterialRow } from '#engines/cases';
import type { ReadTx } from '#kernel/db';
import { textIn } from '#kernel/i18n';
import { matterCase } from '../cases/case-kinds.ts';
import type { Hall } from '../hall.ts';
import { serviceItemKind } from '../items/item-definition.ts';

/** 提供方式, as the receipt says it. */
const ways: Record<MaterialRow['state'], string> = {
  missing: '未提交', uploaded: '上传', fetched: '共享获取', wallet: '电子证照', promised: '告知承诺', later: '容缺后补', given: '已补交', rejected: '未通过',
};

/** 收到材料清单 by case, for a joint matter with those of its items; a paper that several ask for stands once. */
export async function receivedMaterials(hall: Pick<Hall, 'content'>, tx: ReadTx, rows: readonly CaseRow[]): Promise<Map<string, { name: string; way: string }[]>> {
  const families = await Promise.all(rows.map(async (row) => (row.kind === matterCase ? [row, ...(await childrenOf(tx, row.id))] : [row])));
  const materials = Map.groupBy(await materialsOf(tx, families.flat().map((c) => c.id)), (m) => m.case_id);
  return new Map(families.map((family) => {
    const lines = family.flatMap((owner) => (materials.get(owner.id) ?? []).filter((m) => m.state !== 'missing').map((m) => ({ name: nameOf(hall, owner, m), way: ways[m.state] })));
    return [family[0]!.id, [...new Map(lines.map((l) => [`${l.name} ${l.way}`, l])).values()]];
  }));
}

function nameOf(hall: Pick<Hall, 'content'>, owner: CaseRow, material: MaterialRow): string {
  const defined = owner.definition_kind !== 'service-item' ? undefined
    : hall.content.find(serviceItemKind, owner.definition_id, { version: owner.definition_version })?.value.materials.find((one) => material.material_id.endsWith(`/${one.id}`));
  return defined === undefined ? material.name : textIn(defined.name, 'zh');
}
