/** What is uploaded: exactly these bytes, under a name that has none yet. */
export interface Upload {
  /** The name of a blob. */
  readonly name: string;
  /** How many bytes, 1 or more. */
  readonly bytes: number;
  /** Their SHA-256, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/**
 * A request that whoever has it may make, without an account, until it ends. It is a key to one blob, so it is told to whom it is for
 * and kept nowhere.
 */
export interface SignedRequest {
  readonly method: 'PUT' | 'GET';
  readonly url: string;
  /** To be sent as they are. Of an upload the length of the body is signed besides, which every client says by itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

/**
 * How those who have no account with the blob store bring a blob or fetch one: by addresses that are signed, each good for one
 * blob and for as long as it says (`transferMinutes`). Both refuse with `RangeError` what names no blob, and an upload of no bytes
 * or without a hash.
 */
export interface TransferDoor {
  /**
   * Takes the bytes that were announced, once: others, or more, or fewer are refused (400 or 403), a name that has a blob keeps it
   * (412), and what comes late is refused (403).
   */
  upload(upload: Upload, minutes: number): Promise<SignedRequest>;
  /** Answers the blob as a file to be saved, never to be shown; 404 where there is none, or 403 from a store that does not say. */
  download(name: string, minutes: number): Promise<SignedRequest>;
}
