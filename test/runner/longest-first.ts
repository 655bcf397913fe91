import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes long, the longest first. Whoever comes last leaves the other workers with nothing to do, so the long files
 * begin; where one stands here needlessly or is missing, a run takes longer and says the same.
 */
export const LONGEST: readonly string[] = [
  'test/journeys/kill-log.test.ts',
  'test/journeys/demo.test.ts',
  'test/http/hostile-bodies.test.ts',
  'test/journeys/backup.test.ts',
  'test/journeys/kill.test.ts',
  'test/journeys/start.test.ts',
  'test/journeys/functions.test.ts',
  'test/journeys/dump.test.ts',
  'test/http/custody-races.test.ts',
  'test/http/imperfect-day.test.ts',
  'test/http/shred.test.ts',
  'test/http/webhook-endings.test.ts',
  'test/faults/slow-witness.test.ts',
  'test/unit/cost.test.ts',
  'test/unit/label-pdf.test.ts',
  'test/cdk/signing-key-changes.test.ts',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
  return place === -1 ? LONGEST.length : place;
};

const sharesProcess = ({ project }: TestSpecification): number => (project.config.isolate ? 0 : 1);

/** Files with a process of their own first, so that those which share one follow each other in it; in both, the longest first. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => sharesProcess(a) - sharesProcess(b) || placeOf(a) - placeOf(b));
  }
}
