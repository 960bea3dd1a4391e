import { contract } from '@yiwang/server/contracts';
import { z } from 'zod';

/** Messages that the demonstration would have sent to a telephone. */
export const demonstrationPhone = contract({
  name: 'demonstration.phone',
  method: 'GET',
  path: '/api/demonstration/phone',
  audience: 'public',
  summary: '演示手机：发给演示号码的短信',
  input: z.object({ phone: z.string().max(20) }),
  output: z.object({ messages: z.array(z.object({ at: z.string(), text: z.string() })) }),
});
