type Locale = 'zh' | 'en';
type Signs = readonly (readonly [RegExp, Readonly<Record<Locale, string>>])[];
const same = (name: string): Record<Locale, string> => ({ zh: name, en: name });

/** Apps that show pages within themselves say so before they name the browser that they are made of. */
const browsers: Signs = [
  [/MicroMessenger\//, { zh: '微信', en: 'WeChat' }], [/AlipayClient\//, { zh: '支付宝', en: 'Alipay' }], [/DingTalk\//, { zh: '钉钉', en: 'DingTalk' }], [/MQQBrowser\//, { zh: 'QQ 浏览器', en: 'QQ Browser' }],
  [/UCBrowser\/|UBrowser\//, { zh: 'UC 浏览器', en: 'UC Browser' }], [/HuaweiBrowser\/|ArkWeb\//, { zh: '华为浏览器', en: 'Huawei Browser' }], [/MiuiBrowser\//, { zh: '小米浏览器', en: 'Mi Browser' }], [/SamsungBrowser\//, same('Samsung Internet')],
  [/QIHU|360SE|360EE/, { zh: '360 浏览器', en: '360 Browser' }], [/Edg(e|A|iOS)?\//, same('Edge')], [/OPR\//, same('Opera')], [/Firefox\/|FxiOS\//, same('Firefox')], [/Chrome\/|CriOS\//, same('Chrome')], [/Safari\//, same('Safari')],
];
const computers: Signs = [
  [/iPhone/, same('iPhone')], [/iPad/, same('iPad')], [/Windows/, { zh: 'Windows 电脑', en: 'Windows computer' }], [/Mac OS X/, { zh: 'Mac 电脑', en: 'Mac' }], [/CrOS/, same('Chromebook')], [/UOS|Deepin|Kylin/, { zh: '国产系统电脑', en: 'Linux computer' }],
  [/Linux/, { zh: 'Linux 电脑', en: 'Linux computer' }],
];
const find = (signs: Signs, agent: string, locale: Locale): string | undefined => signs.find(([sign]) => sign.test(agent))?.[1][locale];

/** A phone or tablet by its model where it says one: “HUAWEI ALN-AL00”. Browsers that hide the model say K. */
function handheld(agent: string, locale: Locale): string | undefined {
  const system = /HarmonyOS|OpenHarmony/.test(agent) ? same('HarmonyOS') : /Android/.test(agent) ? same('Android') : undefined;
  if (system === undefined) return undefined;
  const kind = /Mobile|Phone/.test(agent) ? { zh: '手机', en: 'phone' } : { zh: '平板', en: 'tablet' };
  const model = /Android [\d.]+; (?:[a-z]{2}[-_][a-z]{2}; )?(?:HarmonyOS; )?([^;)]{2,40}?)(?: Build\/[^;)]*)?[;)]/i.exec(agent)?.[1]?.trim();
  return `${system[locale]} ${kind[locale]}${model === undefined || /^(K|wv|Mobile|Tablet)$/i.test(model) ? '' : locale === 'zh' ? `（${model}）` : ` (${model})`}`;
}

/** 设备名称: what a signed-in device is, in words that its owner knows: machine and browser, out of what the browser says of itself. */
export function deviceName(userAgent: string, locale: Locale): string {
  const known = [handheld(userAgent, locale) ?? find(computers, userAgent, locale), find(browsers, userAgent, locale)].filter((part) => part !== undefined);
  if (known.length > 0) return known.join(' · ');
  const program = /^[\w .+-]{2,30}?(?=[/ (]|$)/.exec(userAgent)?.[0];
  if (program === undefined) return locale === 'zh' ? '未知设备' : 'Unknown device';
  return locale === 'zh' ? `应用程序（${program}）` : `Program (${program})`;
}
