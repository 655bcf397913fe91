import { createHash } from 'node:crypto';
import type { Html } from './html.ts';

/** A page's styles, and the words by which its policy allows these very styles and no others. */
export interface StyleElement {
  readonly element: Html;
  /** A source of `style-src` (Content Security Policy Level 3 §2.3.1, hash-source). */
  readonly source: string;
}

/** Puts a style sheet of ours, never anybody's text, into a page. */
export const styleElement = (css: string): StyleElement => ({
  element: { markup: `<style>${css}</style>` },
  source: `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
});
