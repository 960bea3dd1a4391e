const zhTells = { person: { name: '姓名', code: '公民身份号码' }, company: { name: '单位名称', code: '统一社会信用代码' } };
const enTells = { person: { name: 'your name', code: 'your citizen identity number' }, company: { name: 'the name of the company', code: 'its unified social credit code' } };

/** 跳转交接: words of the page, and of the list of one's own. */
export const handOverText = {
  zh: {
    title: (system: string) => `前往“${system}”`, lead: '该事项在业务主管部门的系统中办理。本网不代填，您同意后带着登录身份前往，无需再次注册登录。', back: '办事指南', to: '前往系统', owner: '主管部门', purpose: '用途', who: '办理身份', leaves: '将提供给对方', tells: zhTells, stays: '不会提供', staysNote: '联系方式、证照、其他办件和在本网填写的内容',
    agree: (owner: string) => `我已知晓，同意为上述用途将以上信息提供给${owner}`, agreeFirst: '请先确认同意', next: '同意并继续', seconds: (n: number) => `同意后生成一次性通行凭证，${n} 秒内有效，只能使用一次。`, mine: '我的跳转记录', ready: '可以前往', agreed: (n: number) => `已同意。请在 ${n} 秒内前往，链接只能使用一次。`, go: (system: string) => `前往${system}`, leaving: (host: string) => `您将离开本网，前往 ${host}。`, again: '链接已失效？重新确认',
    list: '我的跳转记录', listLead: '您同意带着身份前往的业务系统、用途和提供的信息。', none: '还没有跳转记录。', agreedAt: (at: string) => `${at} 同意`, takenAt: (at: string) => `${at} 到达`, notTaken: '未到达', told: (what: string) => `提供：${what}`, comma: '、', box: '也可以在主管部门系统办理', boxGo: '前往办理',
  },
  en: {
    title: (system: string) => `Go to ${system}`, lead: 'This is handled in the department’s own system. Once you have agreed you go there signed in: no other account is needed.', back: 'The guide', to: 'Where to', owner: 'Department', purpose: 'What for', who: 'As whom', leaves: 'What is told there', tells: enTells, stays: 'What is not', staysNote: 'how you are reached, your licences, other cases, what you filled in here',
    agree: (owner: string) => `I know this, and agree that the above is told to ${owner} for this purpose`, agreeFirst: 'Agree first', next: 'Agree and go on', seconds: (n: number) => `You get a pass that counts once, within ${n} seconds.`, mine: 'Systems I went to', ready: 'Ready to go', agreed: (n: number) => `Agreed. Go within ${n} seconds: the link counts once.`, go: (system: string) => `Go to ${system}`, leaving: (host: string) => `You leave this site for ${host}.`, again: 'Is the link over? Agree again',
    list: 'Systems I went to', listLead: 'Systems to which you agreed to go signed in, what for, and what was told.', none: 'You have not gone to another system yet.', agreedAt: (at: string) => `agreed ${at}`, takenAt: (at: string) => `arrived ${at}`, notTaken: 'did not arrive', told: (what: string) => `told: ${what}`, comma: ', ', box: 'In the department’s own system too', boxGo: 'Go there',
  },
};
