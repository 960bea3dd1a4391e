import { currentLanguage } from './start-words.ts';

/** What the house does of its own accord is kept under a name of its own: said in the reader's language. */
const english: Readonly<Record<string, string>> = { 系统: 'The platform', 定时归集: 'By schedule', 日巡检: 'Daily inspection', 质量稽核: 'Quality run', 定时调度: 'By schedule' };

/** Who did it: a person as she is called, the house itself in the reader's language. */
export const whoWords = (name: string): string => (currentLanguage() === 'en' ? (english[name] ?? name) : name);
