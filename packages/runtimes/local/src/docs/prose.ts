import { html, type Html } from './html.ts';

/** A line in which words between backticks are code. */
export const line = (text: string): Html =>
  html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`))}`;

/** Paragraphs, as blank lines divide them. */
export const prose = (text: string): Html =>
  html`${text.split('\n\n').map((paragraph) => html`<p>${line(paragraph)}</p>`)}`;
