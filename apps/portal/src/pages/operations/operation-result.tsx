import { development } from '@yiwang/server/contracts';
import { definePage, param } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { operationsText } from './operations-text.ts';

/** A cell as spreadsheets take it; nothing of it is a formula. */
const csvCell = (value: string): string => (/^[=+\-@\t]/.test(value) && Number.isNaN(Number(value)) ? `"'${value.replaceAll('"', '""')}"` : `"${value.replaceAll('"', '""')}"`);

/** 取结果: what was released, each row with its export number; taking it is in the ledger. */
export const operationResult = definePage({
  path: '/my/operations/:agreementId/results/:questionId',
  signedIn: true,
  returnTo: (context) => `/my/operations/${param(context, 'agreementId')}`,
  get: (context) => ({ redirect: `/my/operations/${param(context, 'agreementId')}` }),
  async post(context) {
    const words = operationsText[context.request.locale];
    const input = { questionId: param(context, 'questionId') };
    const taken = await context.call(development.takeResult, input, sendOnce(context, input));
    const said = (column: string, value: string | number | boolean | null | undefined): string => {
      const text = value === null || value === undefined ? '' : String(value);
      return taken.names[column]?.[text] ?? text;
    };
    const shown = (column: string, value: string | number | boolean | null | undefined): string => (typeof value === 'number' ? value.toLocaleString('en-US', { maximumFractionDigits: 2 }) : said(column, value));
    const lines = [taken.columns.map((one) => one.title), ...taken.rows.map((row) => taken.columns.map((one) => said(one.name, row[one.name])))];
    const csv = `\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}`;
    return {
      title: words.takeTitle,
      personal: true,
      width: 'wide',
      back: { href: `/my/operations/${param(context, 'agreementId')}`, words: words.title },
      body: (
        <>
          <h1>{words.takeTitle}</h1>
          <p class="yw-lead">{words.takeLead(taken.exportId)}</p>
          <p><a class="yw-button" href={`data:text/csv;charset=utf-8,${encodeURIComponent(csv)}`} download={`${taken.exportId}.csv`}>{words.save}</a></p>
          {taken.rows.length === 0 ? <p class="yw-soft">{words.noRows}</p> : (
            <div class="yw-table-box" tabIndex={0} role="region" aria-label={words.takeTitle}>
              <table class="yw-table">
                <caption class="yw-hidden">{words.takeTitle}</caption>
                <thead><tr>{taken.columns.map((one) => <th key={one.name} scope="col">{one.title}</th>)}</tr></thead>
                <tbody>{taken.rows.map((row, at) => <tr key={at}>{taken.columns.map((one) => <td key={one.name} data-label={one.title}>{shown(one.name, row[one.name])}</td>)}</tr>)}</tbody>
              </table>
            </div>
          )}
          <p class="yw-small yw-soft">{words.digestOf(taken.digest)}</p>
        </>
      ),
    };
  },
});
