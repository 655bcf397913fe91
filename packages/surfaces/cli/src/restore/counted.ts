import type { StoredItem } from '@temkin/storage';
import type { Surroundings } from '../command.ts';

/** Pages as they come, and the progress of reading them. */
export async function* counted(
  { progress }: Pick<Surroundings, 'progress'>,
  step: string,
  pages: AsyncIterable<readonly StoredItem[]>,
): AsyncGenerator<readonly StoredItem[]> {
  progress.begin(step);
  for await (const page of pages) {
    progress.advance({ items: page.length });
    yield page;
  }
  progress.end();
}
