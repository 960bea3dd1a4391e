import { defineWords } from '../../words/define-words.ts';

/** Words of what is opened and ended between houses 级联. */
export const levelsWords = defineWords('levels', {
  directory: ['签名目录', 'Signed directory'],
  directoryGood: ['有效', 'Good'],
  directoryOld: ['已过期', 'Out of date'],
  directoryOf: ['第 {{number}} 号，{{services}} 个服务，至 {{until}}', 'No. {{number}}, {{services}} services, until {{until}}'],
  withdraw: ['收回授权', 'Withdraw'],
  withdrawWarn: ['收回立即生效并告知对方；对方取走的数据须删除并回执', 'It ends now, and the other house is told; what was taken is deleted there, and that confirmed'],
  endPeer: ['断开级联', 'End the line'],
  endPeerWarn: ['断开立即生效：目录、申请、回流、统计都不再往来；重新级联须双方再次核对指纹', 'It ends now: no catalogue, application, back-flow or figure passes any more; to join again both sides compare fingerprints anew'],
  openFlow: ['开通回流', 'Open a back-flow'],
  openFlowNote: ['登记簿中属于该地的记录先全量、后逐条流回，落入对方同名登记簿；每次读取本人可见', 'Records that belong to that place go down, all of them first, then each change, into the register of the same name; whose data it is sees it'],
  to: ['流向', 'To'],
  register: ['登记簿', 'Register'],
  basis: ['依据', 'Basis'],
  endFlow: ['停止回流', 'End the back-flow'],
  endFlowWarn: ['不再流向{{peer}}；已落地的记录保留', 'Nothing goes to {{peer}} any more; what has landed stays'],
  choose: ['请选择', 'Choose'],
});
