import { describe, expect, it } from 'vitest';
import { exportApi } from '../../packages/surfaces/cli/src/registry/export-api.ts';

const PARTS = Array.from({ length: 7 }, (_, i) => ({
  part: i + 1,
  bytes: 1,
  sha256: 'a'.repeat(64),
  rows: 1,
  isLast: i === 6,
}));

/** An API that answers three parts at once at most, whatever it is asked for. */
const stingy = () => {
  const asked: string[] = [];
  const api = exportApi(async ({ path, answer }) => {
    asked.push(path);
    const query = new URL(path, 'https://api.example').searchParams;
    const behind = Number(query.get('cursor') ?? 0);
    const parts = PARTS.slice(behind, behind + Math.min(3, Number(query.get('limit'))));
    const last = parts.at(-1)?.part ?? 0;
    return answer.parse({
      tenant: 'demo',
      state: 'done',
      rows: 7,
      partsWritten: 7,
      parts,
      ...(last < 7 && { cursor: String(last) }),
    });
  });
  return { api, asked };
};

describe('parts of an export', () => {
  it('are asked for page by page until there are no more, and not to see how far it is', async () => {
    const { api, asked } = stingy();
    expect(await api.parts('0')).toEqual(PARTS);
    expect(asked).toHaveLength(3);
    expect(asked.at(-1)).toMatch(/cursor=6$/);
    expect((await api.show('0')).parts).toHaveLength(1);
    expect(asked).toHaveLength(4);
  });
});
