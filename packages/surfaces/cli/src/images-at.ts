import { readConfiguration, registryDirectory, type Variables } from '@temkin/local/backup';
import { access } from 'node:fs/promises';
import { textOption, type Command, type Place, type Surroundings, type Values } from './command.ts';
import type { StoreChoice } from './open-store.ts';

/** The option by which a place of images is named. */
export const IMAGES_OPTIONS = { images: { type: 'string' } } as const satisfies Command['options'];

/** Where the images of a store lie if nobody says otherwise: on one machine where its server puts them. */
const usualImages = (choice: StoreChoice, environment: Variables): string | undefined => {
  if (choice.kind === 'tables') return undefined;
  const directory =
    choice.kind === 'directory' ? choice.directory : readConfiguration(environment).dataDirectory;
  return registryDirectory(directory);
};

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/**
 * Where the images of the registry lie: in the place that a command line names, or else where they usually do. Undefined for tables in
 * AWS where nobody says where, and to be read, for a server that never had any.
 */
export const openImages = async (
  values: Values,
  { openPlace, environment }: Pick<Surroundings, 'openPlace' | 'environment'>,
  choice: StoreChoice,
  use: 'read' | 'write',
): Promise<Place | undefined> => {
  const named = textOption(values, 'images');
  if (named !== undefined) return openPlace(named, use);
  const usual = usualImages(choice, environment);
  if (usual === undefined || (use === 'read' && !(await isThere(usual)))) return undefined;
  return openPlace(usual, use);
};
