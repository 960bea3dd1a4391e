import type { createRandom } from './identifiers.ts';

const SURNAMES = '王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤'.split('');
const COMPOUND = ['欧阳', '上官', '司徒', '诸葛'];
const KOREAN = ['金', '朴', '崔', '李', '郑', '全'];
const MALE = '伟强磊军勇杰涛明超刚平辉鹏华飞健波斌宇浩凯俊博文志建国海山林峰宏毅铭轩睿泽晨阳'.split('');
const FEMALE = '芳娜敏静丽艳娟霞秀玲桂英梅雪琳婷慧莹颖洁蕾薇佳怡欣悦雨涵梓萱诗琪瑶晴'.split('');
const KOREAN_GIVEN = { 1: ['哲洙', '成浩', '英俊', '东赫', '正焕', '昌民'], 2: ['英姬', '美兰', '顺玉', '善花', '香淑', '今顺'] };

type Random = ReturnType<typeof createRandom>;

export const surname = (random: Random, korean = false): string =>
  korean ? random.pick(KOREAN) : random.next() < 0.02 ? random.pick(COMPOUND) : random.pick(SURNAMES);

export function givenName(random: Random, sex: '1' | '2', korean = false): string {
  if (korean) return random.pick(KOREAN_GIVEN[sex]);
  const from = sex === '1' ? MALE : FEMALE;
  const first = random.pick(from);
  if (random.next() < 0.2) return first;
  let second = random.pick(from);
  while (second === first) second = random.pick(from);
  return first + second;
}
