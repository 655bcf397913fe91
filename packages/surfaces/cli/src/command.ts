import type { BlobDrafts, Variables } from '@temkin/local/backup';
import type { Clock, RandomBytes, Wait } from '@temkin/kernel';
import type { Blobs } from '@temkin/storage';
import type { ParseArgsConfig } from 'node:util';
import type { Progress } from './progress.ts';

/** Where backups lie. */
export interface Place extends Blobs {
  /** What backups that were killed left behind, where the place does not clear that away itself. */
  readonly drafts?: BlobDrafts;
}

/** The outside world of a command. */
export interface Surroundings {
  readonly environment: Variables;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly wait: Wait;
  /**
   * Opens where backups lie, or logs: a directory, or `s3://bucket/prefix`. One that is to be `read` must be there: an empty place
   * that should be full is a disk that was not mounted.
   */
  readonly openPlace: (place: string, use: 'read' | 'write') => Promise<Place>;
  readonly progress: Progress;
  readonly serving: Serving;
}

/** The outside world of a command that goes on until it is told to end. */
export interface Serving {
  /** Says a line to whoever watches. */
  readonly announce: (line: string) => void;
  /** Answers once the process is told to end. */
  readonly untilTold: () => Promise<void>;
}

/** What a command says at its end: to people, and the same as data for `--json`. */
export interface Report {
  readonly text: string;
  readonly data: object;
  /** Where what was found is not what was hoped for: 0 where absent. */
  readonly exitCode?: ExitCode;
}

/** 0 done, 1 failed, 2 the command line is at fault, 3 nothing is wrong but not all could be told. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Options as `parseArgs` of node:util gives them. */
export type Values = Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;

export interface Command {
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  /** What the one argument that is no option is called, where there is to be one. */
  readonly operand?: string;
  /** Throws `UsageError` for options that make no sense together; whatever else it throws has a sentence for people. */
  readonly run: (values: Values, surroundings: Surroundings) => Promise<Report>;
}

/** The command line is at fault: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The text of an option; undefined where it was not given. Throws `UsageError` for an empty one. */
export const textOption = (values: Values, name: string): string | undefined => {
  const value = values[name];
  if (value === '') throw new UsageError(`--${name} is empty`);
  return typeof value === 'string' ? value : undefined;
};

/** The texts of an option that may be given several times. */
export const textsOption = (values: Values, name: string): readonly string[] =>
  [values[name] ?? []].flat().filter((value) => typeof value === 'string');

/** The text of an option that a command cannot do without. */
export const neededOption = (values: Values, name: string): string => {
  const value = textOption(values, name);
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return value;
};
