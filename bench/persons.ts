import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mod11And2 } from '@yiwang/ui/identifiers/check-characters.ts';

/** Of a row without a note. */
const plainBytes = 145;

const identityNumberOf = (i: number): string => {
  const born = new Date(Date.UTC(1940, 0, 1 + ((i * 7919) % 29_000))).toISOString().slice(0, 10).replaceAll('-', '');
  const head = `2201${String(2 + (Math.floor(i / 1000 / 29_000) % 90)).padStart(2, '0')}${born}${String(Math.floor(i / 29_000) % 1000).padStart(3, '0')}`;
  return head + mod11And2(head);
};

const surroundings = '东邻商住楼西靠小学操场南面临街北侧为社区卫生服务站由物业公司登记门牌经派出所核对后录入原址拆迁安置户已换发新簿';
/** What an official writes behind an address, so many bytes long (three a character). */
const noteOf = (i: number, bytes: number): string => (bytes < 3 ? '' : `（${surroundings.slice(i % 40).padEnd(surroundings.length * Math.ceil(bytes / 3 / surroundings.length) + 1, surroundings)}`.slice(0, Math.floor(bytes / 3)));

/**
 * Invented persons as a public security bureau writes them: eleven columns, two of them sealed in the register; every `badEvery`-th row is
 * wrong. `rowBytes`: how long rows are about, where the address has a note; 145 without one.
 */
export async function writePersons(file: string, from: number, to: number, { badEvery = Infinity, rowBytes = plainBytes }: { badEvery?: number; rowBytes?: number } = {}): Promise<void> {
  const out = createWriteStream(file);
  let chunk = 'name,sex,ethnicGroup,birthDate,identityNumber,division,residenceAddress,maritalStatus,householdNumber,phone,alive\n';
  for (let i = from; i < to; i += 1) {
    const number = identityNumberOf(i);
    const born = i % badEvery === badEvery - 1 ? '1990-02-30' : `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
    chunk += `${'王李张刘陈杨赵黄周吴'[i % 10]}${'伟芳娜敏静丽强磊军洋'[Math.floor(i / 10) % 10]}${'一二三四五六七八九十'[Math.floor(i / 100) % 10]},${1 + (i % 2)},01,${born},${number},2201${String(2 + (i % 5)).padStart(2, '0')},吉林省长春市南关区人民大街${i % 9999}号${i % 30}栋${i % 12}单元${noteOf(i, rowBytes - plainBytes)},10,2201${String(Math.floor(i / 3)).padStart(10, '0')},13${String(100_000_000 + (i % 899_999_999))},true\n`;
    if (chunk.length > 1 << 20) {
      if (!out.write(chunk)) await once(out, 'drain');
      chunk = '';
    }
  }
  out.end(chunk);
  await once(out, 'close');
}
