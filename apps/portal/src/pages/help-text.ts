/** Words of help and the accessibility statement. */
const zh = {
  help: {
    title: '使用帮助',
    sections: [
      { title: '怎样找到要办的事', text: ['在首页搜索框用平常的话输入，例如“开餐馆”。', '也可以在事项目录中按主题或部门查找。', '一件事会先问几个问题，只留下您真正要办的。'] },
      { title: '怎样填写申请', text: ['政府已有的信息会自动填好并注明来源，您不用再填。', '随时可以保存，换一台设备登录后继续填写。', '提交前可以核对全部内容。'] },
      { title: '提交以后', text: ['进度、补正要求、结果会通过短信和站内消息告知。', '凭办件编号和查询码，不登录也能查进度。', '办结后请评价服务。'] },
      { title: '适老模式与朗读', text: ['页面顶部可以打开适老模式：字更大、对比更强、按钮更大，并可朗读页面内容。', '全部功能可以只用键盘操作。'] },
    ],
    reportTitle: '我为政府网站找错',
    report: '发现错误、内容过时、功能不好用，请拨打 12345 或写信到演示邮箱 zhaocuo@example.invalid（演示）。',
  },
  accessibility: {
    title: '无障碍声明',
    text: ['本网站按《信息技术 互联网内容无障碍可访问性技术要求与测试方法》（GB/T 37668-2019）和 WCAG 2.1 的 AA 级建设。', '所有页面可以只用键盘操作；不依赖颜色传达信息；放大到 400% 或在 320 像素宽的屏幕上不需要左右滚动；没有脚本也能办理。', '适老模式使用 18 磅以上的字和 48 像素以上的按钮，没有广告和弹窗。'],
    contactTitle: '遇到障碍时',
    contact: '请拨打 12345，或到任一政务服务大厅由工作人员帮办代办。',
  },
};

const en: typeof zh = {
  help: {
    title: 'Help',
    sections: [
      { title: 'How to find what you need', text: ['Type it in your own words, such as “open a restaurant”.', 'Or look in the catalogue by theme or department.', 'A life event asks a few questions first and keeps only what applies to you.'] },
      { title: 'How to apply', text: ['What government knows is filled in, with its source; you need not type it again.', 'Save at any time and go on from another device.', 'You can check everything before you send it.'] },
      { title: 'After sending', text: ['You are told of progress, requests and results by SMS and message.', 'With case number and tracking code you can follow it without signing in.', 'Please rate the service at the end.'] },
      { title: 'Large-type mode and reading aloud', text: ['Switch it on at the top of any page: larger type, stronger contrast, larger buttons, and the page read aloud.', 'Everything can be done with the keyboard alone.'] },
    ],
    reportTitle: 'Report a fault on this site',
    report: 'If something is wrong, out of date or hard to use, call 12345 or write to the demonstration address zhaocuo@example.invalid.',
  },
  accessibility: {
    title: 'Accessibility statement',
    text: ['This site is built to GB/T 37668-2019 and WCAG 2.1 level AA.', 'Everything works with the keyboard alone; nothing is told by colour only; at 400 % zoom or 320 pixels there is no sideways scrolling; you can apply without script.', 'Large-type mode uses type of 18 points and more and buttons of 48 pixels and more, without advertising or pop-ups.'],
    contactTitle: 'If something is in your way',
    contact: 'Call 12345, or ask for help at any service hall.',
  },
};

export const helpText = { zh, en };
