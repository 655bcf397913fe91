import * as z from 'zod';

/** A variable that must be set. */
export const text = z.string().min(1);

/** What the stack tells every function that has a store. */
export const storeVariables = { TEMKIN_TABLE_PREFIX: text };

/** What it tells those that seal, open or write events: the ARN of the root key. */
export const keyVariables = { ...storeVariables, TEMKIN_MAIN_ROOT_KEY: text };

/** What the stack tells every function that answers HTTP requests. */
export const originVariables = {
  /** Parted by commas: the secret in use, and the one before. */
  TEMKIN_ORIGIN_SECRETS: z
    .string()
    .transform((value) => value.split(','))
    .pipe(z.array(z.string().min(32)).min(1)),
};

/**
 * Reads a function's environment, once, at start. Throws a sentence that names the variable at fault and not its value:
 * a function with a wrong configuration must not start.
 */
export const readEnvironment = <Shape extends z.ZodRawShape>(shape: Shape) => {
  // Read once: compiling the schema first, as zod does for what is parsed often, would take longer.
  const parsed = z.object(shape).safeParse(process.env, { jitless: true });
  if (parsed.success) return Object.freeze(parsed.data);
  throw new Error(
    `The environment variable ${String(parsed.error.issues[0]?.path[0])} is missing or has no usable value.`,
  );
};
