import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';

/** Where Debian's package `chromium` puts it. */
const EXECUTABLE = process.env.TEMKIN_CHROMIUM ?? '/usr/bin/chromium';

/** A page of a real Chromium, closed when the test file ends. Throws where there is none: what did not run proves nothing. */
export const browserPage = async (): Promise<Page> => {
  if (!existsSync(EXECUTABLE))
    throw new Error(
      `there is no Chromium at ${EXECUTABLE}: install it (Debian: apt-get install chromium), or name it in TEMKIN_CHROMIUM`,
    );
  // CI runs as root, which Chromium's sandbox refuses; nothing but our own page is opened.
  const args = ['--no-sandbox', '--disable-background-networking'];
  const browser = await chromium.launch({ executablePath: EXECUTABLE, args });
  afterAll(() => browser.close());
  return browser.newPage();
};
