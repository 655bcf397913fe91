import type { TestSystem } from './system.ts';

/** All parts of an export, one after the other; something is done before each but the first. */
export const auditExport = async (
  system: Pick<TestSystem, 'as'>,
  query: object,
  {
    by = 'auditor-khanh',
    between = async () => {},
  }: { readonly by?: string; readonly between?: (part: number) => Promise<unknown> } = {},
) => {
  const parts: string[] = [];
  const receipts: (string | null)[] = [];
  let cursor: string | null = null;
  do {
    if (parts.length > 0) await between(parts.length);
    const answer: Response = await system
      .as(by)
      .post('/v1/audit/exports', { ...query, ...(cursor !== null && { cursor }) });
    const part = await answer.text();
    if (answer.status !== 200) throw new Error(`answered ${answer.status}: ${part}`);
    parts.push(part);
    receipts.push(answer.headers.get('audit-event'));
    cursor = answer.headers.get('temkin-cursor');
  } while (cursor !== null);
  return { parts, text: parts.join(''), receipts };
};

/** The lines of a text that ends with a line. */
export const linesOf = (text: string): readonly string[] => {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Error('the last line is cut off');
  return lines;
};
