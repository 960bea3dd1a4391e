import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** The browser that comes with the packages: no outside request is ever answered. */
export const startBrowser = async (): Promise<Browser> => playwright.launch({ executablePath: await chromium.executablePath(), args: [...chromium.args.filter((one) => one !== '--single-process'), '--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'], headless: true });
