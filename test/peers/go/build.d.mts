/** Builds the program; answers its path. Throws an error of one sentence that says what is missing. */
export declare const buildVerifier: () => string;
