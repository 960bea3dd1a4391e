import { createCall, ProblemError } from '@yiwang/server/kernel/contract';
import i18n from 'i18next';

/** Where somebody who is not signed in goes; she comes back to the page that she asked for. */
export const signInAddress = (): string => `/signin?app=desk&return=${encodeURIComponent(location.pathname + location.search)}`;

const asked = createCall({ headers: () => ({ 'accept-language': i18n.language === 'en' ? 'en' : 'zh-CN' }) });

/** The typed client of the house; a session that has ended leads to the sign-in page. */
export const call: typeof asked = async (contract, input, options) => {
  try {
    return await asked(contract, input, options);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.status === 401) location.assign(signInAddress());
    throw error;
  }
};

export { ProblemError };
