import { isRouteErrorResponse, Link, useRouteError } from 'react-router';
import { defineWords, useWords } from '../words/define-words.ts';

const brokenWords = defineWords('broken', {
  notFound: ['没有这个页面', 'There is no such page'],
  broken: ['页面出错了', 'This page has failed'],
  notFoundHint: ['地址有误，或页面已经移走', 'The address is wrong, or the page has moved'],
  hint: ['已填写的内容如未提交，请返回后重新打开；问题持续请联系系统管理员', 'Go back and open it again; tell the administrator if it keeps failing'],
  home: ['回到工作台首页', 'To the start page'],
});

/** What is shown instead of a page that does not exist or has failed. */
export function Broken() {
  const t = useWords(brokenWords);
  const error: unknown = useRouteError() ?? undefined;
  // for whoever looks into the browser's tools
  // oxlint-disable-next-line no-console
  if (error !== undefined && !isRouteErrorResponse(error)) console.error(error);
  const missing = error === undefined || (isRouteErrorResponse(error) && error.status === 404);
  return (
    <div className="dk-nothing">
      <h1>{missing ? t('notFound') : t('broken')}</h1>
      <p>{missing ? t('notFoundHint') : t('hint')}</p>
      <Link to="/">{t('home')}</Link>
    </div>
  );
}
