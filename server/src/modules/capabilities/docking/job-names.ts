/** 推送, 查询状态, 联通测试, 日对账. */
export const pushJob = 'docking.push';
export const askJob = 'docking.ask';
export const testJob = 'docking.test';
export const countJob = 'docking.count';
export const countAllJob = 'docking.countAll';
