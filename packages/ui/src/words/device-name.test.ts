import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceName } from './device-name.ts';

const cases: [agent: string, zh: string, en: string][] = [
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0', 'Windows 电脑 · Edge', 'Windows computer · Edge'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15', 'Mac 电脑 · Safari', 'Mac · Safari'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50(0x18003237) NetType/WIFI Language/zh_CN', 'iPhone · 微信', 'iPhone · WeChat'],
  ['Mozilla/5.0 (Linux; Android 12; HarmonyOS; ALN-AL00; HMSCore 6.14.0.302) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.5735.196 HuaweiBrowser/15.0.4.312 Mobile Safari/537.36', 'HarmonyOS 手机（ALN-AL00） · 华为浏览器', 'HarmonyOS phone (ALN-AL00) · Huawei Browser'],
  ['Mozilla/5.0 (Linux; Android 14; 23127PN0CC Build/UKQ1.230804.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.49', 'Android 手机（23127PN0CC） · 微信', 'Android phone (23127PN0CC) · WeChat'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Android 手机 · Chrome', 'Android phone · Chrome'],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Linux 电脑 · Firefox', 'Linux computer · Firefox'],
  ['node', '应用程序（node）', 'Program (node)'],
  ['okhttp/4.12.0', '应用程序（okhttp）', 'Program (okhttp)'],
  ['', '未知设备', 'Unknown device'],
  ['<script>', '未知设备', 'Unknown device'],
];

test('a device is named in words that its owner knows', () => {
  for (const [agent, zh, en] of cases) assert.deepEqual([deviceName(agent, 'zh'), deviceName(agent, 'en')], [zh, en], agent);
});

test('a long or hostile name of a browser is read at once', () => {
  const began = performance.now();
  for (const agent of ['Android 1; '.repeat(50_000), `Mozilla (${'; '.repeat(100_000)}`, 'a '.repeat(100_000)]) assert.ok(deviceName(agent, 'zh').length < 100);
  assert.ok(performance.now() - began < 2_000);
});
