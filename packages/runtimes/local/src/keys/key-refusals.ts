/** Where data lie that are sealed under a root key, in the words of a refusal. */
export interface DataPlace {
  readonly name: string;
  /** What may be named in its stead. */
  readonly instead: string;
}

/** A data directory as a place of data. */
export const directoryPlace = (directory: string): DataPlace => ({
  name: directory,
  instead: 'an empty directory with TEMKIN_DATA_DIR',
});

/** A store that others run as a place of data. Of its address only the host: the rest may hold secrets. */
export const storePlace = (endpoint: string): DataPlace => ({
  name: `the store at ${new URL(endpoint).host}`,
  instead: 'an empty store with DYNAMODB_ENDPOINT',
});

/** Said where a key is not the data's own. */
export const otherKey = ({ name, instead }: DataPlace): Error =>
  new Error(
    `The data in ${name} belong to another root key. Name that key's file with TEMKIN_KEY_FILE, ` +
      `or ${instead}. Nothing was changed.`,
  );

/** Said where the data's key is missing: a new one opens nothing, and would only hide the loss. */
export const lostKey = ({ name, instead }: DataPlace, keyFile: string): Error =>
  new Error(
    `The data in ${name} have a root key, and there is none at ${keyFile}. Restore that file from your ` +
      `backup or name it with TEMKIN_KEY_FILE, or name ${instead}. Nothing was changed.`,
  );
