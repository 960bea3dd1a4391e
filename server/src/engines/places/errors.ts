import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('places', {
  unknownLayer: { status: 404, zh: '没有图层“{layer}”', en: 'There is no layer "{layer}"' },
  notFound: { status: 404, zh: '图层“{layer}”中没有这个要素，或您无权查看', en: 'Layer "{layer}" has no such feature that you may see' },
  geometryInvalid: { status: 422, zh: '几何图形不合规：{why}', en: 'The geometry is not valid: {whyEn}' },
  propertiesInvalid: { status: 422, zh: '属性“{field}”不合规：{why}', en: 'Property "{field}" is not valid: {whyEn}' },
  systemUnknown: { status: 422, zh: '不支持坐标系“{system}”', en: 'Coordinate reference system "{system}" is not known' },
  boxInvalid: { status: 422, zh: '范围须为 经度,纬度,经度,纬度（西、南、东、北）', en: 'A box is longitude,latitude,longitude,latitude (west, south, east, north)' },
  stale: { status: 409, zh: '要素已被他人更新（当前版本 {version}），请刷新后重试', en: 'The feature was changed by somebody else (now version {version}); reload and try again' },
  cursorInvalid: { status: 422, zh: '翻页标记无效', en: 'The page mark is not valid' },
  loadInvalid: { status: 422, zh: '图层文件不可读：{why}', en: 'The layer’s file cannot be read: {why}' },
  loadTooLarge: { status: 413, zh: '图层文件过大：最多 {featuresMax} 个要素、每行 {lineBytesMax} 字节', en: 'The layer’s file is too large: {featuresMax} features and {lineBytesMax} bytes a line at the most' },
});
