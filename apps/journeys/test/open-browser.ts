import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import chromium from '@sparticuz/chromium';
import { chromium as playwright, type BrowserContext, type Page } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export interface Reading {
  /** A telephone of 390 × 844. */
  phone?: boolean;
  /** Without JavaScript. */
  plain?: boolean;
  language?: 'zh-CN' | 'en-GB';
}

/** Somebody who reads: a browser with cookies of its own, and one page of it. */
export interface Reader {
  readonly name: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens an address of the place. */
  open(address: string): Promise<void>;
  /** Keeps a picture when `YIWANG_SCREENSHOTS` names a folder. */
  look(what: string): Promise<void>;
  /** What went wrong in the browser so far: script errors, answers that failed, requests to elsewhere. */
  readonly faults: string[];
  close(): Promise<void>;
}

export async function openBrowser(): Promise<{ reader(url: string, name: string, reading: Reading): Promise<Reader>; close(): Promise<void> }> {
  const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args: flags, headless: true });
  return {
    close: () => browser.close(),
    async reader(url, name, { phone = false, plain = false, language = 'zh-CN' }) {
      const context = await browser.newContext({
        baseURL: url, locale: language, timezoneId: 'Asia/Shanghai', javaScriptEnabled: !plain, acceptDownloads: true,
        viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 }, ...(phone ? { isMobile: true, hasTouch: true, deviceScaleFactor: 2 } : {}),
      });
      context.setDefaultTimeout(20_000);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`${name}: script: ${error.message}`));
      page.on('console', (said) => {
        if (said.type() === 'error' && !/status of 4\d\d/.test(said.text())) faults.push(`${name}: console: ${said.text()} at ${page.url()}`);
      });
      page.on('response', (answer) => {
        if (answer.status() >= 500) faults.push(`${name}: ${answer.status()} ${answer.url()}`);
      });
      page.on('request', (request) => {
        if (!request.url().startsWith(url) && !/^(data|blob|about):/.test(request.url())) faults.push(`${name}: asked elsewhere: ${request.url()}`);
      });
      let pictures = 0;
      return {
        name, page, context, faults,
        async open(address) {
          const answer = await page.goto(address, { waitUntil: 'load' });
          assert.ok(answer !== null && answer.status() < 400, `${name}: ${address} answered ${answer?.status()}`);
        },
        async look(what) {
          const folder = process.env['YIWANG_SCREENSHOTS'];
          if (folder === undefined || folder === '') return;
          mkdirSync(folder, { recursive: true });
          pictures += 1;
          await page.screenshot({ path: path.join(folder, `${name}-${String(pictures).padStart(2, '0')}-${what}.png`), fullPage: true, animations: 'disabled' });
        },
        close: () => context.close(),
      };
    },
  };
}
