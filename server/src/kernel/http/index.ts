export { createHttp, type Http, type HttpSettings } from './server.ts';
export { errors as httpErrors } from './errors.ts';
export { openapi } from './openapi.ts';
export { createRateLimit } from './rate.ts';
